"""Which sites of a portfolio have a night to run, and in which order: who is late first, then the longest.

A site whose night is done is left out unless something came since: a file of the site or of its inbox, an act in its
store (an import, an override), another program, or another order. Whatever cannot be told counts as to be run: a night
that finds nothing new takes seconds.
"""

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from domain.errors import WfmError
from domain.night_config import NightSection
from domain.site_config import SiteConfig, read_site_config
from pipeline.code_version import code_version
from pipeline.file_names import MANIFEST_FILE
from pipeline.json_reading import as_number, as_object, as_objects
from pipeline.night_files import RUN
from pipeline.planning import next_window, tonight
from pipeline.portfolio_order import PortfolioOrder
from pipeline.site_store import has_database, open_site_database
from store.audit_trail import newest_act_at
from store.json_text import Json
from store.layout import night_folder
from store.nights import list_nights
from store.records import Night, NightStatus

logger = logging.getLogger(__name__)

NO_INPUTS = ("night ", "version ", "roster ", "job ", "account ", "backup ")  # acts that no night reads
UNKNOWN_S = 60.0  # how long a night takes of which nothing is known


@dataclass(frozen=True, slots=True)
class Due:
    """A site with a night to run: how late it is, and how long it took last (seconds, None where nobody knows)."""

    name: str
    site_dir: Path
    night: date
    is_late: bool
    last_s: float | None

    @property
    def place(self) -> tuple[bool, float, str]:
        """Sorts the sites: late ones first, then the longest, so that none of these is left for the end."""
        return not self.is_late, -(self.last_s or UNKNOWN_S), self.name


@dataclass(frozen=True, slots=True)
class Standing:
    """A site whose night is done already, and how it ended."""

    name: str
    night: date
    seconds: float


def due_or_done(name: str, site_dir: Path, order: PortfolioOrder, now: datetime) -> Due | Standing:
    """Whether the site's night is to be run. Raises WfmError where its site.toml cannot be read."""
    config = read_site_config(site_dir / "site.toml")
    night = order.night or tonight(site_dir)
    try:
        kept = _nights(site_dir, config)
    except WfmError as error:  # the night itself waits for a database that is away, and says what is wrong with it
        logger.warning("%s: %s", name, error)
        return Due(name, site_dir, night, is_late=True, last_s=None)
    done = next((each for each in kept if each.night == night and each.status is NightStatus.DONE), None)
    manifest = _manifest(site_dir, night)
    if done is not None and not order.again and not _news(site_dir, config, order, done, manifest):
        return Standing(name, night, _seconds(manifest) or 0.0)
    newest = _manifest(site_dir, kept[0].night) if kept else {}
    return Due(name, site_dir, night, _is_late(kept, config.nightly, now), _seconds(newest))


def _nights(site_dir: Path, config: SiteConfig) -> tuple[Night, ...]:
    if not has_database(site_dir):
        return ()
    with open_site_database(site_dir) as database:
        return list_nights(database, config.site.id)


def _is_late(kept: tuple[Night, ...], settings: NightSection, now: datetime) -> bool:
    """Whether the last good night is older than the site allows, or there is none."""
    good = [each.finished for each in kept if each.status in (NightStatus.DONE, NightStatus.PARTLY) and each.finished]
    return not good or now - max(good) > timedelta(hours=settings.max_age_h)


def _news(site_dir: Path, config: SiteConfig, order: PortfolioOrder, done: Night, manifest: Mapping[str, Json]) -> bool:
    """Whether the night would find anything new, or what is published is not of this order and program."""
    window = next_window(config.site, done.night, order.days)
    limits = as_object(manifest.get("limits"))
    as_ordered = (
        as_object(manifest.get("window")) == {"start": window.start.isoformat(), "days": window.days}
        and limits.get("gap") == order.limits.gap
        and limits.get("seed") == order.limits.seed
        and as_object(manifest.get("program")).get("source_sha256") == code_version().source_sha256
    )
    if not as_ordered or as_number(limits.get("time_limit_s")) is None:
        return True
    if (as_number(limits["time_limit_s"]) or 0) > order.limits.time_limit_s:
        return True
    if any(datetime.fromtimestamp(at, done.started.tzinfo) >= done.started for at in _changes(site_dir, config)):
        return True
    with open_site_database(site_dir) as database:
        at = newest_act_at(database, config.site.id, NO_INPUTS)
    return at is not None and at >= done.started


def _changes(site_dir: Path, config: SiteConfig) -> Iterator[float]:
    """When each file that a planner keeps was changed last."""
    for path in (*site_dir.glob("*"), *(site_dir / config.nightly.inbox).glob("*")):
        if path.is_file():
            yield path.stat().st_mtime


def _manifest(site_dir: Path, night: date) -> Mapping[str, Json]:
    """The manifest of a published night; an empty one where it cannot be read."""
    try:
        return as_object(json.loads((night_folder(site_dir, night) / MANIFEST_FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _seconds(manifest: Mapping[str, Json]) -> float | None:
    """How long the steps of a published night took."""
    steps = as_objects(as_object(manifest.get(RUN)).get("steps"))
    return sum(as_number(step.get("seconds")) or 0.0 for step in steps) if steps else None
