"""Why the forecast is what it is: each queue's model, and how far it and the others erred in the backtest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.access import Act
from pipeline.access import needs
from pipeline.file_names import RECORD_FILE
from pipeline.json_reading import as_number, as_object, as_objects, as_texts
from pipeline.views_night import PublishedNight, read_object
from store.json_text import Json

PLANNERS_MEAN, SEASONAL_NAIVE = "planner_mean", "seasonal_naive"
JOINED = "+"  # between the members of a mean of models


@dataclass(frozen=True, slots=True)
class ModelError:
    """A model's errors pooled over the backtest: shares of the contacts that came; `wape_day` is that of day totals."""

    model: str
    wape: float
    wape_day: float | None
    bias: float | None
    contacts: float


@dataclass(frozen=True, slots=True)
class QueueRecord:
    """One queue's choice: its members, the errors of all candidates with the least first, and those by class of day."""

    queue: str
    members: tuple[str, ...]
    origins: int
    days: int
    chosen: ModelError | None
    candidates: tuple[ModelError, ...]
    by_day_class: tuple[ModelError, ...]
    held_share: float | None
    history_first: str
    history_last: str
    warnings: tuple[str, ...]

    def error_of(self, model: str) -> ModelError | None:
        """The errors of one candidate, where it was judged."""
        return next((each for each in self.candidates if each.model == model), None)


@dataclass(frozen=True, slots=True)
class RecordView:
    """All queues' records, the largest first, and each error (WAPE) over all of them, weighted by contacts."""

    queues: tuple[QueueRecord, ...]
    missing: Mapping[str, str]
    wape: float | None
    planners_mean: float | None
    seasonal_naive: float | None

    def of_queue(self, queue: str) -> QueueRecord:
        """The record of a queue that was forecast."""
        return next(record for record in self.queues if record.queue == queue)


@needs(Act.SEE_PLAN)
def record_view(night: PublishedNight) -> RecordView:
    """The record of a night's forecast; a night without one has an empty record."""
    path = night.folder / RECORD_FILE
    content = read_object(path) if path.is_file() else {}
    queues = sorted((_queue(record) for record in as_objects(content.get("queues"))), key=_contacts, reverse=True)
    return RecordView(
        queues=tuple(queues),
        missing={queue: str(reason) for queue, reason in as_object(content.get("missing")).items()},
        wape=_over_all([queue.chosen for queue in queues]),
        planners_mean=_over_all([queue.error_of(PLANNERS_MEAN) for queue in queues]),
        seasonal_naive=_over_all([queue.error_of(SEASONAL_NAIVE) for queue in queues]),
    )


def _contacts(record: QueueRecord) -> float:
    """What a queue's errors are shares of; queues that were not judged come last."""
    return record.chosen.contacts if record.chosen is not None else 0.0


def _over_all(errors: Sequence[ModelError | None]) -> float | None:
    """Errors weighted by the contacts that they are shares of; none unless every queue has one."""
    known = [error for error in errors if error is not None]
    contacts = sum(error.contacts for error in known)
    if len(known) < len(errors) or not contacts:
        return None
    return sum(error.wape * error.contacts for error in known) / contacts


def _queue(record: Mapping[str, Json]) -> QueueRecord:
    backtest, history = as_object(record.get("backtest")), as_object(record.get("history"))
    candidates = _errors(backtest.get("candidates"))
    model, cutoffs = str(record.get("model", "")), backtest.get("cutoffs")
    return QueueRecord(
        queue=str(record.get("queue", "")),
        members=tuple(model.split(JOINED)),
        origins=len(cutoffs) if isinstance(cutoffs, list) else 0,
        days=int(as_number(backtest.get("days")) or 0),
        chosen=_error(model, as_object(backtest.get("chosen"))),
        candidates=tuple(sorted(candidates, key=lambda error: error.wape)),
        by_day_class=_errors(backtest.get("chosen_by_day_class")),
        held_share=as_number(as_object(record.get("spread")).get("held_p10_p90")),
        history_first=str(history.get("first", "")),
        history_last=str(history.get("last", "")),
        warnings=(*as_texts(record.get("warnings")), *as_texts(record.get("notes"))),
    )


def _errors(found: Json) -> tuple[ModelError, ...]:
    errors = (_error(name, as_object(each)) for name, each in as_object(found).items())
    return tuple(error for error in errors if error is not None)


def _error(name: str, found: Mapping[str, Json]) -> ModelError | None:
    """The errors under a name; none where nothing could be scored."""
    wape = as_number(found.get("wape"))
    if wape is None:
        return None
    contacts = as_number(found.get("actual")) or 0.0
    return ModelError(name, wape, as_number(found.get("wape_day")), as_number(found.get("bias")), contacts)
