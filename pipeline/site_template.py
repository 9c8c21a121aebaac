"""New site folders: `blank` to be filled in, and samples with invented staff.

What a sample is like stands in code for `bank` and `dasan`; any other template says it in its `sample.toml`, so that a
centre of another kind is configuration alone.
"""

import shutil
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from domain.errors import ConfigError, DataError
from domain.site_config import config_problems, read_site_config
from domain.tables import read_text
from pipeline.simulated_history import DASAN_SHAPE, HistoryShape, simulated_history
from pipeline.staff_generator import StaffPlan, invented_staff
from store.csv_files import csv_bytes
from store.files import write_bytes
from store.folders import refuse_strangers, staged_folder

TEMPLATES_DIR = Path(__file__).resolve().parents[1] / "data" / "templates"
TEMPLATES = tuple(sorted(path.name for path in TEMPLATES_DIR.iterdir() if path.is_dir()))
SAMPLE_FILE = "sample.toml"
HISTORY_FILE = "history_simulated.csv"


@dataclass(frozen=True, slots=True)
class Sample:
    """What the generators of a sample site are given; `history` are the days that are simulated, if any."""

    staff: StaffPlan
    seed: int
    history: tuple[date, date] | None = None
    shape: HistoryShape = DASAN_SHAPE


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
        # Lunar New Year and harvest festival of 2025, Lunar New Year of 2026
        past_holidays=(
            *(date(2025, 1, day) for day in (28, 29, 30)),
            *(date(2025, 10, day) for day in (5, 6, 7, 8)),
            *(date(2026, 2, day) for day in (16, 17, 18)),
        ),
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
        sample = SAMPLES.get(template) or read_sample(staged / SAMPLE_FILE)
        if sample is not None:
            _write_sample(staged, sample)
        return tuple(sorted(path.name for path in staged.iterdir()))


def read_sample(path: Path) -> Sample | None:
    """The sample that a file describes; None where there is no such file."""
    if not path.is_file():
        return None
    content = tomllib.loads(read_text(path))
    staff = content.get("staff", {})
    staff["extra_skills"] = {tuple(names.split(";")): share for names, share in staff.get("extra_skills", {}).items()}
    try:
        return TypeAdapter(Sample).validate_python(content)
    except ValidationError as error:
        raise DataError(config_problems(error, path.name)) from error


def refuse_filled(folder: Path) -> None:
    """Raise where the folder exists and is not empty: a new site must not cover one that somebody filled in."""
    if folder.is_dir() and any(folder.iterdir()):
        raise ConfigError(f"{folder} is not empty; name a new folder for the site, or empty this one first")
    refuse_strangers(folder, ())


def _write_sample(folder: Path, sample: Sample) -> None:
    people = invented_staff(sample.staff, sample.seed)
    for name in ("staff", "leave", "limits", "preferences"):
        write_bytes(folder / f"{name}.csv", csv_bytes(getattr(people, name)))
    if sample.staff.past_holidays:
        write_bytes(folder / "past_holidays.csv", csv_bytes(people.past_holidays))
    if sample.history is not None:
        config = read_site_config(folder / "site.toml")
        calls = simulated_history(config, *sample.history, seed=sample.seed, shape=sample.shape)
        write_bytes(folder / HISTORY_FILE, csv_bytes(calls, decimals=1))
