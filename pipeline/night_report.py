"""What a night has to say when it is over: to the panel, to `--json`, and to the store."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from domain.roster import PlanningWindow
from exports.roster_book import RosterSummary
from pipeline.forecast_record import QueueForecast
from store.json_text import Json, plain


@dataclass(frozen=True, slots=True)
class StepTime:
    """How long a step took, now or in the earlier run that finished it."""

    step: str
    seconds: float
    resumed: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What a run of a night has to tell beside its files: the time of each step, what is missing, what to act upon.

    `notes` are good to know and ask nothing of anybody.
    """

    steps: tuple[StepTime, ...] = ()
    missing: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NightReport:
    """A night that ended with a roster; `unchanged` when the same had been published before.

    `missing` is what the night could not do although the rest is valid, `warnings` what a planner should act upon,
    `notes` what is good to know and asks nothing of anybody,
    `held_back` the queues' days that the forecast did not see (they are among the warnings, with the reason).
    """

    site_id: str
    site_name: str
    simulated: bool
    night: date
    window: PlanningWindow
    folder: Path
    unchanged: bool
    steps: tuple[StepTime, ...]
    forecasts: tuple[QueueForecast, ...]
    agent_hours: Mapping[str, float]
    roster: RosterSummary
    files: tuple[str, ...]
    missing: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    held_back: tuple[str, ...] = ()

    @property
    def hard_broken(self) -> int:
        """How many cases of hard rules the roster breaks."""
        return sum(rule.broken for rule in self.roster.rules if rule.strength == "hard")


def night_json(report: NightReport) -> Json:
    """The report for `wfm nightly --json`."""
    return plain(
        {
            "site": report.site_id,
            "simulated": report.simulated,
            "night": report.night,
            "window": report.window,
            "folder": report.folder,
            "unchanged": report.unchanged,
            "steps": report.steps,
            "forecast": report.forecasts,
            "agent_hours": report.agent_hours,
            "status": report.roster.status,
            "gap": report.roster.gap,
            "coverage": report.roster.coverage,
            "leads": {"required": report.roster.leads_required, "short": report.roster.leads_short},
            "hard_broken": report.hard_broken,
            "files": report.files,
            "missing": report.missing,
            "warnings": report.warnings,
            "notes": report.notes,
            "held_back": report.held_back,
        }
    )
