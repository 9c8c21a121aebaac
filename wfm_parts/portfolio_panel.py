"""The nights of many sites at the terminal: a live table while they run, and how all of them stand."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from pipeline.heartbeat import last_beat
from pipeline.portfolio_night import SiteNight, SiteState
from pipeline.portfolio_status import PortfolioStatus, SiteLine
from pipeline.portfolio_summary import RunNow
from wfm_parts.tables import table

OVER = (SiteState.DONE, SiteState.PARTLY, SiteState.FAILED, SiteState.CANCELLED)
STYLES = {
    "failed": "bold red",
    "late": "bold red",
    "partly": "yellow",
    "short": "yellow",
    "warned": "",
    "good": "green",
}
SHOWN_WARNINGS = 2
ANEW_A_SECOND = 2


@contextmanager
def watching(screen: Console, folder: Path) -> Iterator[Callable[[RunNow], None]]:
    """A watcher of a run: live at a terminal, else a line whenever a night ends."""
    if not screen.is_terminal:
        yield _lines(screen)
        return
    with Live(console=screen, refresh_per_second=ANEW_A_SECOND, transient=True) as live:
        yield lambda run: live.update(_picture(run, folder))


def _lines(screen: Console) -> Callable[[RunNow], None]:
    """Tells each end of a night once."""
    told: set[str] = set()

    def watch(run: RunNow) -> None:
        ends = [site for site in run.sites if site.state in OVER and site.name not in told]
        for site in ends:
            told.add(site.name)
            screen.print(_end(site), markup=False, soft_wrap=True)
        if ends:
            screen.print(f"{len(told):,} of {len(run.sites):,} sites", markup=False)

    return watch


def _end(site: SiteNight) -> str:
    took = f", {site.seconds:.0f} s" if site.begun else " before"
    return f"{site.name}: {site.state}{took}{f': {site.said}' if site.said else ''}"


def _picture(run: RunNow, folder: Path) -> RenderableType:
    """How many are over, what is at work and on which step, what failed."""
    over = run.count(*OVER)
    head = Text(
        f"{over:,} of {len(run.sites):,} sites, {run.count(SiteState.FAILED):,} failed, "
        f"{run.count(SiteState.PARTLY):,} in part"
    )
    rows = [
        (site.name, _step(folder / site.name), f"{_since(site):.0f} s")
        for site in run.sites
        if site.state is SiteState.RUNNING
    ]
    failed = [Text(_end(site), style="red") for site in run.sites if site.state is SiteState.FAILED]
    bar = ProgressBar(total=max(1, len(run.sites)), completed=over, width=60)
    return Group(head, bar, table("", ("at work", "step", "since"), rows, left=2), *failed[-5:])


def _step(site_dir: Path) -> str:
    beat = last_beat(site_dir)
    return "" if beat is None or beat.ended else beat.said


def _since(site: SiteNight) -> float:
    return (datetime.now(UTC) - datetime.fromisoformat(site.begun)).total_seconds()


def run_lines(run: RunNow) -> list[str]:
    """What is said at the end, the sites that are not done first."""
    lines = [_end(site) for site in run.unfinished]
    return [*lines, f"{run.count(SiteState.DONE):,} of {len(run.sites):,} sites done in {run.seconds:.0f} s."]


def status_tables(status: PortfolioStatus) -> list[Table]:
    """One table, the sites that need a planner first; sites where all is well have a line each."""
    drawn = table(f"{status.name}, {status.now:%Y-%m-%d %H:%M} UTC", ("site", "state", "last good night"), (), left=3)
    drawn.add_column("age, h", justify="right")
    drawn.add_column("short, h", justify="right")
    drawn.add_column("what is said", overflow="fold")
    for site in status.sites:
        drawn.add_row(*_cells(site))
    states = ", ".join(f"{state} {status.count(state):,}" for state in STYLES)
    drawn.caption = f"{len(status.sites):,} sites: {states}"
    return [drawn]


def _cells(site: SiteLine) -> tuple[Text, ...]:
    said = [*([f"at work: {site.now}"] if site.now else []), *site.said, *site.warnings[:SHOWN_WARNINGS]]
    if len(site.warnings) > SHOWN_WARNINGS:
        said.append(f"and {len(site.warnings) - SHOWN_WARNINGS} more warnings")
    return (
        Text(site.name),
        Text(site.state, style=STYLES[site.state]),
        Text("none yet" if site.last_good is None else f"{site.last_good}{' in part' if site.how == 'partly' else ''}"),
        Text("-" if site.age_h is None else f"{site.age_h:.1f}"),
        Text(f"{site.short_h:,.1f} ({site.short_share:.1%})" if site.short_h else "0"),
        Text("\n".join(said)),
    )
