"""Sites on which the engine meets its rivals: two of the measuring material, and cuts of the smaller one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from bench.material import SHARED
from domain.frame_files import read_requirement
from domain.frames import Requirement
from domain.roster import PlanningWindow
from domain.site import Site
from domain.site_folder import read_site
from scheduling.arena import Arena, arena
from scheduling.cover_terms import CoverTerms, cover_terms
from scheduling.day_grid import DayGrid, needed_agents
from scheduling.staff_tables import Staff, staff_tables

START, DAYS = date(2026, 12, 7), 28
WHOLE = ("site60", "site401")
CUTS = {"one agent of six, a week": (6, 7), "one agent of three, two weeks": (3, 14)}  # of site60


@dataclass(frozen=True, slots=True)
class RivalSite:
    """A site folder with its requirement and window, and the problem that the engine itself reads from them."""

    name: str
    folder: Path
    requirement_file: Path
    window: PlanningWindow
    site: Site
    requirement: DataFrame[Requirement]
    staff: Staff
    problem: Arena
    terms: CoverTerms

    @property
    def grid(self) -> DayGrid:
        """The intervals of the window."""
        return DayGrid(self.window, self.site.interval_min)

    @property
    def size(self) -> str:
        """People and days in words."""
        return f"{len(self.site.agents)} + {len(self.site.leads)} people, {self.window.days} days"


def rival_sites(folder: Path, names: Sequence[str]) -> list[RivalSite]:
    """The sites, the smallest first; cuts are written into the folder."""
    found = [_cut(folder / f"cut{number}", name, *of) for number, (name, of) in enumerate(CUTS.items())]
    for name in WHOLE:
        source = SHARED / "sites" / name
        found.append(_read(name, source, source / "requirement.csv", DAYS))
    return [site for site in found if not names or site.name in names]


def _read(name: str, folder: Path, requirement_file: Path, days: int) -> RivalSite:
    site, window = read_site(folder), PlanningWindow(START, days)
    requirement = read_requirement(requirement_file, site.config.site.timezone)
    staff, grid = staff_tables(site, window), DayGrid(window, site.interval_min)
    problem = arena(site, staff, grid, needed_agents(site, requirement, grid))
    return RivalSite(
        name, folder, requirement_file, window, site, requirement, staff, problem, cover_terms(problem)
    )  # fmt: skip


def _cut(folder: Path, name: str, one_of: int, days: int) -> RivalSite:
    """Every so manieth agent and lead with all that is agreed with them, and that part of the need and of the desks."""
    source = SHARED / "sites" / "site60"
    folder.mkdir()
    staff = pd.read_csv(source / "staff.csv", dtype=str, keep_default_na=False)
    kept = pd.concat([people[::one_of] for _, people in staff.groupby("role")])
    kept.to_csv(folder / "staff.csv", index=False)
    for file in ("leave", "limits", "preferences", "previous"):
        rows = pd.read_csv(source / f"{file}.csv", dtype=str, keep_default_na=False)
        rows[rows["agent_id"].isin(kept["agent_id"])].to_csv(folder / f"{file}.csv", index=False)
    (folder / "shifts.csv").write_bytes((source / "shifts.csv").read_bytes())
    config = (source / "site.toml").read_text(encoding="utf-8")
    config = re.sub(r"(?m)^seats = (\d+)", lambda seats: f"seats = {round(int(seats[1]) / one_of)}", config)
    (folder / "site.toml").write_text(config, encoding="utf-8")
    need = pd.read_csv(source / "requirement.csv")
    need = need[need["interval_start"] < (START + timedelta(days=days)).isoformat()]
    need = need.assign(agents=np.rint(need["agents"] / one_of).astype(int))
    need[need["agents"] > 0].to_csv(folder / "requirement.csv", index=False)
    return _read(name, folder, folder / "requirement.csv", days)
