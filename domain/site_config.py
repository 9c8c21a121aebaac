"""What `site.toml` may say. A misspelt key is an error, never a default."""

import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError, field_validator, model_validator

from domain.config_section import Section as Section  # other settings files take it from here
from domain.errors import ConfigError, DataError, Problem
from domain.night_config import NightSection
from domain.tables import read_text

Share = Annotated[float, Field(gt=0, le=1)]
ClockTime = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]  # HH:MM
Channel = Literal["voice", "chat", "message", "email", "video", "sns"]
DEFERRED_CHANNELS: frozenset[str] = frozenset({"message", "email", "sns"})
MOST_RECOVERY = 0.5  # of paid time; more is a slip of the pen
# What the TOML reader raises: ValueError also for a number of thousands of digits, RecursionError for deep nesting.
NO_TOML = (tomllib.TOMLDecodeError, ValueError, RecursionError)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class SiteSection(Section):
    """The centre: where it is, how it slices time, how many desks it has."""

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")
    name: str = ""
    timezone: str
    country: str = Field(pattern=r"^[A-Z]{2}$")
    region: str | None = None
    interval_minutes: Literal[15, 30, 60] = 30
    week_start: Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] = "monday"
    seats: int | None = Field(default=None, ge=0)
    simulated: bool = False

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError("a time zone name such as Asia/Seoul") from error
        return value

    @property
    def week_start_weekday(self) -> int:
        """Weekday number, Monday 0, on which the site's week starts."""
        return WEEKDAYS.index(self.week_start)


class Goal(Section):
    """What a queue promises; every goal that is given must hold."""

    response_rate: Share | None = None
    service_level: Share | None = None
    threshold_s: float = Field(default=20, ge=0)
    max_occupancy: Share | None = None
    max_asa_s: float | None = Field(default=None, gt=0)
    max_backlog_h: float | None = Field(default=None, gt=0)
    scope: Literal["interval", "day", "week", "window"] = "interval"
    assurance: float | None = Field(default=None, gt=0, lt=1)
    must: bool = False


class Queue(Section):
    """One stream of contacts with its own goals."""

    id: str = Field(min_length=1, pattern=r"^[^;,\s\[\]]+$")
    channel: Channel = "voice"
    concurrency: int = Field(default=1, ge=1)
    agent_share: Share | None = None
    aht_s: float = Field(gt=0)
    redial_share: float | None = Field(default=None, gt=0, lt=1)
    redial_after_min: float | None = Field(default=None, gt=0)
    patience_s: float | None = Field(default=None, gt=0)
    works_from: ClockTime | None = None
    works_until: ClockTime | None = None
    goal: Goal = Goal()

    @model_validator(mode="after")
    def _calls_again(self) -> "Queue":
        if (self.redial_share is None) != (self.redial_after_min is None):
            raise ValueError("redial_share and redial_after_min together: who calls again, and after how long")
        if self.redial_share is not None and self.patience_s is None:
            raise ValueError("redial_share only with patience_s: where nobody leaves, nobody calls again")
        return self

    @model_validator(mode="after")
    def _hours_of_deferred_work(self) -> "Queue":
        given = [time is not None for time in (self.works_from, self.works_until)]
        if any(given) and (not all(given) or self.works_from == self.works_until):
            raise ValueError("works_from and works_until together, and not the same, or neither for all hours")
        if any(given) and (self.channel not in DEFERRED_CHANNELS or self.goal.max_backlog_h is None):
            raise ValueError("works_from only where contacts wait for hours: message, email or sns with max_backlog_h")
        return self

    @model_validator(mode="after")
    def _share_of_a_chat(self) -> "Queue":
        if self.agent_share is not None and self.channel != "chat":
            raise ValueError("agent_share only for a chat, where a customer writes while the agent helps another")
        return self


class Recovery(Section):
    """Paid rest after abuse: how often it is needed and how long it takes; `by_hour` weighs the hours of the day."""

    events_per_agent_month: float = Field(gt=0, le=1000)
    minutes: float = Field(default=30, gt=0, le=480)
    quantile: float = Field(default=0.95, ge=0.5, lt=1)
    by_hour: tuple[Annotated[float, Field(ge=0)], ...] | None = Field(default=None, min_length=24, max_length=24)

    @model_validator(mode="after")
    def _plausible(self) -> "Recovery":
        weights = self.by_hour
        if weights is not None and not any(weights):
            raise ValueError("by_hour with at least one weight above 0")
        peak = 1.0 if weights is None else 24 * max(weights) / sum(weights)
        if self.events_per_agent_month * self.minutes / 60 / 168 * peak >= MOST_RECOVERY:
            raise ValueError("fewer or shorter recoveries: these leave fewer than half of the agents at work")
        return self


class Lead(Section):
    """How many team leads must be on duty beside the agents."""

    span: int = Field(default=8, ge=1)
    min_on_duty: int = Field(default=1, ge=0)
    must: bool = False


class Cost(Section):
    """What an agent-hour costs, in the site's currency, however that is written."""

    agent_hour: float = Field(gt=0)
    currency: str = ""


class RulesSection(Section):
    """Which rule pack holds and which of its parameters the site changes."""

    pack: str = "kr"
    override: dict[str, float | int | bool | str] = Field(default_factory=dict)


class SiteConfig(Section):
    """The whole of `site.toml`."""

    site: SiteSection
    queue: tuple[Queue, ...] = Field(min_length=1)
    shrinkage: dict[str, Annotated[float, Field(ge=0, lt=1)]] = Field(default_factory=dict)
    recovery: Recovery | None = None
    lead: Lead | None = None
    cost: Cost | None = None
    rules: RulesSection = RulesSection()
    nightly: NightSection = NightSection()

    @model_validator(mode="after")
    def _queues_differ(self) -> "SiteConfig":
        ids = [queue.id for queue in self.queue]
        twice = sorted({queue_id for queue_id in ids if ids.count(queue_id) > 1})
        if twice:
            raise ValueError(f"queue ids that differ, not {', '.join(twice)} twice")
        return self

    @model_validator(mode="after")
    def _recovery_counts_once(self) -> "SiteConfig":
        if self.recovery is not None and self.shrinkage.get("recovery", 0) > 0:
            raise ValueError("recovery once: under [recovery] or as a share under [shrinkage], not both")
        return self


def read_site_config(path: Path) -> SiteConfig:
    """The checked content of a `site.toml`; every problem is reported with its key and value."""
    if not path.is_file():
        raise ConfigError(f"{path} does not exist; `wfm init {path.parent}` makes a commented site folder")
    try:
        content = tomllib.loads(read_text(path))
    except NO_TOML as error:
        raise DataError([Problem(path.name, None, None, None, f"valid TOML, but {error}")]) from error
    try:
        return SiteConfig.model_validate(content)
    except ValidationError as error:
        raise DataError(config_problems(error, path.name)) from error


def config_problems(error: ValidationError, file: str) -> list[Problem]:
    """One problem a wrong key, in planner's words, from what pydantic found."""
    found = []
    for item in error.errors():
        key = ".".join(str(part) for part in item["loc"]) or "the file as a whole"
        value: Any = item["input"]
        if item["type"] == "extra_forbidden":
            found.append(Problem(file, None, key, str(value), "no such key; check its spelling"))
        elif item["type"] == "missing":
            found.append(Problem(file, None, key, None, "this key to be given"))
        else:
            shown = None if isinstance(value, dict) else str(value)
            found.append(Problem(file, None, key, shown, item["msg"].removeprefix("Value error, ").lower()))
    return found
