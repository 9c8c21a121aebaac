"""A planner's overrides on their way into a forecast: which ones are in force, their hash, and what the record says."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.overrides import Override
from domain.roster import PlanningWindow
from domain.site_config import SiteConfig
from forecasting.overrides import AppliedOverride
from pipeline.json_reading import as_number, as_objects
from pipeline.site_store import Database, open_site_database
from store.hashes import sha256_bytes
from store.json_text import Json, json_text
from store.overrides import overrides_in_force

OVERRIDES = "overrides"  # the name among a night's inputs, and in the record


def site_overrides(site_dir: Path, config: SiteConfig, window: PlanningWindow) -> tuple[Override, ...]:
    """The overrides in force that touch the days; the database is opened for it."""
    with open_site_database(site_dir) as database:
        return window_overrides(database, config, window)


def window_overrides(database: Database, config: SiteConfig, window: PlanningWindow) -> tuple[Override, ...]:
    """The overrides in force that touch the days, in the order in which they were given."""
    zone = config.site.timezone
    start = datetime.combine(window.start, time(), ZoneInfo(zone))
    until = datetime.combine(window.last + timedelta(days=1), time(), ZoneInfo(zone))
    known = overrides_in_force(database, config.site.id, zone)
    return tuple(override for override in known if override.order.touches(start, until))


def overrides_hash(overrides: Sequence[Override]) -> dict[str, str]:
    """Their hash among a night's inputs; a night without overrides has no such input."""
    return {OVERRIDES: sha256_bytes(json_text(overrides).encode())} if overrides else {}


def model_file(forecast_file: Path) -> Path:
    """Where the model's own figures stand beside a forecast with overrides."""
    return forecast_file.with_name(f"{forecast_file.stem}_model{forecast_file.suffix}")


def overrides_record(applied: Sequence[AppliedOverride]) -> dict[str, Json]:
    """What `forecast_record.json` says of them: nothing where there is none."""
    return {OVERRIDES: [_as_json(each) for each in applied]} if applied else {}


def _as_json(applied: AppliedOverride) -> dict[str, Json]:
    override, order = applied.override, applied.override.order
    return {
        "id": override.id,
        "queue": order.queue,
        "from": order.start.replace(tzinfo=None).isoformat(),
        "until": order.until.replace(tzinfo=None).isoformat(),
        "kind": order.kind.value,
        "value": order.value,
        "intervals": applied.intervals,
        "model_contacts": applied.model_contacts,
        "planner_contacts": applied.planner_contacts,
        "who": override.who,
        "when": override.at.isoformat(timespec="seconds"),
        "why": order.why,
    }


def override_sentences(record: Mapping[str, Json]) -> tuple[str, ...]:
    """A sentence for each override of a forecast's record."""
    return tuple(_sentence(found) for found in as_objects(record.get(OVERRIDES)))


def _sentence(found: Mapping[str, Json]) -> str:
    span = f"{str(found['from']).replace('T', ' ')[:16]} to {str(found['until']).replace('T', ' ')[:16]}"
    name = f"Override {found['id']} of {found['queue']}, {span}"
    if not found["intervals"]:
        return f"{name}, changes nothing: a later one counts there, or the queue has no interval in it."
    planner, model = (as_number(found[key]) or 0.0 for key in ("planner_contacts", "model_contacts"))
    return f"{name}: {planner:,.0f} contacts instead of the model's {model:,.0f} ({found['who']}: {found['why']})."
