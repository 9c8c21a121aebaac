"""The options of the commands, each defined once: its name, its environment variable WFM_<NAME> and its help."""

from contextlib import suppress
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

Day = datetime  # typer reads a day as the midnight of it
DAY_FORMATS = ("%Y-%m-%d",)
MOMENT_FORMATS = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M%z", "%Y-%m-%d %H:%M")


class Template(StrEnum):
    """The site templates."""

    BLANK = "blank"
    BANK = "bank"
    DASAN = "dasan"
    RETAIL = "retail"
    US15 = "us15"


class EngineChoice(StrEnum):
    """What the queues of a forecast are spread over."""

    LOCAL = "local"
    DASK = "dask"
    RAY = "ray"


def named(flag: str, help_text: str) -> typer.models.OptionInfo:
    """An option that also reads WFM_<NAME> from the environment."""
    option: typer.models.OptionInfo = typer.Option(flag, envvar=_variable(flag), help=help_text)
    return option


def read_day(text: str | datetime) -> datetime:
    """The day that was typed; where it is none, what is expected in a planner's words."""
    return _read(text, DAY_FORMATS, "no day; expected YYYY-MM-DD, such as 2026-06-07")


def read_moment(text: str | datetime) -> datetime:
    """The time that was typed."""
    return _read(text, MOMENT_FORMATS, "no time of a day; expected YYYY-MM-DDTHH:MM, such as 2026-06-07T14:30")


def _read(text: str | datetime, formats: tuple[str, ...], expected: str) -> datetime:
    if isinstance(text, datetime):
        return text
    for each in formats:
        with suppress(ValueError):
            return datetime.strptime(text, each)
    raise ValueError(f"{text!r} is {expected}.")


def day(flag: str, help_text: str) -> typer.models.OptionInfo:
    """An option that is a day, YYYY-MM-DD."""
    option: typer.models.OptionInfo = typer.Option(
        flag, envvar=_variable(flag), help=help_text, parser=read_day, metavar="YYYY-MM-DD"
    )
    return option


def moment(flag: str, help_text: str) -> typer.models.OptionInfo:
    """An option that is a time of a day, YYYY-MM-DDTHH:MM, local unless it has an offset."""
    option: typer.models.OptionInfo = typer.Option(
        flag, envvar=_variable(flag), help=help_text, parser=read_moment, metavar="YYYY-MM-DDTHH:MM"
    )
    return option


def least(flag: str, help_text: str, minimum: float, maximum: float | None = None) -> typer.models.OptionInfo:
    """A number with limits."""
    option: typer.models.OptionInfo = typer.Option(
        flag, envvar=_variable(flag), help=help_text, min=minimum, max=maximum
    )
    return option


def _variable(flag: str) -> str:
    return "WFM_" + flag.removeprefix("--").replace("-", "_").upper()


Site = Annotated[Path, named("--site", "The site folder.")]
MaybeSite = Annotated[Path | None, named("--site", "The site folder.")]
Out = Annotated[Path, named("--out", "Where to write; it appears whole or not at all.")]
MaybeOut = Annotated[Path | None, named("--out", "Where to write; it appears whole or not at all.")]
Mapping = Annotated[Path | None, named("--map", "TOML file that names the export's columns, times and queues.")]
TemplateName = Annotated[Template, named("--template", "What the new site starts from.")]
History = Annotated[Path | None, named("--history", "History file, or a folder of them, instead of a site.")]
Country = Annotated[str | None, named("--country", "ISO code of the holiday calendar, with --history.")]
Events = Annotated[Path | None, named("--events", "Known events, past and coming, with --history.")]
Interval = Annotated[int | None, least("--interval", "Minutes of an interval, with --history.", 1, 60)]
Start = Annotated[Day, day("--start", "First day.")]
MaybeStart = Annotated[Day | None, day("--start", "First day of the planning window.")]
EventsBefore = Annotated[Day | None, day("--start", "Look only at what came before this day; without it, at all.")]
Now = Annotated[Day | None, moment("--now", "The time to stand at; without it, by the site's clock.")]
Days = Annotated[int, least("--days", "How many days.", 1, 366)]
MaybeDays = Annotated[int | None, least("--days", "Length of the planning window in days.", 1, 366)]
Origins = Annotated[int, least("--origins", "How many past dates to forecast from.", 1, 60)]
EngineName = Annotated[EngineChoice, named("--engine", "Where queues are forecast: this machine, or a cluster.")]
Scheduler = Annotated[str | None, named("--scheduler", "Address of the cluster, such as tcp://10.0.0.5:8786.")]
Jobs = Annotated[int | None, least("--jobs", "How many queues at a time; without it, one a core.", 1)]
ForecastFile = Annotated[Path, named("--forecast", "Forecast file.")]
MaybeCurve = Annotated[Path | None, named("--curve", "Where to write contacts answered by number of agents.")]
CurveFile = Annotated[
    Path | None, named("--curve", "Curve file: goals over a day, a week or the window are kept by contacts.")
]
MaybeBySkill = Annotated[Path | None, named("--by-skill", "Where to write agents by set of skills, each counted once.")]
RequirementFile = Annotated[Path, named("--requirement", "Requirement file.")]
MaybeRequirement = Annotated[Path | None, named("--requirement", "Requirement file, to report coverage.")]
Roster = Annotated[Path, named("--roster", "Folder that holds roster.csv and activities.csv.")]
Keep = Annotated[Path | None, named("--keep", "Folder of a roster whose duties stay.")]
KeepUntil = Annotated[Day | None, day("--keep-until", "With --keep: days up to this one stay, days off too.")]
KeepAgents = Annotated[list[str] | None, named("--keep-agent", "With --keep: only this person's; may be repeated.")]
TimeLimit = Annotated[float, least("--time-limit", "Seconds that the solver may take.", 1)]
SearchLimit = Annotated[
    float | None,
    least("--time-limit", "Seconds after which --by-skill takes the best it has; else to the end.", 1),
]
MemoryLimit = Annotated[int | None, least("--memory-limit", "Megabytes of memory that the solver may take.", 1)]
Gap = Annotated[float, least("--gap", "Stop at this gap between roster and bound (a share).", 0, 1)]
Seed = Annotated[int, least("--seed", "Seed of the solver.", 0)]
PlayedRequirement = Annotated[Path | None, named("--requirement", "Requirement file: who is at work.")]
MaybeRoster = Annotated[Path | None, named("--roster", "Folder of a roster, instead of a requirement.")]
Replications = Annotated[int, least("--replications", "How often to simulate the whole forecast.", 1)]
MaybeReplications = Annotated[int | None, least("--replications", "How often to simulate; without it, 100 days.", 1)]
SimulationSeed = Annotated[int, least("--seed", "Seed of the simulation.", 0)]
DayCv = Annotated[
    float | None,
    least("--day-cv", "How much days differ in rate (coefficient of variation); without it, as the band says.", 0, 3),
]
Threads = Annotated[int | None, least("--jobs", "How many threads; without it, one a core.", 1)]
AsJson = Annotated[bool, named("--json", "Write the result to standard output as JSON.")]
DryRun = Annotated[bool, named("--dry-run", "Say what would be done, and write nothing.")]
Night = Annotated[Day | None, day("--date", "The night's date; without it, today.")]
Address = Annotated[str, named("--address", "Address to listen on; any but this machine's own asks for accounts.")]
Port = Annotated[int, least("--port", "Port of the app.", 1, 65535)]

Offered = Annotated[float | None, least("--offered", "Contacts offered in an interval.", 0)]
Minutes = Annotated[float, least("--interval", "Minutes of an interval.", 0.01)]
Aht = Annotated[float | None, least("--aht", "Average handling time in seconds.", 0)]
Patience = Annotated[float | None, least("--patience", "Mean patience in seconds; without it nobody leaves.", 0)]
Agents = Annotated[int | None, least("--agents", "Agents on the queue: what do they reach?", 0)]
ResponseRate = Annotated[float | None, least("--response-rate", "Goal: share answered of offered.", 0, 1)]
ServiceLevel = Annotated[float | None, least("--service-level", "Goal: share answered within the threshold.", 0, 1)]
AnswerWithin = Annotated[float, least("--answer-within", "The threshold in seconds.", 0)]
MaxAsa = Annotated[float | None, least("--max-asa", "Goal: longest mean wait of the answered in seconds.", 0)]
MaxOccupancy = Annotated[float | None, least("--max-occupancy", "Goal: greatest share of agents' time in use.", 0, 1)]
Concurrency = Annotated[int, least("--concurrency", "Contacts that an agent has at a time, as in chat.", 1)]
CaseFile = Annotated[
    Path | None, named("--file", "CSV file of cases, instead of one; goals find the agents where it has none.")
]
