"""What a forecast says about itself, queue by queue."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from forecasting.accuracy import Accuracy
from forecasting.aht import HandlingTime
from forecasting.backtest import BacktestPlan, Failure
from forecasting.choice import CandidateScore
from forecasting.found import FoundEvent
from forecasting.learnt_effects import LearntEffect
from forecasting.past_misses import Misses
from forecasting.quantiles import Spread

WEIGHT_DIGITS = 7

type Json = str | int | float | bool | list["Json"] | dict[str, "Json"] | None


@dataclass(frozen=True, slots=True)
class ChangeCount:
    """How many intervals were changed in one way."""

    what: str
    intervals: int


@dataclass(frozen=True, slots=True)
class AhtRecord:
    """The level of a queue's handling time at the end of history, and how fast it moves there (seconds in 30 days)."""

    level_s: float
    trend_s_month: float


@dataclass(frozen=True, slots=True)
class QueueRecord:
    """Why a queue's forecast is what it is, what somebody should look at, and what only time will show (`notes`)."""

    queue: str
    model: str
    why: str
    history_first: date
    history_last: date
    open_hours: str
    plan: BacktestPlan
    scores: tuple[CandidateScore, ...]
    failures: tuple[Failure, ...]
    chosen: Accuracy | None
    chosen_by_class: tuple[tuple[str, Accuracy], ...]
    spread: Spread
    misses: Misses
    changes: tuple[ChangeCount, ...]
    warnings: tuple[str, ...]
    notes: tuple[str, ...] = ()
    learnt: tuple[LearntEffect, ...] = ()
    found: tuple[FoundEvent, ...] = ()
    aht: AhtRecord | None = None


@dataclass(frozen=True, slots=True)
class LevelRecord:
    """What a sum is made of, how far its past forecasts were off, and the share of its past counts in its band."""

    level: str
    name: str
    queues: tuple[str, ...]
    past: Accuracy | None
    held: float | None


@dataclass(frozen=True, slots=True)
class MissingQueue:
    """A queue that could not be forecast, and why."""

    queue: str
    reason: str


def change_counts(changes: pd.DataFrame) -> tuple[ChangeCount, ...]:
    """The changes counted by what was done."""
    counts = changes.groupby("what").size().sort_index()
    return tuple(ChangeCount(str(what), int(number)) for what, number in counts.items())


def aht_record(handling: HandlingTime | None) -> AhtRecord | None:
    """What the record says of handling time; nothing where history holds none."""
    return None if handling is None else AhtRecord(handling.level_s, handling.trend_s_month)


def record_json(record: QueueRecord) -> dict[str, Json]:
    """The record as plain values for a file or a screen; shares rounded to five digits."""
    return {
        "queue": record.queue,
        "model": record.model,
        "why": record.why,
        "history": {"first": record.history_first.isoformat(), "last": record.history_last.isoformat()},
        "open_hours": record.open_hours,
        "backtest": {
            "cutoffs": [cutoff.isoformat() for cutoff in record.plan.cutoffs],
            "days": record.plan.days,
            "candidates": {score.model: _accuracy_json(score.accuracy) for score in record.scores},
            "chosen": None if record.chosen is None else _accuracy_json(record.chosen),
            "chosen_by_day_class": {name: _accuracy_json(found) for name, found in record.chosen_by_class},
            "left_out": {failure.model: failure.reason for failure in record.failures},
        },
        "spread": {
            "level_variance": _rounded(record.spread.level_variance),
            "dispersion": _rounded(record.spread.dispersion),
            "held_p10_p90": _rounded(record.spread.held),
        },
        "intraday": _misses_json(record.misses),
        "aht": None
        if record.aht is None
        else {"level_s": round(record.aht.level_s, 1), "trend_s_month": round(record.aht.trend_s_month, 1)},
        "changes": {change.what: change.intervals for change in record.changes},
        "warnings": list(record.warnings),
        "notes": list(record.notes),
        "learnt_effects": [_learnt_json(effect) for effect in record.learnt],
        "found_events": [found_json(event) for event in record.found],
    }


def _learnt_json(effect: LearntEffect) -> dict[str, Json]:
    return {
        "event": effect.name,
        "effect": _rounded(effect.effect),
        "low": _rounded(effect.low),
        "high": _rounded(effect.high),
        "course": [_rounded(factor) for factor in effect.course],
        "in_other_queues": effect.others,
        "occurrences": [
            {
                "from": each.start.tz_localize(None).isoformat(),
                "until": each.end.tz_localize(None).isoformat(),
                "counted": round(each.counted),
                "due": round(each.due),
            }
            for each in effect.own
        ],
        "in_words": effect.in_words,
    }


def found_json(event: FoundEvent) -> dict[str, Json]:
    """A found event as plain values; `until` of a break is as far as its size was read."""
    return {
        "kind": event.kind.value,
        "from": event.start.isoformat(),
        "until": event.end.isoformat(),
        "ratio": round(event.ratio, 3),
        "contacts": round(event.counted - event.due),
        "done": event.done,
    }


def _misses_json(misses: Misses) -> dict[str, Json]:
    """What a re-forecast within the day reads back: see `past_misses.misses_of_json`."""
    found = misses.persistence
    return {
        "weights": [round(weight, WEIGHT_DIGITS) for weight in found.weights],
        "dispersion": _rounded(found.dispersion),
        "band_scale": _rounded(found.band_scale),
        "days": found.days,
        "kind_scales": [_rounded(scale) for scale in misses.kind_scales],
    }


def level_json(record: LevelRecord) -> dict[str, Json]:
    """The record of a channel or the total as plain values."""
    return {
        "level": record.level,
        "name": record.name,
        "queues": list(record.queues),
        "past": None if record.past is None else _accuracy_json(record.past),
        "held_p10_p90": None if record.held is None else _rounded(record.held),
    }


def _accuracy_json(found: Accuracy) -> dict[str, Json]:
    return {
        "intervals": found.intervals,
        "actual": _rounded(found.actual),
        "wape": _rounded(found.wape),
        "wape_day": _rounded(found.wape_day),
        "bias": _rounded(found.bias),
    }


def _rounded(value: float) -> float | None:
    return None if value != value else round(value, 5)
