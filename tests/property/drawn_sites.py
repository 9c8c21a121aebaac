"""Small sites drawn from a seed: all kinds of contracts, absences, limits, shifts, leads, desks and days before."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.frames import Requirement, checked
from domain.people import Leave, Limit, Person, Preference
from domain.roster import Duty, PlanningWindow
from domain.rule_pack import read_rule_pack
from domain.shifts import Shift
from domain.site import Site
from domain.site_config import WEEKDAYS, Lead
from tests.builders import NIGHT, day, duty, limit, person, shift, site
from tests.site_files import write_requirement, write_site

SHIFTS = (
    shift("D07", "07:00"),
    shift("D10", "10:00", weekdays=range(6)),
    shift("E13", "13:00"),
    shift("P11", "11:00", 270, (30, 90, 200), (15, 1), roles=["agent"], mode="remote"),
    shift("P18", "18:30", 240, (30, 45, 195), (0, 0)),
    shift("X08", "08:00", 690, (90, 180, 500), (15, 3), roles=["agent"]),
    shift("E15", "15:00", 540, (60, 120, 420), (10, 3)),
    shift("W09", "09:00", weekdays=(5, 6)),
    NIGHT,
)
QUEUES = ("general", "chat")
# Parameters that the independent judge reads from the site as well.
OVERRIDES = (
    "",
    "",
    "min_rest_between_duties_h = 12.5",
    "max_consecutive_days = 4",
    "max_consecutive_nights = 1",
    "min_rest_after_nights_h = 48",
    "max_paid_minutes_day = 480",
)


@dataclass(frozen=True)
class Drawn:
    """A site with what it needs, and what it needs to be written."""

    site: Site
    window: PlanningWindow
    requirement: DataFrame[Requirement]
    pack: str
    override: str

    def write(self, folder: Path) -> tuple[Path, Path]:
        """The site folder and the requirement file."""
        write_site(folder / "site", self.site, self.pack, self.override)
        write_requirement(folder / "requirement.csv", self.requirement)
        return folder / "site", folder / "requirement.csv"


def drawn_site(seed: int, pack: str = "kr") -> Drawn:
    """Three to eight people for seven to fifteen days, always the same for the seed."""
    draw = random.Random(seed)
    window = PlanningWindow(day(draw.randrange(7)), draw.randint(7, 15))
    people = [_agent(draw, number) for number in range(1, draw.randint(2, 7) + 1)]
    people += [person(f"L{number:03}", role="lead", consents=True) for number in range(1, draw.randint(1, 2) + 1)]
    dates, shifts = window.dates(), draw.sample(SHIFTS, draw.randint(2, 6))
    override = draw.choice(OVERRIDES) if pack == "kr" else ""
    built = site(
        people,
        shifts,
        queues=QUEUES,
        lead=draw.choice([None, Lead(span=2), Lead(span=8), Lead(span=3, min_on_duty=2)]),
        seats=draw.choice([None, 3]),
        leave=_leave(draw, people, dates),
        limits=_limits(draw, people, shifts),
        preferences=[_wish(draw, people, dates, shifts) for _ in range(draw.randint(0, 8))],
        previous=_previous(draw, people, window),
        pack=read_rule_pack(pack, {}),
    )
    of = built.config.site
    changed = {"interval_minutes": draw.choice([15, 30, 30, 60]), "week_start": draw.choice(WEEKDAYS)}
    config = built.config.model_copy(update={"site": of.model_copy(update=changed)})
    built = replace(built, config=config)
    return Drawn(built, window, _requirement(draw, built, window), pack, override)


def _agent(draw: random.Random, number: int) -> Person:
    return person(
        f"A{number:04}",
        skills=draw.choice([["general"], ["chat"], ["general", "chat"]]),
        contract_min=draw.choice([2400, 2400, 1200, 870]),
        overtime_min=draw.choice([0, 240, 720]),
        consents=draw.random() < 0.5,
        mode=draw.choice(["site", "any", "remote"]),
        start=draw.choice([date(2020, 1, 1), date(2020, 1, 1), day(3)]),
        end=draw.choice([date(9999, 12, 31), day(30), day(8)]),
    )


def _leave(draw: random.Random, people: Sequence[Person], dates: Sequence[date]) -> list[Leave]:
    chosen = {(draw.choice(people).id, draw.choice(dates)) for _ in range(3)}
    return [Leave(who, on, "annual") for who, on in sorted(chosen)]


def _limits(draw: random.Random, people: Sequence[Person], shifts: Sequence[Shift]) -> list[Limit]:
    kinds = [
        limit("no_night", 0, 9),
        limit("no_overtime", 2, 9),
        limit("max_paid_minutes_day", 0, 20, 300),
        limit("max_paid_minutes_week", 0, 20, 1200),
        limit("shifts_only", 0, 20, shifts=[shifts[0].id]),
        limit("no_holiday_work", 0, 20),
    ]
    return [replace(draw.choice(kinds), agent_id=draw.choice(people).id) for _ in range(draw.randint(0, 3))]


def _wish(draw: random.Random, people: Sequence[Person], dates: Sequence[date], shifts: Sequence[Shift]) -> Preference:
    wanted = draw.choice(["off", "*", draw.choice(shifts).id])
    return Preference(draw.choice(people).id, draw.choice([None, *dates]), wanted, draw.choice([-1.0, 0.5, 1.0]))


def _previous(draw: random.Random, people: Sequence[Person], window: PlanningWindow) -> list[Duty]:
    """For some people two duties on the days just before the window, where their contract has room for them."""
    first = (window.start - day(0)).days
    return [
        duty(first - ago, NIGHT if who.night_consent else SHIFTS[2], who)
        for who in people
        if draw.random() < 0.6 and who.is_employed(window.start - timedelta(days=2))
        if who.contract_min_week >= 2 * NIGHT.paid_min
        for ago in (2, 1)
    ]


def _requirement(draw: random.Random, built: Site, window: PlanningWindow) -> DataFrame[Requirement]:
    """Agents needed from early to late, more about noon, on some queues and days only; at times at night too."""
    most = draw.randint(1, 3)
    opens, shuts = draw.choice([(6, 23), (9, 18), (0, 24)])
    rows = [
        (at, queue, draw.randint(0, most))
        for on in window.dates()
        if draw.random() < 0.9
        for queue in QUEUES
        for minute in range(opens * 60, shuts * 60, built.interval_min)
        for at in [datetime.combine(on, time_of_day()) + timedelta(minutes=minute)]
    ]
    frame = pd.DataFrame(
        {
            "interval_start": pd.Series([at for at, _, _ in rows]).dt.tz_localize(built.config.site.timezone),
            "queue": pd.Series([queue for _, queue, _ in rows], dtype="str"),
            "agents": [agents for _, _, agents in rows],
            **dict.fromkeys(("response_rate", "service_level", "asa_s", "occupancy"), np.nan),
            "binding": pd.Series("service_level", index=range(len(rows)), dtype="str"),
        }
    )
    return checked(Requirement, frame)
