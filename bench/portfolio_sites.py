"""Small sites for a portfolio, each by its own seed: offices of a city, a quarter of them retailers and US city lines.

Each has a year of simulated history taken in, and invented staff; nothing in them is real.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np

from domain.site_config import read_site_config
from pipeline.ingest import ingest
from pipeline.simulated_history import HistoryShape, Stream, simulated_history
from pipeline.site_template import SAMPLE_FILE, TEMPLATES_DIR, Sample, read_sample
from pipeline.staff_generator import StaffPlan, invented_staff
from store.csv_files import csv_bytes
from store.files import write_bytes, write_text

NIGHT = date(2026, 5, 31)
HISTORY = (date(2025, 6, 1), date(2026, 5, 30))
FIRST_DAY, DAYS = date(2026, 6, 1), 28
OFFICE, RETAIL, US15 = "office", "retail", "us15"
FEWEST_AGENTS, MOST_AGENTS = 8, 24
OFFICE_AGENTS = 14  # that so many contacts a day keep busy
OFFICE_CONTACTS = 520
SITE_TOML = """
[site]
id = "{name}"
name = "{name} 민원실 (simulated)"
timezone = "Asia/Seoul"
country = "KR"
interval_minutes = 30
week_start = "monday"
simulated = true

[[queue]]
id = "general"
channel = "voice"
aht_s = 210
patience_s = 120
[queue.goal]
response_rate = 0.92
max_occupancy = 0.88

[shrinkage]
absence = 0.04

[lead]
span = 10
min_on_duty = 1

[rules]
pack = "kr"
"""
SHIFTS = """shift,start,span_minutes,meal_minutes,meal_from,meal_until,rest_minutes,rest_count,days,roles,mode
D0830,08:30,540,60,120,330,15,2,MTWTF--,agent;lead,any
D0930,09:30,540,60,120,330,15,2,MTWTF--,agent;lead,any
D1030,10:30,540,60,120,330,15,2,MTWTF--,agent;lead,any
P09,09:00,240,30,60,180,0,0,MTWTF--,agent,any
P14,14:00,240,30,60,180,0,0,MTWTF--,agent,any
"""
OFFICE_SHAPE = HistoryShape(
    contacts_a_day=OFFICE_CONTACTS,
    workday=(0, 0, 0, 0, 0, 0, 0, 0, 3, 11, 13, 11, 8, 11, 13, 12, 9, 6, 2, 0, 0, 0, 0, 0),
    block=(0, 0, 0, 0, 6, 22, 22, 22, 18, 10, 0, 0),
    day_of_week=(1.25, 1.0, 0.95, 0.95, 1.0, 0.0, 0.0),
    holiday=0.0,
    streams={"general": Stream(1.0, 8, 20, weekdays_only=True)},
)


@dataclass(frozen=True, slots=True)
class SmallSite:
    """A site to make: its name, what kind of centre it is, how many agents, and its seed."""

    name: str
    kind: str
    agents: int
    seed: int


def small_sites(count: int, seed: int) -> tuple[SmallSite, ...]:
    """So many sites of different sizes; every fourth is on another template than the offices."""
    chance = np.random.default_rng(seed)
    sizes = chance.integers(FEWEST_AGENTS, MOST_AGENTS + 1, size=count)
    kinds = (OFFICE, OFFICE, OFFICE, RETAIL, OFFICE, OFFICE, OFFICE, US15)
    return tuple(
        SmallSite(f"{kinds[number % 8]}{number + 1:03}", kinds[number % 8], int(size), seed + number)
        for number, size in enumerate(sizes)
    )


def make_sites(place: Path, sites: Sequence[SmallSite]) -> None:
    """The site folders with their history taken in; one that is there already is left alone."""
    for site in sites:
        if not (place / site.name).is_dir():
            staged = place / f".{site.name}"
            shutil.rmtree(staged, ignore_errors=True)
            _make(staged, site)
            staged.rename(place / site.name)


def _make(folder: Path, site: SmallSite) -> None:
    folder.mkdir(parents=True)
    sample = _office(site) if site.kind == OFFICE else _of_template(folder, site)
    if site.kind == OFFICE:
        write_text(folder / "site.toml", SITE_TOML.format(name=site.name))
        write_text(folder / "shifts.csv", SHIFTS)
    people = invented_staff(sample.staff, site.seed)
    for name in ("staff", "leave", "limits", "preferences"):
        write_bytes(folder / f"{name}.csv", csv_bytes(getattr(people, name)))
    calls = simulated_history(read_site_config(folder / "site.toml"), *HISTORY, site.seed, sample.shape)
    export = folder / "history_simulated.csv"
    write_bytes(export, csv_bytes(calls, decimals=1))
    ingest(folder, [export])
    export.unlink()


def _office(site: SmallSite) -> Sample:
    staff = StaffPlan(
        agents=site.agents,
        leads=2 + site.agents // 8,
        vendors=("V1",),
        base_skills=("general",),
        first_day=FIRST_DAY,
        days=DAYS,
        part_time_share=0.25,
        day_shifts=("D0830", "D0930"),
    )
    contacts = OFFICE_CONTACTS * site.agents / OFFICE_AGENTS
    return Sample(staff, site.seed, HISTORY, replace(OFFICE_SHAPE, contacts_a_day=contacts))


def _of_template(folder: Path, site: SmallSite) -> Sample:
    """The template's files under the site's id; its sample with fewer people and as many fewer contacts."""
    template = TEMPLATES_DIR / site.kind
    for name in ("shifts.csv", "events.csv"):
        shutil.copyfile(template / name, folder / name)
    text = (template / "site.toml").read_text(encoding="utf-8")
    write_text(folder / "site.toml", text.replace(f'id = "{site.kind}"', f'id = "{site.name}"', 1))
    sample = read_sample(template / SAMPLE_FILE)
    assert sample is not None
    share = site.agents / sample.staff.agents
    staff = replace(sample.staff, agents=site.agents, leads=2 + site.agents // 8, first_day=FIRST_DAY, days=DAYS)
    shape = replace(sample.shape, contacts_a_day=sample.shape.contacts_a_day * share)
    return replace(sample, staff=staff, seed=site.seed, history=HISTORY, shape=shape)
