"""`wfm export` for HR: pay hours, months, changes since an earlier export, calendars, a payroll system's own table."""

import csv
from pathlib import Path

import icalendar
import openpyxl
import pytest

from tests.cli.runner import content_of, wfm
from tests.cli.tiny import ACTIVITIES, ROSTER, roster_folder, tiny_site

LATER = ("2026-06-08T09", "2026-06-08T10"), ("2026-06-08T18", "2026-06-08T19"), (",D09,", ",D10,")


def exported(tmp_path: Path, roster: Path, name: str, *words: object) -> Path:
    done = wfm("export", "--site", tmp_path / "site", "--roster", roster, "--out", tmp_path / name, *map(str, words))
    assert done.exit_code == 0, done.stderr
    return tmp_path / name


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """The export of the roster of one agent and one lead on one day."""
    tiny_site(tmp_path / "site")
    return exported(tmp_path, roster_folder(tmp_path / "roster"), "first")


def rows(path: Path, encoding: str = "utf-8-sig", delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def events(folder: Path, agent_id: str) -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical((folder / "calendar" / f"{agent_id}.ics").read_bytes()).walk("VEVENT")


def moved(tmp_path: Path) -> Path:
    """The same roster with the lead called off and the agent an hour later, activities too."""
    roster = "".join(line for line in ROSTER.splitlines(keepends=True) if not line.startswith("L001"))
    agent = "A0001,2026-06-08T10:00:00,2026-06-08T14:00:00,work,general\n"
    agent += "A0001,2026-06-08T14:00:00,2026-06-08T15:00:00,meal,\n"
    agent += "A0001,2026-06-08T15:00:00,2026-06-08T19:00:00,work,general\n"
    for old, new in LATER:
        roster = roster.replace(old, new)
    return roster_folder(tmp_path / "moved", roster, ACTIVITIES.splitlines(keepends=True)[0] + agent)


def test_pay_hours_begin_with_a_bom_and_have_a_row_for_each_person_and_day(first: Path) -> None:
    assert (first / "pay_hours.csv").read_bytes().startswith(b"\xef\xbb\xbfagent_id,role,team,date,day_kind,paid_")
    found = rows(first / "pay_hours.csv")
    assert len(found) == 10
    (worked,) = [row for row in found if row["agent_id"] == "A0001"]
    assert (worked["paid_minutes"], worked["regular_minutes"], worked["day_kind"]) == ("480", "480", "work")
    assert [row["month"] for row in rows(first / "pay_months.csv")] == ["2026-06"] * 10


def test_everybody_has_a_calendar_and_only_duties_are_in_it(first: Path) -> None:
    assert len(list((first / "calendar").iterdir())) == 10
    assert len(events(first, "A0001")) == 1
    assert events(first, "A0002") == []


def test_an_update_moves_an_event_and_a_cancellation_removes_one(tmp_path: Path, first: Path) -> None:
    second = exported(tmp_path, moved(tmp_path), "second", "--since", first)
    (before,), (after,) = events(first, "A0001"), events(second, "A0001")
    assert before["uid"] == after["uid"]
    assert (after["sequence"], after.decoded("dtstart").hour) == (1, 10)
    (told,), (gone,) = events(first, "L001"), events(second, "L001")
    assert (told["uid"], gone["status"], gone["sequence"]) == (gone["uid"], "CANCELLED", 1)


def test_a_third_export_keeps_what_calendars_were_told(tmp_path: Path, first: Path) -> None:
    second = exported(tmp_path, moved(tmp_path), "second", "--since", first)
    third = exported(tmp_path, tmp_path / "moved", "third", "--since", second)
    assert content_of(third / "calendar") == content_of(second / "calendar")
    back = exported(tmp_path, tmp_path / "roster", "back", "--since", third)
    assert [(event["status"], event["sequence"]) for event in events(back, "L001")] == [("CONFIRMED", 2)]


def test_changes_are_listed_with_shifts_times_and_minutes(tmp_path: Path, first: Path) -> None:
    second = exported(tmp_path, moved(tmp_path), "second", "--since", first)
    changed, removed = rows(second / "changes.csv")
    assert (changed["agent_id"], changed["change"], changed["before"], changed["after"]) == (
        "A0001",
        "shift",
        "D09",
        "D10",
    )
    assert (changed["end_before"], changed["end_after"]) == ("2026-06-08T18:00:00", "2026-06-08T19:00:00")
    assert (removed["agent_id"], removed["change"], removed["after"]) == ("L001", "removed", "off")
    assert (removed["paid_minutes_before"], removed["paid_minutes_after"]) == ("480", "0")
    assert "변경 Changes" in openpyxl.load_workbook(second / "roster.xlsx").sheetnames


def test_a_roster_folder_without_calendars_can_be_compared_with_too(tmp_path: Path, first: Path) -> None:
    second = exported(tmp_path, moved(tmp_path), "second", "--since", tmp_path / "roster")
    assert [event["status"] for event in events(second, "L001")] == ["CANCELLED"]
    assert len(rows(second / "changes.csv")) == 2


def test_an_export_may_replace_the_one_it_is_compared_with(tmp_path: Path, first: Path) -> None:
    second = exported(tmp_path, moved(tmp_path), "first", "--since", first)
    assert second == first
    assert [event["sequence"] for event in events(first, "A0001")] == [1]


def test_headers_are_korean_or_english_on_request(tmp_path: Path, first: Path) -> None:
    korean = rows(exported(tmp_path, tmp_path / "roster", "ko", "--headers", "ko") / "pay_hours.csv")
    assert korean[0]["상담사 번호"] == "A0001"
    assert (korean[0]["날의 구분"], korean[0]["유급 시간(분)"], korean[0]["야간 근로(분)"]) == ("근무", "480", "0")
    english = rows(exported(tmp_path, tmp_path / "roster", "en", "--headers", "en") / "pay_months.csv")
    assert (english[0]["Paid (min)"], english[0]["Role"]) == ("480", "Agent")
    assert str(events(tmp_path / "ko", "A0001")[0]["summary"]) == "근무 D09"


PAYROLL = """
[payroll]
table = "{table}"
encoding = "{encoding}"
[[payroll.column]]
name = "{name}"
from = "paid_minutes"
unit = "hours"
"""


def test_a_payroll_system_gets_its_own_columns(tmp_path: Path, first: Path) -> None:
    text = PAYROLL.format(table="pay_months", encoding="cp949", name="근로시간")
    (tmp_path / "site" / "payroll.toml").write_text(text, encoding="utf-8")
    out = exported(tmp_path, tmp_path / "roster", "own")
    assert rows(out / "payroll.csv", "cp949")[0] == {"근로시간": "8.00"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (PAYROLL.format(table="days", encoding="utf-8", name="h"), "payroll.toml, column payroll.table: 'days'"),
        (
            PAYROLL.format(table="pay_hours", encoding="cp949", name="時間 ⏱"),
            "expected an encoding that has the letter '⏱'",
        ),
    ],
)
def test_a_mistake_in_payroll_toml_is_one_sentence_and_changes_nothing(
    tmp_path: Path, first: Path, text: str, sentence: str
) -> None:
    (tmp_path / "site" / "payroll.toml").write_text(text, encoding="utf-8")
    before = content_of(tmp_path)
    words = ("--roster", tmp_path / "roster", "--out", tmp_path / "first")
    done = wfm("export", "--site", tmp_path / "site", *words)
    assert done.exit_code == 4
    assert sentence in done.stderr
    assert content_of(tmp_path) == before


@pytest.mark.parametrize("what", ["no roster", "no calendar", "minutes"])
def test_an_earlier_export_or_a_roster_that_cannot_be_used_changes_nothing(
    tmp_path: Path, first: Path, what: str
) -> None:
    since = first
    if what == "no roster":
        since = tmp_path / "empty"
    elif what == "no calendar":
        (first / "calendar" / "A0001.ics").write_text("hello", encoding="utf-8")
    else:
        roster_folder(tmp_path / "roster", ROSTER.replace("T18:00:00,480", "T18:00:00,481", 1))
    before = content_of(tmp_path)
    words = ("--roster", tmp_path / "roster", "--out", tmp_path / "out", "--since", since)
    done = wfm("export", "--site", tmp_path / "site", *words)
    assert done.exit_code == 4
    assert len(done.stderr.strip().splitlines()) == 1
    assert content_of(tmp_path) == before


def test_a_calendar_folder_with_other_peoples_files_is_not_replaced(tmp_path: Path, first: Path) -> None:
    (first / "calendar" / "mine.txt").write_text("mine", encoding="utf-8")
    done = wfm("export", "--site", tmp_path / "site", "--roster", tmp_path / "roster", "--out", first)
    assert done.exit_code == 1
    assert "mine.txt" in done.stderr


def test_short_contracts_whose_hours_reach_15_are_told_to_hr(tmp_path: Path) -> None:
    site = tiny_site(tmp_path / "site")
    staff = (
        (site / "staff.csv")
        .read_text(encoding="utf-8")
        .replace("A0001,agent,T01,V1,general,2400", "A0001,agent,T01,V1,general,400")
    )
    (site / "staff.csv").write_text(staff, encoding="utf-8")
    days, lines = [8, 9], ["agent_id,start,end,activity,queue"]
    roster = [ROSTER.splitlines()[0]]
    for day in days:
        roster.append(
            f"A0001,agent,T01,2026-06-{day:02},X,2026-06-{day:02}T09:00:00,2026-06-{day:02}T17:00:00,480,site"
        )
        lines.append(f"A0001,2026-06-{day:02}T09:00:00,2026-06-{day:02}T17:00:00,work,general")
    folder = roster_folder(tmp_path / "roster", "\n".join(roster) + "\n", "\n".join(lines) + "\n")
    (folder / "report.json").write_text('{"window": {"start": "2026-06-08", "days": 7}}', encoding="utf-8")
    done = wfm("export", "--site", site, "--roster", folder, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.stderr
    assert "A0001 16.0 h" in done.stderr
    assert "18(3)" in done.stderr
