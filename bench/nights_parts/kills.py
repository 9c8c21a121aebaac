"""Nights on the sample site `bank`, killed (-9) at random moments, on SQLite and on PostgreSQL: nothing may be lost.

Of ten kills three fall in a whole night: by its time or, every other one, in any of its phases alike, however short.
The others fall in what comes after the solve, where files, versions and pointers are written, in copies of a night
whose roster is done: there a kill could do harm.

The roster's search is cut short by its work, never by the clock, in the undisturbed night as in all others: each is the
same night, and takes seconds. Every ten kills a line says how it stands, so that a run that is ended early has counted.
"""

import random
import tempfile
import time
from collections.abc import Mapping
from contextlib import nullcontext
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table

import scheduling.engine
import scheduling.settling
from bench.killed_nights import (
    BEGIN,
    PHASES,
    PUBLICATION,
    Child,
    Content,
    Copies,
    Moment,
    Start,
    Trial,
    content_of,
    database_set,
    stopped_at,
    trial,
)
from bench.material import ABSENT, SHARED
from bench.night_counts import counts
from bench.spent_cpu import cpu_s
from bench.target import Target
from domain.history_files import read_history
from forecasting.spread_out import ONE_PROCESS
from pipeline.code_version import code_version
from pipeline.ingest import ingest
from pipeline.nightly import NightOrder, run_night
from pipeline.schedule_run import SolveLimits
from pipeline.site_template import make_site
from store.csv_files import write_csv
from tests.postgres import fresh_database, missing_programs, running_postgres

HISTORY = "bank_us_30min.csv.gz"
# Seven weeks of calls: with more, models are tried that take a minute and write nothing.
FIRST_DAY = "2003-09-08"
EARLIER, NIGHT = date(2003, 10, 25), date(2003, 10, 26)
# One day of the 200 agents, and a gap that any first roster meets: the roster is the same every time.
DAYS, LIMITS = 1, SolveLimits(time_limit_s=3600, gap=100.0)
# Rounds of the bound, share of the time for whole duties in it, tries of a first roster: a tenth of the usual search.
SHORT_BOUND_ROUNDS, SHORT_DAYS_SHARE, SHORT_TRIES = 100, 0.0, 2
SAID_EVERY = 10
LATE_PHASES = (BEGIN, "workbook", PUBLICATION)
LATE_SHARE, ANY_PHASE_SHARE = 0.7, 0.5


def targets(console: Console) -> list[Target]:
    """What was promised of both databases."""
    if not SHARED.is_dir():
        console.print(ABSENT)
        return []
    code_version()  # read once for all children: a source file saved meanwhile would make it another program
    shorten_search()
    given, found = counts(), []
    if given.kills:
        found += _measured(console, "SQLite", given.kills, None)
    if given.kills_postgres and missing_programs():
        console.print(f"[bold red]no PostgreSQL here ({missing_programs()} missing): NOT measured")
    elif given.kills_postgres:
        with running_postgres() as server:
            found += _measured(console, "PostgreSQL", given.kills_postgres, server)
    return found


def shorten_search() -> None:
    """Makes every search for a roster in this process and its children short, by work: the same roster every time."""
    scheduling.engine.BOUND_ROUNDS = SHORT_BOUND_ROUNDS
    scheduling.engine.DAYS_SHARE = SHORT_DAYS_SHARE
    scheduling.settling.TRIES = SHORT_TRIES


def bank_night(site: Path, night: date = NIGHT) -> NightOrder:
    """The order of a night that takes seconds."""
    return NightOrder(site, night, DAYS, LIMITS, ONE_PROCESS)


def bank_site(folder: Path, place: Path) -> None:
    """The sample site with its last seven weeks of calls; the database is the one of the environment."""
    make_site(folder, "bank")
    calls = read_history(SHARED / "data" / HISTORY, "America/New_York")
    write_csv(place / "calls.csv", calls[calls["interval_start"] >= FIRST_DAY])
    ingest(folder, [place / "calls.csv"])


def _measured(console: Console, name: str, kills: int, server: str | None) -> list[Target]:
    began, began_cpu_s = time.perf_counter(), cpu_s()
    with tempfile.TemporaryDirectory(prefix="nights-") as place:
        copies = Copies(Path(place), server)
        whole, late, durations, expected = prepared(copies)
        moments = random_moments(kills, counts().seed, durations)
        trials: list[Trial] = []
        for is_late, moment in moments:
            trials.append(trial(copies, late if is_late else whole, bank_night, moment, durations, expected))
            if len(trials) % SAID_EVERY == 0:
                console.print(_so_far(name, trials, kills, time.perf_counter() - began))
    console.print(_table(name, trials, time.perf_counter() - began, cpu_s() - began_cpu_s))
    for each in (each for each in trials if not each.is_good or not each.hit):
        console.print(str(each))
    return _promised(name, trials)


def prepared(copies: Copies) -> tuple[Start, Start, Mapping[str, float], Content]:
    """A site with an earlier night, the same with this night's roster done, seconds by phase, an undisturbed night."""
    database = nullcontext() if copies.server is None else database_set(fresh_database(copies.server))
    with database:
        site = copies.place / "site"
        bank_site(site, copies.place)
        run_night(bank_night(site, EARLIER))  # here, not in a child: what is compiled is then loaded in all of them
        whole = copies.kept(site, "whole")
    with copies.copy(whole) as site:
        durations = Child(bank_night(site)).durations()
        expected = content_of(site)
    return whole, stopped_at(copies, whole, bank_night, "workbook", "late"), durations, expected


def random_moments(kills: int, seed: int, durations: Mapping[str, float]) -> list[tuple[bool, Moment]]:
    """The moments, and whether each is in a night whose roster is done."""
    chance = random.Random(seed)
    weights = [durations.get(phase, 0.0) for phase in PHASES]
    found = []
    for _ in range(kills):
        is_late = chance.random() < LATE_SHARE
        if is_late:
            phase = chance.choice(LATE_PHASES)
        elif chance.random() < ANY_PHASE_SHARE:
            phase = chance.choice(PHASES)
        else:
            phase = chance.choices(PHASES, weights)[0]
        found.append((is_late, Moment(phase, chance.random())))
    return found


def _so_far(name: str, trials: list[Trial], kills: int, seconds: float) -> str:
    hit, good = sum(each.hit for each in trials), sum(each.is_good for each in trials)
    done = f"{name}: {len(trials)} of {kills} kills after {seconds:,.0f} s"
    return f"{done}, {hit} hit, {good} nights then as an undisturbed one"


def _table(name: str, trials: list[Trial], seconds: float, spent_s: float) -> Table:
    title = f"{name}: {len(trials)} kills in {seconds:,.0f} s ({spent_s:,.0f} s of CPU)"
    table = Table(title=title, title_justify="left")
    for head in ("killed in", "kills", "hit", "ended", "same files", "same versions", "half folders", "left over", "lock stuck"):  # fmt: skip  # noqa: E501
        table.add_column(head, justify="left" if head == "killed in" else "right")
    for phase in PHASES:
        own = [each for each in trials if each.moment.phase == phase]
        if own:
            table.add_row(phase, *map(str, _sums(own)))
    table.add_row("all", *map(str, _sums(trials)), style="bold")
    return table


def _sums(trials: list[Trial]) -> list[int]:
    return [
        len(trials),
        sum(each.hit for each in trials),
        sum(each.finished for each in trials),
        sum(each.same_files for each in trials),
        sum(each.same_versions for each in trials),
        sum(each.half_folders for each in trials),
        sum(each.leftovers for each in trials),
        sum(each.locked for each in trials),
    ]


def _promised(name: str, trials: list[Trial]) -> list[Target]:
    bad = sum(not each.is_good for each in trials)
    missed = sum(not each.hit for each in trials)
    return [
        Target(f"{name}: nights not as an undisturbed one after {len(trials)} kills", bad, None, 0, 0),
        Target(f"{name}: kills that came after the end", missed, None, 0, 0),
    ]
