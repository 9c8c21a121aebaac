"""What `forecast_record.json` says of a forecast: choice and errors by queue, what is missing, what to warn about."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from forecasting.forecast import ForecastOutcome
from forecasting.record import level_json, record_json
from pipeline.forecast_overrides import override_sentences
from pipeline.json_reading import as_number, as_object, as_objects, as_texts
from store.json_text import Json, plain

PLANNERS_MEAN = "planner_mean"
SEASONAL_NAIVE = "seasonal_naive"


@dataclass(frozen=True, slots=True)
class QueueForecast:
    """The model chosen for a queue, and its error in the backtest beside the two that planners know (WAPE, shares)."""

    queue: str
    model: str
    why: str
    wape: float | None
    planners_mean: float | None
    seasonal_naive: float | None


@dataclass(frozen=True, slots=True)
class ForecastReport:
    """What a forecast has to say: every queue's choice, missing queues with the reason, warnings, events, overrides.

    `warnings` are what somebody should look at, `notes` what is good to know and nobody can change.
    `events` are sentences: what known events taught, and the strongest that was found.
    """

    intervals: int
    choices: tuple[QueueForecast, ...]
    missing: tuple[str, ...]
    warnings: tuple[str, ...]
    notes: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    overrides: tuple[str, ...] = ()


def outcome_record(outcome: ForecastOutcome, wanted: Iterable[str] = ()) -> Mapping[str, Json]:
    """The content of `forecast_record.json`; a queue that is wanted but has no history is missing too."""
    reasons = {item.queue: item.reason for item in outcome.missing}
    done = {record.queue for record in outcome.records}
    for queue in wanted:
        if queue not in done:
            reasons.setdefault(queue, f"Queue {queue} has no history, so it has no forecast and gets no agents.")
    return as_object(
        plain(
            {
                "intervals": len(outcome.frame),
                "queues": [record_json(record) for record in outcome.records],
                **_levels(outcome),
                "missing": reasons,
            }
        )
    )


def _levels(outcome: ForecastOutcome) -> Mapping[str, Json]:
    """The channels and the total, where there are any."""
    if outcome.levels is None:
        return {}
    return {"levels": [level_json(record) for record in outcome.levels.records]}


def report_of_record(content: Mapping[str, Json]) -> ForecastReport:
    """The report that a record gives: the same whether the forecast was made now or in an earlier run."""
    records = as_objects(content.get("queues"))
    return ForecastReport(
        intervals=int(as_number(content.get("intervals")) or 0),
        choices=tuple(_choice(record) for record in records),
        missing=tuple(str(reason) for reason in as_object(content.get("missing")).values()),
        warnings=_of_queues(records, "warnings"),
        notes=_of_queues(records, "notes"),
        events=tuple(sentence for record in records for sentence in _event_sentences(record)),
        overrides=override_sentences(content),
    )


def _of_queues(records: Sequence[Mapping[str, Json]], what: str) -> tuple[str, ...]:
    """The sentences of every queue's record, with its name before each."""
    return tuple(f"{record['queue']}: {text}" for record in records for text in as_texts(record.get(what)))


def _event_sentences(record: Mapping[str, Json]) -> Iterator[str]:
    """What was learnt of each coming event, and what stands out most in the history."""
    for effect in as_objects(record.get("learnt_effects")):
        yield f"{record['queue']}: event {effect['event']}: {effect['in_words']}"
    found = as_objects(record.get("found_events"))
    if found:
        first = found[0]
        yield (
            f"{record['queue']}: {len(found)} found in the history that no calendar explains, the strongest a"
            f" {first['kind']} from {first['from']} (x{first['ratio']}); see wfm events"
        )


def _choice(record: Mapping[str, Json]) -> QueueForecast:
    backtest = as_object(record.get("backtest"))
    scores = as_object(backtest.get("candidates"))
    return QueueForecast(
        queue=str(record["queue"]),
        model=str(record["model"]),
        why=str(record["why"]),
        wape=_wape(backtest.get("chosen")),
        planners_mean=_wape(scores.get(PLANNERS_MEAN)),
        seasonal_naive=_wape(scores.get(SEASONAL_NAIVE)),
    )


def _wape(accuracy: Json) -> float | None:
    return as_number(as_object(accuracy).get("wape"))
