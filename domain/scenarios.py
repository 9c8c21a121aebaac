"""What a scenario may change of a site, and what none ever does: meals, rests, recovery and days off stay."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from domain.site_config import Section, Share

EVERY_QUEUE = "*"
NAME_PATTERN = r"[0-9A-Za-z가-힣][0-9A-Za-z가-힣_-]{0,59}"
# The only rules that a scenario may set, and never looser than the pack itself: none is of a meal, a rest or a day off.
MOVABLE_RULES = frozenset({"max_paid_minutes_day", "max_paid_minutes_night", "max_span_minutes_day", "notice_days"})

type Factor = Annotated[float, Field(gt=0, le=20)]
type ByQueue[T] = dict[str, T]
# What a report looks into beyond the figures beside the plan.
type Study = Literal["deflection", "holiday", "leads", "long_view", "price", "recovery", "surge"]


def _ramp_in_order(from_date: date | None, full_on: date | None) -> None:
    if full_on is not None and (from_date is None or full_on <= from_date):
        raise ValueError("full_on only with a from_date before it")


class TopicPilot(Section):
    """What a pilot found of a topic of `topics.csv`: contacts tried and taken in each of its weeks, and its ramp.

    Taken are those that were settled without an agent. A topic without a `from_date` has the deflection's ramp.
    """

    name: str
    tried: tuple[Annotated[int, Field(ge=0)], ...]
    taken: tuple[Annotated[int, Field(ge=0)], ...]
    from_date: date | None = None
    full_on: date | None = None

    @model_validator(mode="after")
    def _is_a_pilot(self) -> "TopicPilot":
        if len(self.tried) != len(self.taken) or sum(self.tried) == 0:
            raise ValueError("tried and taken for the same weeks, and at least one contact tried")
        if any(taken > tried for tried, taken in zip(self.tried, self.taken, strict=True)):
            raise ValueError("no more taken in a week than tried")
        _ramp_in_order(self.from_date, self.full_on)
        return self


class Deflection(Section):
    """Contacts that no longer reach an agent, as a share; from a day on, straight up to it where `full_on` is given.

    `stays_longer` multiplies the handling time of what stays, once the whole share is taken: what is easy goes first.
    With `topic`, pilots by topic, what is taken is what these found of the topics of each hour, and `share` the hope.
    """

    share: Annotated[float, Field(gt=0, lt=1)]
    queues: tuple[str, ...] = ()
    from_date: date | None = None
    full_on: date | None = None
    stays_longer: Annotated[float, Field(ge=1, le=5)] = 1.0
    topic: tuple[TopicPilot, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> "Deflection":
        _ramp_in_order(self.from_date, self.full_on)
        if len({pilot.name for pilot in self.topic}) < len(self.topic):
            raise ValueError("each topic once")
        return self


class Gone(Section):
    """People who do not come, by vendor and by share of all others, from an hour on for so many days: a strike."""

    vendors: tuple[str, ...] = ()
    share: Annotated[float, Field(gt=0, lt=1)] | None = None
    start: datetime | None = None
    days: Annotated[int, Field(ge=1, le=366)] = 1
    seed: Annotated[int, Field(ge=0)] = 0

    @field_validator("start")
    @classmethod
    def _is_local(cls, value: datetime | None) -> datetime | None:
        if value is not None and value.tzinfo is not None:
            raise ValueError("a local time without offset, such as 2026-10-06T09:00")
        return value

    @model_validator(mode="after")
    def _somebody(self) -> "Gone":
        if not self.vendors and self.share is None:
            raise ValueError("vendors or a share: who is gone")
        return self


class Scenario(Section):
    """One scenario: what is different from the plan; what it does not name stays as planned.

    Tables by queue take `*` for every queue that they do not name. `shifts` is another shift catalogue, a file in the
    site's folder. `protect` are queues that are served first where people are too few. `abuse_events` are events of
    abuse per agent and month of 168 paid hours: the reserve for recovery follows them, the rest itself stays as long.
    `seats` are on-site desks, `remote_share` the share of agents who may work away from the site; a remote duty needs
    no desk. `even_holidays` is a file of the site with duties on holidays of past years (agent_id,date): a roster made
    for the scenario gives the next ones to those who had fewest. `study` is what the report of `wfm scenario` looks
    into beyond that.
    """

    title: str = ""
    volume: ByQueue[Factor] = Field(default_factory=dict)
    aht: ByQueue[Factor] = Field(default_factory=dict)
    response_rate: ByQueue[Share] = Field(default_factory=dict)
    service_level: ByQueue[Share] = Field(default_factory=dict)
    absence: Annotated[float, Field(ge=0, lt=0.9)] | None = None
    lead_span: Annotated[int, Field(ge=1)] | None = None
    seats: Annotated[int, Field(ge=1)] | None = None
    remote_share: Annotated[float, Field(ge=0, le=1)] | None = None
    abuse_events: Annotated[float, Field(gt=0, le=1000)] | None = None
    shifts: str | None = None
    even_holidays: str | None = None
    protect: tuple[str, ...] = ()
    deflection: Deflection | None = None
    gone: Gone | None = None
    rules: dict[str, Annotated[int, Field(ge=0)]] = Field(default_factory=dict)
    study: Study | None = None

    @field_validator("rules")
    @classmethod
    def _may_move(cls, value: dict[str, int]) -> dict[str, int]:
        for name in value:
            if name not in MOVABLE_RULES:
                allowed = ", ".join(sorted(MOVABLE_RULES))
                raise ValueError(f"only {allowed}: {name} does not move; meals, rests, recovery and days off never do")
        return value

    @property
    def only_people_gone(self) -> bool:
        """Whether nothing but people differs from the plan: a roster is then mended, not made anew."""
        return self.gone is not None and self == Scenario(
            title=self.title, gone=self.gone, protect=self.protect, study=self.study
        )

    def queues_named(self) -> frozenset[str]:
        """Every queue that the scenario names."""
        tables = (self.volume, self.aht, self.response_rate, self.service_level)
        named = {queue for table in tables for queue in table} | set(self.protect)
        return frozenset(named | set(self.deflection.queues if self.deflection else ())) - {EVERY_QUEUE}


def of_queue[T](table: dict[str, T], queue: str) -> T | None:
    """What a table by queue says of one; None where it says nothing."""
    return table.get(queue, table.get(EVERY_QUEUE))
