"""What planners do with overrides: give one, list them, withdraw one; the same for the command and for the screen."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.access import Act
from domain.overrides import KeptOverride, Override, OverrideError, OverrideKind, OverrideOrder, checked_order
from domain.site_config import SiteConfig, read_site_config
from forecasting.overrides import AppliedOverride, with_overrides
from pipeline.access import needs, stamp_for
from pipeline.site_store import open_site_database
from pipeline.views_night import latest_mark
from pipeline.views_overrides import models_forecast
from store.json_text import Json, plain_object
from store.overrides import add_override, list_overrides, overrides_in_force, withdraw_override

DAY_LENGTH = len("2026-01-01")


@dataclass(frozen=True, slots=True)
class OverrideRequest:
    """An override as a planner types it: `start` and `until` are days or times; a day as the end is included."""

    queue: str
    start: str
    until: str
    kind: OverrideKind
    value: float
    why: str
    who: str | None = None


@dataclass(frozen=True, slots=True)
class OverrideGiven:
    """An override now in force, what it does to the last night's forecast, and those that it overlaps.

    `effect` is None where the last night does not plan these days, or there was none yet.
    """

    override: Override
    effect: AppliedOverride | None
    overlapped: tuple[Override, ...]


@needs(Act.CHANGE_FORECAST)
def give_override(site_dir: Path, request: OverrideRequest) -> OverrideGiven:
    """Puts an override in force; one that makes no sense is refused in one sentence and changes nothing."""
    config = _config(site_dir)
    order = checked_order(_order(request, config), [queue.id for queue in config.queue], config.site.interval_minutes)
    effect = _effect(site_dir, order)
    with open_site_database(site_dir) as database:
        before = overrides_in_force(database, config.site.id, config.site.timezone)
        override = add_override(database, config.site.id, order, stamp_for(site_dir, request.who))
    overlapped = tuple(
        each for each in before if each.order.queue == order.queue and each.order.touches(order.start, order.until)
    )
    return OverrideGiven(override, None if effect is None else replace(effect, override=override), overlapped)


@needs(Act.CHANGE_FORECAST)
def take_back_override(site_dir: Path, number: int, why: str, who: str | None = None) -> KeptOverride:
    """Withdraws an override; it stays in the list with who did so, when and why."""
    section = _config(site_dir).site
    with open_site_database(site_dir) as database:
        return withdraw_override(database, section.id, number, why, stamp_for(site_dir, who), section.timezone)


@needs(Act.SEE_PLAN)
def all_overrides(site_dir: Path) -> tuple[KeptOverride, ...]:
    """Every override of the site, withdrawn ones too, in the order in which they were given."""
    section = _config(site_dir).site
    with open_site_database(site_dir) as database:
        return list_overrides(database, section.id, section.timezone)


def override_json(kept: KeptOverride) -> Mapping[str, Json]:
    """An override for `--json`."""
    override, order, gone = kept.override, kept.override.order, kept.withdrawal
    return plain_object(
        {
            "id": override.id,
            "queue": order.queue,
            "from": order.start,
            "until": order.until,
            "kind": order.kind,
            "value": order.value,
            "who": override.who,
            "when": override.at,
            "why": order.why,
            "in_force": kept.in_force,
            "withdrawn": None if gone is None else {"who": gone.who, "when": gone.at, "why": gone.why},
        }
    )


def _config(site_dir: Path) -> SiteConfig:
    return read_site_config(site_dir / "site.toml")


def _order(request: OverrideRequest, config: SiteConfig) -> OverrideOrder:
    zone = ZoneInfo(config.site.timezone)
    start, until = _moment("start", request.start, zone), _moment("end", request.until, zone)
    if len(request.until.strip()) == DAY_LENGTH:
        until = datetime.combine(until.date() + timedelta(days=1), until.time(), zone)
    return OverrideOrder(request.queue, start, until, request.kind, request.value, request.why)


def _moment(name: str, text: str, zone: ZoneInfo) -> datetime:
    """A day or a time in the site's zone; one with an offset is converted."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        raise OverrideError(f"the {name} {text!r} cannot be read; give YYYY-MM-DD or YYYY-MM-DDTHH:MM.") from None
    return found.replace(tzinfo=zone) if found.tzinfo is None else found.astimezone(zone)


def _effect(site_dir: Path, order: OverrideOrder) -> AppliedOverride | None:
    """What the override alone does to the model's forecast of the last night; refused where that makes no sense."""
    mark = latest_mark(site_dir)
    model = None if mark is None else models_forecast(mark.folder, str(order.start.tzinfo))
    if model is None or not _planned(model["interval_start"].min().date(), model["interval_start"].max().date(), order):
        return None
    alone = Override(0, order, "", order.start)
    (effect,) = with_overrides(model, [alone]).applied
    if not effect.intervals:
        raise OverrideError(
            f"queue {order.queue} has no interval in the forecast from {order.span}: it is shut then, so there is "
            "nothing to change."
        )
    if order.kind is OverrideKind.ADD and effect.model_contacts + order.value < 0:
        raise OverrideError(
            f"the model expects {effect.model_contacts:,.0f} contacts from {order.span}; {order.value:+,.0f} would "
            "leave fewer than none."
        )
    return effect


def _planned(first: date, last: date, order: OverrideOrder) -> bool:
    """Whether the span lies within the days."""
    return first <= order.start.date() and (order.until - timedelta(seconds=1)).date() <= last
