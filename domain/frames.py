"""The frames that cross a border between rooms, each with its schema; what was checked is what flows on."""

from typing import Any, ClassVar

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors
from pandera.typing.pandas import DataFrame, Series

from domain.errors import WfmError


class _Frame(pa.DataFrameModel):
    class Config:
        strict = True
        ordered = True


class _IntervalFrame(_Frame):
    """A frame with a time-zone aware `interval_start`, the start of a half-open interval of local time."""

    interval_start: Any = pa.Field(nullable=False)
    queue: Series[str]

    @pa.check("interval_start", name="time zone aware")
    def _is_aware(cls, stamps: pd.Series) -> bool:
        return isinstance(stamps.dtype, pd.DatetimeTZDtype)


class CallHistory(_IntervalFrame):
    """What came in, contacts by queue and interval; `answered`, `abandoned` and `aht_s` may be unknown (NaN)."""

    offered: Series[float] = pa.Field(ge=0)
    answered: Series[float] = pa.Field(ge=0, nullable=True)
    abandoned: Series[float] = pa.Field(ge=0, nullable=True)
    aht_s: Series[float] = pa.Field(ge=0, nullable=True)

    class Config:
        unique: ClassVar[list[str]] = ["queue", "interval_start"]


class Forecast(_IntervalFrame):
    """What will come in: mean and quantiles of each interval's count, and its handling time."""

    offered: Series[float] = pa.Field(ge=0)
    p10: Series[float] = pa.Field(ge=0)
    p50: Series[float] = pa.Field(ge=0)
    p90: Series[float] = pa.Field(ge=0)
    aht_s: Series[float] = pa.Field(gt=0)
    model: Series[str]

    class Config:
        unique: ClassVar[list[str]] = ["queue", "interval_start"]

    @pa.dataframe_check(name="p10 <= p50 <= p90")
    def _quantiles_in_order(cls, frame: pd.DataFrame) -> pd.Series:
        return (frame["p10"] <= frame["p50"]) & (frame["p50"] <= frame["p90"])


CHANNEL, TOTAL = "channel", "total"  # the levels above the queues, from the one below to the top


class ForecastTotals(_Frame):
    """What will come in of all queues of a channel (`level` channel, by `name`) and of all queues (level total)."""

    interval_start: Any = pa.Field(nullable=False)
    level: Series[str] = pa.Field(isin=[CHANNEL, TOTAL])
    name: Series[str]
    offered: Series[float] = pa.Field(ge=0)
    p10: Series[float] = pa.Field(ge=0)
    p50: Series[float] = pa.Field(ge=0)
    p90: Series[float] = pa.Field(ge=0)

    class Config:
        unique: ClassVar[list[str]] = ["level", "name", "interval_start"]

    @pa.dataframe_check(name="p10 <= p50 <= p90")
    def _quantiles_in_order(cls, frame: pd.DataFrame) -> pd.Series:
        return (frame["p10"] <= frame["p50"]) & (frame["p50"] <= frame["p90"])


class Requirement(_IntervalFrame):
    """How many must be at work, shrinkage included, what that is expected to reach, and the goal that set it."""

    agents: Series[int] = pa.Field(ge=0)
    response_rate: Series[float] = pa.Field(ge=0, le=1, nullable=True)
    service_level: Series[float] = pa.Field(ge=0, le=1, nullable=True)
    asa_s: Series[float] = pa.Field(ge=0, nullable=True)
    occupancy: Series[float] = pa.Field(ge=0, nullable=True)
    binding: Series[str]

    class Config:
        unique: ClassVar[list[str]] = ["queue", "interval_start"]


class Curve(_IntervalFrame):
    """Expected contacts answered, and answered within the threshold, by number of agents at work, from one on."""

    agents: Series[int] = pa.Field(ge=1)
    answered: Series[float] = pa.Field(ge=0)
    within_threshold: Series[float] = pa.Field(ge=0)

    class Config:
        unique: ClassVar[list[str]] = ["queue", "interval_start", "agents"]

    @pa.dataframe_check(name="within_threshold <= answered")
    def _in_time_are_answered(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["within_threshold"] <= frame["answered"]


class GoalPrice(_Frame):
    """Agent-hours of a response rate, what they cost where the site says it, and the rate found by simulation."""

    queue: Series[str]
    response_rate: Series[float] = pa.Field(gt=0, le=1)
    agent_hours: Series[float] = pa.Field(ge=0)
    cost: Series[float] = pa.Field(ge=0, nullable=True)
    simulated_response_rate: Series[float] = pa.Field(ge=0, le=1, nullable=True)

    class Config:
        unique: ClassVar[list[str]] = ["queue", "response_rate"]


class SkillAgents(_Frame):
    """How many must be at work who know at least these skills (queue ids joined by `;`), nobody counted in two rows."""

    interval_start: Any = pa.Field(nullable=False)
    skills: Series[str]
    agents: Series[int] = pa.Field(ge=0)

    class Config:
        unique: ClassVar[list[str]] = ["skills", "interval_start"]


class RosterFrame(_Frame):
    """One row a duty, as in `roster.csv`; times are naive and local."""

    agent_id: Series[str]
    role: Series[str] = pa.Field(isin=["agent", "lead"])
    team: Series[str]
    date: Series[str]
    shift: Series[str]
    start: Series[str]
    end: Series[str]
    paid_minutes: Series[int] = pa.Field(ge=0)
    mode: Series[str] = pa.Field(isin=["site", "remote"])


class ActivityFrame(_Frame):
    """One row a stretch of a duty, as in `activities.csv`; times are naive and local."""

    agent_id: Series[str]
    start: Series[str]
    end: Series[str]
    activity: Series[str]
    queue: Series[str]


def checked[Schema: pa.DataFrameModel](schema: type[Schema], frame: pd.DataFrame) -> DataFrame[Schema]:
    """The frame, once it was found to obey the schema; a breach is a defect of the program and says where."""
    try:
        # The library would copy every column first; a shallow copy protects the caller's frame as well.
        return schema.validate(frame.copy(deep=False), lazy=True, inplace=True)
    except SchemaErrors as error:
        cases = error.failure_cases.drop_duplicates(["check", "index"]).head(3)
        places = "; ".join(
            f"{case.column}, row {case.index}: {case.failure_case} breaks {case.check}" for case in cases.itertuples()
        )
        raise WfmError(f"A {schema.__name__} frame is not as agreed between the rooms: {places}") from error
