"""New site folders: `blank` to be filled in, and the samples `bank` and `dasan` with invented staff."""

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from domain.errors import ConfigError
from domain.site_config import read_site_config
from pipeline.simulated_history import simulated_history
from pipeline.staff_generator import StaffPlan, invented_staff
from store.csv_files import csv_bytes
from store.files import write_bytes
from store.folders import refuse_strangers, staged_folder

TEMPLATES_DIR = Path(__file__).resolve().parents[1] / "data" / "templates"
TEMPLATES = ("blank", "bank", "dasan")
HISTORY_FILE = "history_simulated.csv"


@dataclass(frozen=True, slots=True)
class Sample:
    """What the generators of a sample site are given; `history` are the days that are simulated, if any."""

    staff: StaffPlan
    seed: int
    history: tuple[date, date] | None = None


# 200 agents in 30 teams, for the 28 days after the last day of the real calls, 2003-10-24.
BANK = Sample(
    staff=StaffPlan(
        agents=200,
        leads=30,
        vendors=("V1",),
        base_skills=("calls",),
        first_day=date(2003, 10, 27),
        days=28,
        part_time_share=0.15,
        day_shifts=("D07", "D08", "D09", "D10"),
    ),
    seed=20031024,
)

# 401 agents, 76 leads and three vendors as reported of 120 Dasan Call in 2014 and 2013. The planned four weeks hold the
# Korean harvest festival, so that the holiday model has something to show.
DASAN = Sample(
    staff=StaffPlan(
        agents=401,
        leads=76,
        vendors=("V1", "V2", "V3"),
        base_skills=("general",),
        first_day=date(2026, 9, 7),
        days=28,
        extra_skills={
            ("foreign",): 0.08,
            ("sign",): 0.03,
            ("chat",): 0.14,
            ("message", "app"): 0.2,
            ("message", "app", "sns"): 0.1,
            ("chat", "message", "app", "sns"): 0.06,
        },
        part_time_share=0.2,
        night_share=0.35,
        day_shifts=("D07", "D08", "D09", "D10"),
    ),
    seed=120,
    history=(date(2022, 9, 7), date(2026, 9, 6)),  # four years: four Lunar New Years and four harvest festivals
)
SAMPLES = {"bank": BANK, "dasan": DASAN}


def make_site(folder: Path, template: str = "blank") -> tuple[str, ...]:
    """A new site folder of the template; the names of its files. A folder that holds something already is refused."""
    if template not in TEMPLATES:
        raise ConfigError(f"there is no template {template!r}; templates are {', '.join(TEMPLATES)}")
    refuse_filled(folder)
    with staged_folder(folder, ()) as staged:
        shutil.copytree(TEMPLATES_DIR / template, staged, copy_function=shutil.copyfile, dirs_exist_ok=True)
        if template in SAMPLES:
            _write_sample(staged, SAMPLES[template])
        return tuple(sorted(path.name for path in staged.iterdir()))


def refuse_filled(folder: Path) -> None:
    """Raise where the folder exists and is not empty: a new site must not cover one that somebody filled in."""
    if folder.is_dir() and any(folder.iterdir()):
        raise ConfigError(f"{folder} is not empty; name a new folder for the site, or empty this one first")
    refuse_strangers(folder, ())


def _write_sample(folder: Path, sample: Sample) -> None:
    people = invented_staff(sample.staff, sample.seed)
    for name in ("staff", "leave", "limits", "preferences"):
        write_bytes(folder / f"{name}.csv", csv_bytes(getattr(people, name)))
    if sample.history is not None:
        config = read_site_config(folder / "site.toml")
        calls = simulated_history(config, *sample.history, seed=sample.seed)
        write_bytes(folder / HISTORY_FILE, csv_bytes(calls, decimals=1))
