"""Calendar feeds: what a calendar program reads in them, and how an event moves, goes and comes back."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import DataError
from domain.roster import PlanningWindow
from exports.feed_events import FeedEvent, FeedForm, event_uid, feed_events, revised
from exports.feed_files import feed_bytes, feed_name, read_feed
from tests.unit.exports.pay_cases import duty

SEOUL = ZoneInfo("Asia/Seoul")
FIRST_EXPORT = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)
FORM = FeedForm("tiny", "작은 센터", "names", FIRST_EXPORT)
LATER = replace(FORM, stamp=FIRST_EXPORT + timedelta(days=1))
WINDOW = PlanningWindow(date(2026, 12, 7), 7)


def events(*worked, form: FeedForm = FORM) -> tuple[FeedEvent, ...]:
    return feed_events(form, [one for one, _ in worked], dict(worked))


def parsed(events_of: tuple[FeedEvent, ...], note: str = "") -> icalendar.Calendar:
    return icalendar.Calendar.from_ical(feed_bytes("작은 센터 A0001", note, events_of, "Asia/Seoul"))


NIGHT = duty("2026-12-07", "22:00", "07:00", ("02:00", "03:00"))
MORNING = duty("2026-12-09", "09:00", "18:00", ("12:00", "13:00"))


def test_a_night_is_an_event_in_the_sites_time_zone_that_ends_on_the_next_day() -> None:
    calendar = parsed(events(NIGHT))
    (event,) = calendar.walk("VEVENT")
    assert event.decoded("dtstart") == datetime(2026, 12, 7, 22, tzinfo=SEOUL)
    assert event.decoded("dtend") == datetime(2026, 12, 8, 7, tzinfo=SEOUL)
    assert event["dtstart"].params["TZID"] == "Asia/Seoul"
    assert [zone["tzid"] for zone in calendar.walk("VTIMEZONE")] == ["Asia/Seoul"]
    assert (str(calendar["method"]), str(event["status"]), event["sequence"]) == ("PUBLISH", "CONFIRMED", 0)


@pytest.mark.parametrize(
    ("headers", "summary", "meal"),
    [("ko", "근무 X", "식사 02:00-03:00"), ("en", "Duty X", "Meal 02:00-03:00"), ("names", "근무 Duty X", "식사 Meal")],
)
def test_an_event_speaks_the_language_asked_for(headers, summary: str, meal: str) -> None:
    (event,) = parsed(events(NIGHT, form=replace(FORM, headers=headers))).walk("VEVENT")
    assert str(event["summary"]) == summary
    assert meal in str(event["description"])


def test_a_feed_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    told = (*events(NIGHT, MORNING), replace(events(duty("2026-12-10", "09:00", "13:00"))[0], cancelled=True))
    (tmp_path / "A0001.ics").write_bytes(feed_bytes("A0001", "", told, "Asia/Seoul"))
    assert read_feed(tmp_path / "A0001.ics", "Asia/Seoul") == told


TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=90)


@given(summary=TEXT, place=TEXT, description=TEXT)
def test_any_text_comes_back_from_a_feed_unfolded_and_unescaped(summary: str, place: str, description: str) -> None:
    told = replace(events(NIGHT)[0], summary=summary, location=place, description=description)
    (event,) = parsed((told,)).walk("VEVENT")
    found = [str(event.get(name, "")) for name in ("summary", "location", "description")]
    assert found == [summary, place, description]


def test_signs_that_control_a_line_do_not_break_a_feed() -> None:
    told = replace(events(NIGHT)[0], summary="a\rb\x00c\u2028d\tSTATUS:X")
    content = feed_bytes("x\r\nMETHOD:CANCEL", "n\nX", (told,), "Asia/Seoul")
    calendar = icalendar.Calendar.from_ical(content)
    assert str(calendar["method"]) == "PUBLISH"
    assert str(calendar["x-wr-calname"]) == "x  METHOD:CANCEL"
    assert [str(event["summary"]) for event in calendar.walk("VEVENT")] == ["a b c d STATUS:X"]


def test_lines_are_folded_at_75_octets_and_end_as_the_standard_asks() -> None:
    content = feed_bytes("가" * 60, "", events(NIGHT), "Asia/Seoul")
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert max(map(len, content.split(b"\r\n"))) <= 75


def test_the_same_events_give_the_same_bytes_and_ids_that_name_nobody() -> None:
    assert feed_bytes("a", "", events(NIGHT), "Asia/Seoul") == feed_bytes("a", "", events(NIGHT), "Asia/Seoul")
    uids = {
        event_uid(*key)
        for key in (
            ("tiny", "A0001", date(2026, 12, 7), 0),
            ("tiny", "A0002", date(2026, 12, 7), 0),
            ("other", "A0001", date(2026, 12, 7), 0),
            ("tiny", "A0001", date(2026, 12, 8), 0),
            ("tiny", "A0001", date(2026, 12, 7), 1),
        )
    }
    assert len(uids) == 5
    assert not any("A0001" in uid for uid in uids)
    assert events(NIGHT)[0].uid == event_uid("tiny", "A0001", date(2026, 12, 7), 0)


def test_another_shift_on_the_day_moves_the_event_with_the_next_revision() -> None:
    moved = duty("2026-12-09", "14:00", "23:00", ("18:00", "19:00"))
    night, morning = events(NIGHT, MORNING)
    kept, changed = revised((night, morning), events(NIGHT, moved, form=LATER), WINDOW, LATER)
    assert kept == night
    assert (changed.uid, changed.start, changed.sequence) == (morning.uid, moved[0].start, 1)
    assert changed.stamp == LATER.stamp


def test_another_meal_is_told_too() -> None:
    later_meal = duty("2026-12-09", "09:00", "18:00", ("13:00", "14:00"))
    (changed,) = revised(events(MORNING), events(later_meal, form=LATER), WINDOW, LATER)
    assert changed.sequence == 1


def test_a_duty_that_is_called_off_stays_as_cancelled_until_it_comes_back() -> None:
    night, morning = events(NIGHT, MORNING)
    without = revised((night, morning), events(NIGHT, form=LATER), WINDOW, LATER)
    gone = without[1]
    assert (gone.uid, gone.cancelled, gone.sequence) == (morning.uid, True, 1)
    assert gone.summary == "취소 Cancelled: 근무 Duty X"
    assert str(parsed(without).walk("VEVENT")[1]["status"]) == "CANCELLED"
    assert revised(without, events(NIGHT, form=LATER), WINDOW, LATER) == without
    (_, back) = revised(without, events(NIGHT, MORNING, form=LATER), WINDOW, LATER)
    assert (back.uid, back.cancelled, back.sequence, back.start) == (morning.uid, False, 2, morning.start)


def test_days_outside_the_window_stay_and_are_let_go_after_a_month() -> None:
    told = events(
        duty("2026-11-05", "09:00", "18:00"), duty("2026-11-06", "09:00", "18:00"), duty("2026-12-20", "09:00", "18:00")
    )
    assert revised(told, (), WINDOW, LATER) == told[1:]


@pytest.mark.parametrize("agent_id", ["../../x", "a/b", "CON", "con", "=1+1", "a" * 300, ".", "A0001 ", "김"])
def test_no_id_leads_out_of_the_folder_or_to_a_name_that_windows_keeps(tmp_path: Path, agent_id: str) -> None:
    name = feed_name(agent_id)
    assert (tmp_path / name).resolve().parent == tmp_path.resolve()
    assert len(name.encode()) < 200 and name.endswith(".ics") and not name.startswith(("=", "."))
    assert name.removesuffix(".ics").upper() not in {"CON", "NUL"}


def test_ids_that_differ_in_capitals_alone_have_files_of_their_own() -> None:
    names = [feed_name(agent_id) for agent_id in ("A0001", "a0001", "A_1", "A/1", "A:1")]
    assert len({name.casefold() for name in names}) == 5
    assert names[0] == "A0001.ics"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:x\r\nDTEND:y\r\nDTSTAMP:z\r\nSEQUENCE:a\r\nEND:VEVENT\r\n",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20261207\r\nDTEND;VALUE=DATE:20261208\r\n"
        b"DTSTAMP:20261125T150000Z\r\nSUMMARY:x\r\nSTATUS:CONFIRMED\r\nSEQUENCE:0\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    ],
)
def test_another_kind_of_file_is_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "A0001.ics").write_bytes(content)
    with pytest.raises(DataError, match=r"A0001.ics: expected a calendar as `wfm export` writes it"):
        read_feed(tmp_path / "A0001.ics", "Asia/Seoul")
