"""Calendar feeds as files: one iCalendar file (RFC 5545) a person, with the site's time zone, written and read back."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Event, Timezone, vText

from domain.errors import DataError, Problem
from domain.tables import read_text
from exports.feed_events import FeedEvent

PRODUCT = "-//Dasan WFM//Roster//KO"
CONTROLS = frozenset({"Cc", "Zl", "Zp"})
MAX_FEED_BYTES = 8 * 1024 * 1024
PLAIN_NAME = re.compile(r"[A-Z0-9][A-Z0-9_-]{0,63}")
UNSAFE = re.compile(r"[^A-Za-z0-9가-힣_-]")
# Names that Windows keeps for devices, whatever follows the dot.
RESERVED = frozenset({"CON", "PRN", "AUX", "NUL", *(f"{kind}{n}" for kind in ("COM", "LPT") for n in range(10))})


def feed_name(agent_id: str) -> str:
    """The file name of a person's feed: the id where it is of capitals and digits, else what is safe of it and a hash.

    So an id cannot lead out of the folder, and no two fall together where capitals are not told apart.
    """
    if PLAIN_NAME.fullmatch(agent_id) and agent_id not in RESERVED:
        return f"{agent_id}.ics"
    digest = hashlib.sha256(agent_id.encode()).hexdigest()[:12]
    return f"{UNSAFE.sub('_', agent_id)[:40]}-{digest}.ics"


def feed_bytes(title: str, note: str, events: Iterable[FeedEvent], zone: str) -> bytes:
    """The feed as the bytes of a file; the same events give the same bytes."""
    calendar = Calendar()
    for name, value in (("prodid", PRODUCT), ("version", "2.0"), ("calscale", "GREGORIAN"), ("method", "PUBLISH")):
        calendar.add(name, value)
    calendar["x-wr-calname"] = vText(_one_line(title))  # readers do not unescape names that they do not know
    calendar.add("x-wr-timezone", zone)
    if note:
        calendar["x-wr-caldesc"] = vText(_one_line(note))
    calendar.add_component(Timezone.from_tzid(zone))
    for event in events:
        calendar.add_component(_component(event, ZoneInfo(zone)))
    return calendar.to_ical()


def _plain(text: str) -> str:
    """The text with a space for each sign that controls a line or a screen; line feeds stay and are escaped."""
    return "".join(" " if unicodedata.category(sign) in CONTROLS and sign != "\n" else sign for sign in text)


def _one_line(text: str) -> str:
    return _plain(text).replace("\n", " ")


def _component(event: FeedEvent, zone: ZoneInfo) -> Event:
    component = Event()
    component.add("uid", event.uid)
    component.add("dtstamp", event.stamp.astimezone(UTC))
    component.add("dtstart", event.start.replace(tzinfo=zone))
    component.add("dtend", event.end.replace(tzinfo=zone))
    component.add("summary", _plain(event.summary))
    for name, text in (("description", event.description), ("location", event.location)):
        if text:
            component.add(name, _plain(text))
    component.add("sequence", event.sequence)
    component.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    component.add("transp", "TRANSPARENT" if event.cancelled else "OPAQUE")
    return component


def read_feed(path: Path, zone: str) -> tuple[FeedEvent, ...]:
    """The events of a feed that an earlier export wrote; raises DataError where it is another kind of file."""
    text = read_text(path, MAX_FEED_BYTES)
    try:
        calendar = Calendar.from_ical(text)
        return tuple(_event(component, ZoneInfo(zone)) for component in calendar.walk("VEVENT"))
    except (ValueError, KeyError, IndexError, AttributeError, TypeError) as error:
        expected = "a calendar as `wfm export` writes it; leave the earlier export as it was"
        raise DataError([Problem(path.name, None, None, None, expected)]) from error


def _event(component: Component, zone: ZoneInfo) -> FeedEvent:
    return FeedEvent(
        uid=str(component["uid"]),
        start=_local(component.decoded("dtstart"), zone),
        end=_local(component.decoded("dtend"), zone),
        summary=str(component["summary"]),
        description=str(component.get("description", "")),
        location=str(component.get("location", "")),
        stamp=component.decoded("dtstamp").astimezone(UTC),
        sequence=int(str(component["sequence"])),
        cancelled=str(component["status"]) == "CANCELLED",
    )


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)
