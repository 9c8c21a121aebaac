"""From a forecast file to agents by set of skills: `wfm requirement --by-skill`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from joblib import cpu_count

from domain.errors import ConfigError
from domain.frame_files import read_forecast
from domain.site_config import read_site_config
from pipeline.requirement_run import site_people
from pipeline.telling import Tell, nobody
from staffing.by_skill.simulation_cuts import Effort
from staffing.by_skill.site_requirement import SearchSettings, site_skill_requirement
from store.csv_files import write_csv

SEED = 0


@dataclass(frozen=True, slots=True)
class SkillReport:
    """Agent-hours by set of skills, most people at once, and what to know about them."""

    agent_hours: Mapping[str, float]
    peak_agents: int
    notes: tuple[str, ...]


def skill_requirement_to_file(
    site_dir: Path, forecast_file: Path, out: Path, tell: Tell = nobody, effort: Effort | None = None
) -> SkillReport:
    """Writes `interval_start,skills,agents`: people at work by the skills they must know at least, once each."""
    config = read_site_config(site_dir / "site.toml")
    people = site_people(site_dir, config)
    if not people:
        raise ConfigError(f"{site_dir} has no staff.csv, so nobody's skills are known; --by-skill needs it.")
    interval_min = config.site.interval_minutes
    outcome = site_skill_requirement(
        read_forecast(forecast_file, config.site.timezone),
        config.queue,
        people,
        config.shrinkage,
        interval_min,
        recovery=config.recovery,
        search=SearchSettings(SEED, cpu_count(), effort, tell),
    )
    needed = outcome.frame
    write_csv(out, needed)
    hours = needed.groupby("skills", sort=False)["agents"].sum() * interval_min / 60
    return SkillReport(
        agent_hours={str(skills): float(found) for skills, found in hours.items()},
        peak_agents=int(needed.groupby("interval_start")["agents"].sum().max()),
        notes=outcome.notes,
    )
