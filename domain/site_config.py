"""What `site.toml` may say. A misspelt key is an error, never a default."""

import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from domain.errors import ConfigError, DataError, Problem
from domain.tables import read_text

Share = Annotated[float, Field(gt=0, le=1)]
Channel = Literal["voice", "chat", "message", "email", "video", "sns"]
DEFERRED_CHANNELS: frozenset[str] = frozenset({"message", "email", "sns"})
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Section(BaseModel):
    """A TOML table: read once, never changed, no unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


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

    id: str = Field(min_length=1, pattern=r"^[^;,\s]+$")
    channel: Channel = "voice"
    concurrency: int = Field(default=1, ge=1)
    aht_s: float = Field(gt=0)
    patience_s: float | None = Field(default=None, gt=0)
    goal: Goal = Goal()


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
    lead: Lead | None = None
    cost: Cost | None = None
    rules: RulesSection = RulesSection()

    @model_validator(mode="after")
    def _queues_differ(self) -> "SiteConfig":
        ids = [queue.id for queue in self.queue]
        twice = sorted({queue_id for queue_id in ids if ids.count(queue_id) > 1})
        if twice:
            raise ValueError(f"queue ids that differ, not {', '.join(twice)} twice")
        return self


def read_site_config(path: Path) -> SiteConfig:
    """The checked content of a `site.toml`; every problem is reported with its key and value."""
    if not path.is_file():
        raise ConfigError(f"{path} does not exist; `wfm init {path.parent}` makes a commented site folder")
    try:
        content = tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
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
