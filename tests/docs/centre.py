"""A small centre with a published night, and beside it the files that the docs speak of."""

import re
import shutil
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from pipeline.site_template import TEMPLATES_DIR
from tests.architecture.floors import ROOT
from tests.cli.runner import wfm
from tests.cli.tiny import NIGHT, tiny_history, tiny_site

DAYS = 28
SWAPPING, SWAPPED_AFTER = "A0017", timedelta(days=4)  # who swaps in the guide, and how long after the guide's night
QUEUES = re.compile(r"(?m)^queues = \[.*\]$")
RENAMED = {"A0002": "A0017", "A0003": "A0042"}  # the people whom the guide speaks of


@dataclass(frozen=True, slots=True)
class Centre:
    """The site folder with its night, its history as a file, and somebody with whom the swap of the guide makes sense:
    which duties two people have is the solver's to choose, and two equal days cannot be exchanged.
    """

    site: Path
    calls: Path
    night: date
    partner: str


def made_centre(folder: Path, night: date) -> Centre:
    """The centre with one published night of four weeks; its history ends two days before."""
    site = tiny_site(folder / "site")
    staff = (site / "staff.csv").read_text(encoding="utf-8")
    for before, after in RENAMED.items():
        staff = staff.replace(before, after)
    (site / "staff.csv").write_text(staff, encoding="utf-8")
    (site / "leave.csv").write_text("agent_id,date,kind\n", encoding="utf-8")
    shutil.copytree(TEMPLATES_DIR / "dasan" / "scenarios", site / "scenarios")
    for scenario in (site / "scenarios").glob("*.toml"):  # the sample has more queues than the small centre
        text = scenario.read_text(encoding="utf-8")
        scenario.write_text(QUEUES.sub('queues = ["general"]', text), encoding="utf-8")
    shutil.copyfile(TEMPLATES_DIR / "dasan" / "topics.csv", site / "topics.csv")
    (site / "past_holidays.csv").write_text("agent_id,date\nA0001,2025-10-06\n", encoding="utf-8")
    calls = tiny_history(folder / "calls.csv")
    moved = pd.read_csv(calls)
    moved["interval_start"] = pd.to_datetime(moved["interval_start"]) + _whole_weeks(night - NIGHT)
    moved["interval_start"] = moved["interval_start"].dt.strftime("%Y-%m-%dT%H:%M")
    moved.to_csv(calls, index=False)
    for words in (("ingest", calls), ("nightly", "--date", night, "--days", DAYS, "--gap", "0.5", "--jobs", "1")):
        done = wfm(*map(str, words), "--site", site)
        assert done.exit_code == 0, done.stderr
    came = wfm("ingest", _morning(folder / "morning.csv", night + timedelta(days=1)), "--site", site)
    assert came.exit_code == 0, came.stderr
    return Centre(site, calls, night, _partner(site / "nights" / night.isoformat(), night + SWAPPED_AFTER))


def _partner(roster: Path, day: date) -> str:
    """The first agent who has another duty than the swapping one on a day, or none."""
    duties = pd.read_csv(roster / "roster.csv")
    agents = duties[duties["role"] == "agent"]
    on_day = agents[agents["date"] == day.isoformat()].set_index("agent_id")["shift"]
    return next(other for other in sorted(set(agents["agent_id"])) if on_day.get(other) != on_day.get(SWAPPING))


def _morning(path: Path, day: date) -> Path:
    """What came until noon of the first planned day: six half-hours."""
    rows = [f"{day}T{9 + slot // 2:02}:{30 * (slot % 2):02},general,{9 + slot},{8 + slot},1,180" for slot in range(6)]
    path.write_text(
        "\n".join(["interval_start,queue,offered,answered,abandoned,aht_s", *rows]) + "\n", encoding="utf-8"
    )
    return path


def _whole_weeks(span: timedelta) -> timedelta:
    return timedelta(weeks=span // timedelta(weeks=1))


def set_out(centre: Centre, folder: Path, sites: set[str]) -> None:
    """Puts a copy of the centre under each name by which a page calls its site, and beside it the files that it names.

    Names that stand for a file of a night (F, R, FILE …) are files of those names.
    """
    for name in sites:
        shutil.copytree(centre.site, folder / name, symlinks=True)
        shutil.copyfile(centre.calls, folder / name / "history_simulated.csv")
        (folder / name / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    night = centre.site / "nights" / centre.night.isoformat()
    for name, source in (("F", "forecast.csv"), ("R", "requirement.csv")):
        shutil.copyfile(night / source, folder / name)
    for name in ("PUBLISHED", "공지본", "ROSTER", "EARLIER"):
        shutil.copytree(night, folder / name)
    calls = pd.read_csv(centre.calls)
    for name in ("calls.csv", "july.csv", "7월.csv", "FILE"):
        calls.to_csv(folder / name, index=False)
    for name in ("august.xlsx", "8월.xlsx"):
        calls.to_excel(folder / name, index=False)
    first = centre.night + timedelta(days=3)
    (folder / "absent.csv").write_text(f"agent_id,from_date,to_date\nA0004,{first},{first}\n", encoding="utf-8")
    shutil.copytree(centre.site, folder / "SITES" / "north", symlinks=True)
    for name in ("docs", "units"):
        (folder / name).mkdir()
    for name in ("data", "deploy"):
        (folder / name).symlink_to(ROOT / name)


MAPPING = """[columns]
interval_start = "interval_start"
queue = "queue"
offered = "offered"
"""
