"""Two nights at once, and a night beside eight planners who write, on SQLite and PostgreSQL: 0 lost, 0 corrupted."""

import tempfile
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import date, timedelta
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.busy_nights import EXIT_HELD, Beside, beside_planners, two_at_once
from bench.killed_nights import Child, Content, Copies, Start, content_of, database_set
from bench.night_counts import counts
from bench.nights_parts.kills import shorten_search
from bench.target import Target
from forecasting.spread_out import ONE_PROCESS
from pipeline.code_version import code_version
from pipeline.ingest import ingest
from pipeline.nightly import NightOrder, run_night
from pipeline.schedule_run import SolveLimits
from tests.cli.tiny import DAYS, NIGHT, tiny_history, tiny_site
from tests.postgres import fresh_database, missing_programs, running_postgres

LIMITS = SolveLimits(time_limit_s=3600, gap=0.9)


def targets(console: Console) -> list[Target]:
    """What was promised of both databases."""
    code_version()  # read once for all children
    shorten_search()
    found = _measured(console, "SQLite", None)
    if missing_programs():
        console.print(f"[bold red]no PostgreSQL here ({missing_programs()} missing): NOT measured")
        return found
    with running_postgres() as server:
        return found + _measured(console, "PostgreSQL", server)


def night_of(site: Path, night: date = NIGHT) -> NightOrder:
    """A night of the small centre, which takes seconds and is the same every time."""
    return NightOrder(site, night, DAYS, LIMITS, ONE_PROCESS)


def prepared(copies: Copies) -> tuple[Start, Content]:
    """The small centre with the night before published, and what an undisturbed night makes of it."""
    with nullcontext() if copies.server is None else database_set(fresh_database(copies.server)):
        site = tiny_site(copies.place / "site")
        ingest(site, [tiny_history(copies.place / "calls.csv")])
        run_night(night_of(site, NIGHT - timedelta(days=1)))  # here, so that all children have what is compiled
        start = copies.kept(site, "start")
    with copies.copy(start) as site:
        Child(night_of(site)).durations()
        return start, content_of(site)


def _measured(console: Console, name: str, server: str | None) -> list[Target]:
    given = counts()
    with tempfile.TemporaryDirectory(prefix="nights-") as place:
        copies = Copies(Path(place), server)
        start, expected = prepared(copies)
        pairs: list[Beside] = []
        beside: list[Beside] = []
        for number in range(1, given.rounds + 1):
            pairs.append(two_at_once(copies, start, night_of, expected))
            beside.append(beside_planners(copies, start, night_of, expected, given.planners))
            writes, lost = sum(each.writes for each in beside), _sum(beside)
            spoilt = sum(bool(each.corrupted) for each in (*pairs, *beside))
            said = f"{writes} confirmed writes, {lost} of them lost, {spoilt} nights corrupted"
            console.print(f"{name}: {number} of {given.rounds} rounds, {said}")
    console.print(_table(name, pairs, beside))
    overlaps = sum(sorted(each.exit_codes) != [0, EXIT_HELD] for each in pairs)
    failed = sum(any(each.exit_codes) for each in beside)
    both = [*pairs, *beside]
    return [
        Target(f"{name}: of {len(pairs)} pairs of nights, not one done and one giving way", overlaps, None, 0, 0),
        Target(f"{name}: nights or planners that failed, in {len(beside)} rounds", failed, None, 0, 0),
        Target(f"{name}: lost of {sum(each.writes for each in beside)} confirmed writes", _sum(beside), None, 0, 0),
        Target(f"{name}: corrupted of {len(both)} nights", sum(bool(each.corrupted) for each in both), None, 0, 0),
    ]


def _sum(found: Sequence[Beside]) -> int:
    return sum(each.lost for each in found)


def _table(name: str, pairs: Sequence[Beside], beside: Sequence[Beside]) -> Table:
    table = Table(title=f"{name}: at once", title_justify="left")
    for head in ("", "exit codes", "writes", "refused", "lost", "corrupted", "seconds"):
        table.add_column(head)
    for what, found in (("two nights", pairs), (f"a night and {counts().planners} planners", beside)):
        for each in found:
            codes = ", ".join(map(str, each.exit_codes))
            figures = (each.writes, each.refused, each.lost, "; ".join(each.corrupted) or "none")
            table.add_row(what, codes, *map(str, figures), f"{each.seconds:.1f}")
    return table
