"""A night whose PostgreSQL server is away for 30 s: waited for where there is patience, else said; nothing lost."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.database_away import Away, is_as_before, night_without_database
from bench.killed_nights import PUBLICATION, content_of, database_set
from bench.nights_parts.together import night_of
from bench.target import Target
from pipeline.ingest import ingest
from pipeline.nightly import run_night
from tests.cli.tiny import SITE, tiny_history, tiny_site
from tests.postgres import missing_programs, restartable_postgres

AWAY_S = 30.0
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
PHASES = ("accuracy", "workbook", PUBLICATION)
IMPATIENT = "\n[nightly]\ndatabase_patience_s = 0\n"


def targets(console: Console) -> list[Target]:
    """What was promised of a server that is away."""
    if missing_programs():
        console.print(f"[bold red]no PostgreSQL here ({missing_programs()} missing): NOT measured")
        return []
    with tempfile.TemporaryDirectory(prefix="nights-") as place, restartable_postgres() as server, database_set(server):
        site = tiny_site(Path(place) / "site")
        ingest(site, [tiny_history(Path(place) / "calls.csv")])
        run_night(night_of(site))
        orders = zip(WEEKDAYS, ((patient, phase) for patient in (True, False) for phase in PHASES), strict=False)
        trials = [_trial(server, site, day, patient, phase) for day, (patient, phase) in orders]
    console.print(_table(trials))
    failed = sum(each.patient and each.away.exit_code != 0 for each in trials)
    unsaid = sum(not each.patient and each.away.exit_code != 1 for each in trials)
    lost = sum(not each.whole for each in trials)
    return [
        Target("nights with patience that failed", failed, None, 0, 0),
        Target("nights without patience that did not end with 1 and a sentence", unsaid, None, 0, 0),
        Target("nights after which something was lost", lost, None, 0, 0),
    ]


@dataclass(frozen=True, slots=True)
class Trial:
    """One night without its server: with patience or not, in which phase, how it ended, whether all is there."""

    patient: bool
    phase: str
    away: Away
    whole: bool


def _trial(server: str, site: Path, day: str, patient: bool, phase: str) -> Trial:
    """Another weekly holiday each time, so that a step and the publication are due; then the next run."""
    (site / "payroll.toml").write_text(f'weekly_holiday = "{day}"\n', encoding="utf-8")
    (site / "site.toml").write_text(SITE + ("" if patient else IMPATIENT), encoding="utf-8")
    before = content_of(site)
    away = night_without_database(server, night_of(site), phase, AWAY_S)
    whole = away.exit_code == 0 or is_as_before(site, before)
    run_night(night_of(site))
    return Trial(patient, phase, away, whole)


def _table(trials: Sequence[Trial]) -> Table:
    table = Table(title=f"The server is away for {AWAY_S:.0f} s", title_justify="left")
    for head in ("gone in", "patience", "exit code", "seconds", "nothing lost", "said"):
        table.add_column(head)
    for each in trials:
        figures = (each.away.exit_code, f"{each.away.seconds:.0f}", each.whole, each.away.said)
        table.add_row(each.phase, "yes" if each.patient else "no", *map(str, figures))
    return table
