"""From a forecast file to a requirement file: `wfm requirement`, and the second step of a night."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from domain.frame_files import read_forecast
from domain.site_config import SiteConfig, read_site_config
from staffing.requirement import requirement
from store.csv_files import write_csv


@dataclass(frozen=True, slots=True)
class RequirementReport:
    """What a requirement asks for: agent-hours by queue, how often which goal binds, and what it leaves out."""

    rows: int
    agent_hours: Mapping[str, float]
    peak_agents: int
    binding: Mapping[str, int]
    notes: tuple[str, ...]

    @property
    def total_agent_hours(self) -> float:
        """Agent-hours of all queues together."""
        return sum(self.agent_hours.values())


def requirement_to_file(site_dir: Path, forecast_file: Path, out: Path) -> RequirementReport:
    """Writes `requirement.csv` for a forecast of the site's queues."""
    return write_requirement(read_site_config(site_dir / "site.toml"), forecast_file, out)


def write_requirement(config: SiteConfig, forecast_file: Path, out: Path) -> RequirementReport:
    """The same for a configuration that was read already."""
    forecast = read_forecast(forecast_file, config.site.timezone)
    outcome = requirement(forecast, config.queue, config.shrinkage, config.site.interval_minutes)
    needed = outcome.frame
    write_csv(out, needed)
    hours = needed.groupby("queue")["agents"].sum() * config.site.interval_minutes / 60
    at_once = needed.groupby("interval_start")["agents"].sum()
    return RequirementReport(
        rows=len(needed),
        agent_hours={str(queue): float(found) for queue, found in hours.items()},
        peak_agents=int(at_once.max()),
        binding={str(goal): int(times) for goal, times in needed["binding"].value_counts(sort=False).items() if goal},
        notes=outcome.notes,
    )
