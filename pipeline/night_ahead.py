"""A night looked at before it is run: what it would plan, from what, and where it would publish. Nothing is written."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from domain.roster import PlanningWindow
from domain.site import Site
from domain.site_folder import read_site
from pipeline.forecasting_run import no_history
from pipeline.night_held import believed, held_sentences
from pipeline.night_inbox import inbox_files
from pipeline.nightly import NightOrder
from pipeline.planning import next_window
from pipeline.site_store import has_database, open_site_database
from store.history import history_span, read_history
from store.json_text import Json, plain
from store.layout import night_folder
from store.lock import lock_holder

STEPS = ("forecast", "accuracy", "requirement", "roster", "workbook")


@dataclass(frozen=True, slots=True)
class NightAhead:
    """What the night would do; `held_by` names a run that holds the site's lock at this moment.

    `inbox` are the exports that it would look at, `held_back` sentences about days that it would not believe. Before
    the first export is taken in there is no history yet, and the inbox is all that the night has.
    """

    site_id: str
    night: date
    window: PlanningWindow
    agents: int
    leads: int
    history_first: datetime | None
    history_last: datetime | None
    folder: Path
    published_before: bool
    held_by: str | None
    inbox: tuple[str, ...] = ()
    held_back: tuple[str, ...] = ()


def night_ahead(order: NightOrder) -> NightAhead:
    """The site and its history are read as the night would read them; a fault in them is raised as it would be then."""
    site = read_site(order.site_dir)
    inbox = tuple(path.name for path in inbox_files(order.site_dir, site.config))
    first, last, held_back = _history(order, site)
    if first is None and not inbox:
        raise no_history(order.site_dir, site.config)
    holder, folder = lock_holder(order.site_dir), night_folder(order.site_dir, order.night)
    return NightAhead(
        site_id=site.id,
        night=order.night,
        window=next_window(site.config.site, order.night, order.days),
        agents=len(site.agents),
        leads=len(site.leads),
        history_first=first,
        history_last=last,
        folder=folder,
        published_before=folder.is_dir(),
        inbox=inbox,
        held_back=held_back,
        held_by=None if holder is None else f"{holder.what}, process {holder.pid}",
    )


def _history(order: NightOrder, site: Site) -> tuple[datetime | None, datetime | None, tuple[str, ...]]:
    """The first and the last interval of the history, local, and what of it would be held back; None without any."""
    if not has_database(order.site_dir):
        return None, None, ()
    with open_site_database(order.site_dir) as database:
        span = history_span(database, site.id)
        if span is None:
            return None, None, ()
        history = read_history(database, site.id, site.config.site.timezone)
    held = held_sentences(believed(order.site_dir, site.config, history, order.night).held)
    return span[0].astimezone(site.timezone), span[1].astimezone(site.timezone), held


def _history_line(ahead: NightAhead) -> str:
    if ahead.history_first is None or ahead.history_last is None:
        return "History: none yet; what the inbox holds would be all of it."
    return f"History: {ahead.history_first:%Y-%m-%d %H:%M} to {ahead.history_last:%Y-%m-%d %H:%M}."


def ahead_lines(ahead: NightAhead) -> list[str]:
    """The same in sentences."""
    window = ahead.window
    lines = [
        f"Night of {ahead.night} of site {ahead.site_id}: would plan {window.start} to {window.last} "
        f"for {ahead.agents} agents and {ahead.leads} leads.",
        _history_line(ahead),
        f"Steps: {', '.join(STEPS)}; what an earlier run of the same inputs finished is taken up.",
        f"Would publish {ahead.folder}{', which was published before' if ahead.published_before else ''}.",
    ]
    if ahead.inbox:
        lines.append(f"Inbox: {', '.join(ahead.inbox)}; what is new in it would be taken in first.")
    lines += ahead.held_back
    if ahead.held_by is not None:
        lines.append(f"Now the site is locked by {ahead.held_by}.")
    return [*lines, "Nothing was written."]


def ahead_json(ahead: NightAhead) -> Json:
    """The same for `wfm nightly --dry-run --json`."""
    return plain({"dry_run": True, "steps": STEPS, "night": ahead})
