"""From a forecast file to agents by set of skills: `wfm requirement --by-skill`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

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
    """Agent-hours by set of skills, most people at once, and what to know about them.

    `is_part` where time was up and it is not known that every queue keeps its goals.
    """

    agent_hours: Mapping[str, float]
    peak_agents: int
    notes: tuple[str, ...]
    is_part: bool = False


def skill_requirement_to_file(
    site_dir: Path,
    forecast_file: Path,
    out: Path,
    tell: Tell = nobody,
    effort: Effort | None = None,
    time_limit_s: float | None = None,
) -> SkillReport:
    """Writes `interval_start,skills,agents`: people at work by the skills they must know at least, once each.

    When the time limit is reached what was found is tried a last time and mended; days not begun are as the queues
    apart need. Without one the search ends by itself, and the same input gives the same file.
    """
    began, limit_s = perf_counter(), float("inf") if time_limit_s is None else time_limit_s
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
        search=SearchSettings(SEED, cpu_count(), effort, tell, lambda: perf_counter() - began >= limit_s),
    )
    needed = outcome.frame
    write_csv(out, needed)
    hours = needed.groupby("skills", sort=False)["agents"].sum() * interval_min / 60
    return SkillReport(
        agent_hours={str(skills): float(found) for skills, found in hours.items()},
        peak_agents=int(needed.groupby("interval_start")["agents"].sum().max()),
        notes=outcome.notes,
        is_part=outcome.is_part,
    )
