"""The frames of HR's files, `pay_hours.csv` and `pay_months.csv`: minutes that add up, checked where they are made."""

from typing import ClassVar

import pandas as pd
import pandera.pandas as pa
from pandera.typing.pandas import Series

# The five that paid time is parted into, each minute counted once; `night_minutes` lies across them.
PARTS = (
    "regular_minutes",
    "part_time_extra_minutes",
    "overtime_minutes",
    "holiday_minutes_to_8h",
    "holiday_minutes_over_8h",
)
DAY_KINDS = ("work", "off", "leave", "public_holiday", "weekly_holiday")


class _PayFrame(pa.DataFrameModel):
    """Paid time in whole minutes: its parts add up, and night minutes are some of them."""

    class Config:
        strict = True
        ordered = True

    @pa.dataframe_check(name="the parts add up to paid_minutes")
    def _adds_up(cls, frame: pd.DataFrame) -> pd.Series:
        return frame[list(PARTS)].sum(axis=1) == frame["paid_minutes"]

    @pa.dataframe_check(name="night_minutes <= paid_minutes")
    def _nights_are_paid(cls, frame: pd.DataFrame) -> pd.Series:
        return frame["night_minutes"] <= frame["paid_minutes"]


class PayHours(_PayFrame):
    """One row a person and day of the planning window on which the person is employed; see docs/hr.md."""

    agent_id: Series[str]
    role: Series[str] = pa.Field(isin=["agent", "lead"])
    team: Series[str]
    date: Series[str]
    day_kind: Series[str] = pa.Field(isin=DAY_KINDS)
    paid_minutes: Series[int] = pa.Field(ge=0)
    regular_minutes: Series[int] = pa.Field(ge=0)
    part_time_extra_minutes: Series[int] = pa.Field(ge=0)
    overtime_minutes: Series[int] = pa.Field(ge=0)
    holiday_minutes_to_8h: Series[int] = pa.Field(ge=0)
    holiday_minutes_over_8h: Series[int] = pa.Field(ge=0)
    night_minutes: Series[int] = pa.Field(ge=0)
    weekly_holiday_minutes: Series[int] = pa.Field(ge=0)
    leave_days: Series[int] = pa.Field(isin=[0, 1])

    class Config:
        unique: ClassVar[list[str]] = ["agent_id", "date"]


class PayMonths(_PayFrame):
    """One row a person and calendar month: sums of `PayHours`, and the two counters of the night-work health check."""

    agent_id: Series[str]
    role: Series[str] = pa.Field(isin=["agent", "lead"])
    team: Series[str]
    month: Series[str] = pa.Field(str_matches=r"^\d{4}-\d\d$")
    days: Series[int] = pa.Field(ge=1, le=31)
    paid_minutes: Series[int] = pa.Field(ge=0)
    regular_minutes: Series[int] = pa.Field(ge=0)
    part_time_extra_minutes: Series[int] = pa.Field(ge=0)
    overtime_minutes: Series[int] = pa.Field(ge=0)
    holiday_minutes_to_8h: Series[int] = pa.Field(ge=0)
    holiday_minutes_over_8h: Series[int] = pa.Field(ge=0)
    night_minutes: Series[int] = pa.Field(ge=0)
    weekly_holiday_minutes: Series[int] = pa.Field(ge=0)
    leave_days: Series[int] = pa.Field(ge=0)
    health_check_nights: Series[int] = pa.Field(ge=0)
    nights_reach_limit: Series[int] = pa.Field(isin=[0, 1])
    night_hours_reach_limit: Series[int] = pa.Field(isin=[0, 1])

    class Config:
        unique: ClassVar[list[str]] = ["agent_id", "month"]
