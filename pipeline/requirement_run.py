"""From a forecast file to a requirement file: `wfm requirement`, and the second step of a night."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.frame_files import read_forecast
from domain.people import Person
from domain.site_config import SiteConfig, read_site_config
from domain.site_folder import read_staff
from staffing.contacts_bought.curve_frame import contacts_curve
from staffing.requirement import requirement
from store.csv_files import write_csv


@dataclass(frozen=True, slots=True)
class RequirementReport:
    """What a requirement asks for: agent-hours by queue, how often which goal binds, and what it leaves out.

    `warnings` are those of the notes that somebody should act upon.
    """

    rows: int
    agent_hours: Mapping[str, float]
    peak_agents: int
    binding: Mapping[str, int]
    notes: tuple[str, ...]
    warnings: tuple[str, ...] = ()

    @property
    def total_agent_hours(self) -> float:
        """Agent-hours of all queues together."""
        return sum(self.agent_hours.values())


def requirement_to_file(site_dir: Path, forecast_file: Path, out: Path, curve: Path | None = None) -> RequirementReport:
    """Writes `requirement.csv` for a forecast of the site's queues and, where a place is given, `curve.csv`."""
    config = read_site_config(site_dir / "site.toml")
    return write_requirement(config, forecast_file, out, people=site_people(site_dir, config), curve=curve)


def site_people(site_dir: Path, config: SiteConfig) -> tuple[Person, ...]:
    """The people of the site, nobody where it has no `staff.csv` yet: a requirement can be made without."""
    staff = site_dir / "staff.csv"
    return read_staff(staff, frozenset(queue.id for queue in config.queue)) if staff.is_file() else ()


def write_requirement(
    config: SiteConfig,
    forecast_file: Path,
    out: Path,
    *,
    people: Sequence[Person] = (),
    curve: Path | None = None,
) -> RequirementReport:
    """The same for a configuration that was read already; `people` who know a live and a deferred queue lend time."""
    forecast, interval_min = read_forecast(forecast_file, config.site.timezone), config.site.interval_minutes
    outcome = requirement(
        forecast,
        config.queue,
        config.shrinkage,
        interval_min,
        week_start_weekday=config.site.week_start_weekday,
        people=people,
        recovery=config.recovery,
    )
    needed = outcome.frame
    if curve is not None:
        bought = contacts_curve(forecast, config.queue, config.shrinkage, interval_min, needed, outcome.in_reserve)
        write_csv(curve, bought)
    write_csv(out, needed)
    hours = needed.groupby("queue")["agents"].sum() * interval_min / 60
    at_once = needed.groupby("interval_start")["agents"].sum()
    return RequirementReport(
        rows=len(needed),
        agent_hours={str(queue): float(found) for queue, found in hours.items()},
        peak_agents=int(at_once.max()),
        binding={str(goal): int(times) for goal, times in needed["binding"].value_counts(sort=False).items() if goal},
        notes=outcome.notes,
        warnings=outcome.warnings,
    )
