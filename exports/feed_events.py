"""A person's duties as calendar events that keep their identity: what changed, and what was called off.

An event is known by site, person, day and place in the day: another shift on the same day moves it, a day off calls it
off. `sequence` counts its revisions, as RFC 5545 (3.8.7.4) asks for.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from domain.roster import Activity, Duty, PlanningWindow
from exports.hr_words import Headers

KEPT_DAYS_BEFORE = 31  # so that a calendar that follows the feed keeps the last month
NAMESPACE = uuid.UUID("6f3dbe5e-94c6-5c0b-9d2a-3c1f8f1f0c9e")  # any fixed one: it makes ids of ours unlike others'
# Korean, English.
WORDS: Mapping[str, tuple[str, str]] = {
    "duty": ("근무", "Duty"),
    "cancelled": ("취소", "Cancelled"),
    "remote": ("재택", "Remote"),
    "meal": ("식사", "Meal"),
    "rest": ("휴게", "Rest"),
    "recovery": ("회복 휴식", "Recovery"),
    "training": ("교육", "Training"),
    "meeting": ("회의", "Meeting"),
}


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """One duty in a calendar; `start` and `end` are naive and local, `stamp` is aware: when this revision was made."""

    uid: str
    start: datetime
    end: datetime
    summary: str
    description: str
    location: str
    stamp: datetime
    sequence: int = 0
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class FeedForm:
    """What all feeds of an export share: the site's id, the place of work, the language and the time of the export."""

    site_id: str
    place: str
    headers: Headers
    stamp: datetime

    def word(self, key: str) -> str:
        """A word in the language of the feed, or in both."""
        korean, english = WORDS[key]
        return {"ko": korean, "en": english, "names": f"{korean} {english}"}[self.headers]


def feed_events(
    form: FeedForm, duties: Iterable[Duty], activities: Mapping[Duty, Sequence[Activity]]
) -> tuple[FeedEvent, ...]:
    """One person's duties as first revisions, in order of time; meals and rests stand in the description."""
    count: dict[date, int] = {}
    events = []
    for duty in sorted(duties, key=lambda duty: duty.start):
        number = count[duty.day] = count.get(duty.day, -1) + 1
        events.append(
            FeedEvent(
                uid=event_uid(form.site_id, duty.agent_id, duty.day, number),
                start=duty.start,
                end=duty.end,
                summary=f"{form.word('duty')} {duty.shift}",
                description=_breaks(form, activities.get(duty, ())),
                location=form.word("remote") if duty.mode == "remote" else form.place,
                stamp=form.stamp,
            )
        )
    return tuple(events)


def event_uid(site_id: str, agent_id: str, day: date, number: int) -> str:
    """The lasting id of an event; it does not show whose it is, and no other site's or person's event has it."""
    return f"{uuid.uuid5(NAMESPACE, '\n'.join((site_id, agent_id, day.isoformat(), str(number))))}@dasan-wfm"


def _breaks(form: FeedForm, activities: Sequence[Activity]) -> str:
    """The meal, the rests and what else is no work at the queue, a line each."""
    return "\n".join(
        f"{form.word(one.activity)} {one.start:%H:%M}-{one.end:%H:%M}" for one in activities if one.activity in WORDS
    )


def revised(
    before: Iterable[FeedEvent], now: Iterable[FeedEvent], window: PlanningWindow, form: FeedForm
) -> tuple[FeedEvent, ...]:
    """The feed after an earlier one: events as they were keep their revision, changed ones get the next.

    An event of a day in the window that is no longer there stays as cancelled, so that calendars remove it; it comes
    back with the next revision. Of the other days those of the last month and later ones stay as they were.
    """
    old, new = {event.uid: event for event in before}, {event.uid: event for event in now}
    events = [_next(old.get(uid), event) for uid, event in new.items()]
    for uid, event in old.items():
        if uid in new:
            continue
        if window.holds(event.start.date()):
            events.append(_called_off(event, form))
        elif event.start.date() >= window.start - timedelta(days=KEPT_DAYS_BEFORE):
            events.append(event)
    return tuple(sorted(events, key=lambda event: (event.start, event.uid)))


def _next(old: FeedEvent | None, event: FeedEvent) -> FeedEvent:
    if old is None:
        return event
    if replace(event, sequence=old.sequence, stamp=old.stamp) == old:
        return old
    return replace(event, sequence=old.sequence + 1)


def _called_off(event: FeedEvent, form: FeedForm) -> FeedEvent:
    if event.cancelled:
        return event
    summary = f"{form.word('cancelled')}: {event.summary}"
    return replace(event, cancelled=True, summary=summary, sequence=event.sequence + 1, stamp=form.stamp)
