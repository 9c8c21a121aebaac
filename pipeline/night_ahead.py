"""A night looked at before it is run: what it would plan, from what, and where it would publish. Nothing is written."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from domain.roster import PlanningWindow
from domain.site_folder import read_site
from pipeline.forecasting_run import no_history
from pipeline.nightly import NightOrder
from pipeline.planning import next_window
from pipeline.site_store import has_database, open_site_database
from store.history import history_span
from store.json_text import Json, plain
from store.layout import night_folder
from store.lock import lock_holder

STEPS = ("forecast", "accuracy", "requirement", "roster", "workbook")


@dataclass(frozen=True, slots=True)
class NightAhead:
    """What the night would do; `held_by` names a run that holds the site's lock at this moment."""

    site_id: str
    night: date
    window: PlanningWindow
    agents: int
    leads: int
    history_first: datetime
    history_last: datetime
    folder: Path
    published_before: bool
    held_by: str | None


def night_ahead(order: NightOrder) -> NightAhead:
    """The site and its history are read as the night would read them; a fault in them is raised as it would be then."""
    site = read_site(order.site_dir)
    if not has_database(order.site_dir):
        raise no_history(order.site_dir, site.config)
    with open_site_database(order.site_dir) as database:
        span = history_span(database, site.id)
    if span is None:
        raise no_history(order.site_dir, site.config)
    holder, folder = lock_holder(order.site_dir), night_folder(order.site_dir, order.night)
    return NightAhead(
        site_id=site.id,
        night=order.night,
        window=next_window(site.config.site, order.night, order.days),
        agents=len(site.agents),
        leads=len(site.leads),
        history_first=span[0].astimezone(site.timezone),
        history_last=span[1].astimezone(site.timezone),
        folder=folder,
        published_before=folder.is_dir(),
        held_by=None if holder is None else f"{holder.what}, process {holder.pid}",
    )


def ahead_lines(ahead: NightAhead) -> list[str]:
    """The same in sentences."""
    window = ahead.window
    lines = [
        f"Night of {ahead.night} of site {ahead.site_id}: would plan {window.start} to {window.last} "
        f"for {ahead.agents} agents and {ahead.leads} leads.",
        f"History: {ahead.history_first:%Y-%m-%d %H:%M} to {ahead.history_last:%Y-%m-%d %H:%M}.",
        f"Steps: {', '.join(STEPS)}; what an earlier run of the same inputs finished is taken up.",
        f"Would publish {ahead.folder}{', which was published before' if ahead.published_before else ''}.",
    ]
    if ahead.held_by is not None:
        lines.append(f"Now the site is locked by {ahead.held_by}.")
    return [*lines, "Nothing was written."]


def ahead_json(ahead: NightAhead) -> Json:
    """The same for `wfm nightly --dry-run --json`."""
    return plain({"dry_run": True, "steps": STEPS, "night": ahead})
