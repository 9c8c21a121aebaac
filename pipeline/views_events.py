"""What the forecast page shows of events: those found in the history, and what known ones taught."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.access import Act
from pipeline.access import needs
from pipeline.file_names import RECORD_FILE
from pipeline.json_reading import as_number, as_objects
from pipeline.views_night import PublishedNight, read_object
from store.json_text import Json


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A found event of a queue: `ratio` times what was due, `contacts` more than that."""

    queue: str
    kind: str
    start: datetime
    end: datetime
    ratio: float
    contacts: float


@dataclass(frozen=True, slots=True)
class LearntRow:
    """The effect that a coming event of a queue takes, its range, and how often it was seen here and elsewhere."""

    queue: str
    event: str
    effect: float
    low: float
    high: float
    seen_here: int
    seen_elsewhere: int


@dataclass(frozen=True, slots=True)
class EventsView:
    """Found events queue by queue, the strongest of each first; effects learnt."""

    found: tuple[FoundRow, ...]
    learnt: tuple[LearntRow, ...]


@needs(Act.SEE_PLAN)
def events_view(night: PublishedNight) -> EventsView:
    """The events of a night's forecast; a record that tells of none has none."""
    path = night.folder / RECORD_FILE
    content = read_object(path) if path.is_file() else {}
    records = [(str(record.get("queue", "")), record) for record in as_objects(content.get("queues"))]
    return EventsView(
        found=tuple(_found(queue, each) for queue, rec in records for each in as_objects(rec.get("found_events"))),
        learnt=tuple(_learnt(queue, each) for queue, rec in records for each in as_objects(rec.get("learnt_effects"))),
    )


def _found(queue: str, found: Mapping[str, Json]) -> FoundRow:
    return FoundRow(
        queue=queue,
        kind=str(found.get("kind", "")),
        start=datetime.fromisoformat(str(found.get("from"))),
        end=datetime.fromisoformat(str(found.get("until"))),
        ratio=as_number(found.get("ratio")) or 0.0,
        contacts=as_number(found.get("contacts")) or 0.0,
    )


def _learnt(queue: str, effect: Mapping[str, Json]) -> LearntRow:
    here = effect.get("occurrences")
    return LearntRow(
        queue=queue,
        event=str(effect.get("event", "")),
        effect=as_number(effect.get("effect")) or 0.0,
        low=as_number(effect.get("low")) or 0.0,
        high=as_number(effect.get("high")) or 0.0,
        seen_here=len(here) if isinstance(here, list) else 0,
        seen_elsewhere=int(as_number(effect.get("in_other_queues")) or 0),
    )
