"""Today: which roster is worked, what may still be done within the rules, and an agent off the queue at once."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from domain.errors import UsageError, WfmError
from domain.roster import Activity
from domain.site import Site
from domain.site_config import Recovery
from domain.site_folder import read_site
from pipeline.edit_orders import EditOrder, Hold, SetDay
from pipeline.ingest import ingest
from pipeline.roster_edit import edit_roster
from pipeline.roster_states import RosterState, roster_state
from pipeline.roster_versions import publish_version, site_versions, version_of_night
from pipeline.site_store import open_site_database
from pipeline.today_acts import apply_proposals, off_the_queue, recovered
from pipeline.today_options import Lever, today_options
from pipeline.today_roster import day_roster, day_version, present_on
from pipeline.views_day_calls import day_calls
from pipeline.views_day_cover import day_cover, needed_now
from scheduling.audit import audit
from store.audit_trail import list_audit
from tests.app.small_night import FIRST, NIGHT, small_night

WEDNESDAY = date(2026, 10, 7)
NINE = datetime(2026, 10, 7, 9)
LATER_NIGHT = NIGHT + timedelta(days=1)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 10, 7, hour, minute)


@pytest.fixture
def site_dir(tmp_path: Path) -> Path:
    return small_night(tmp_path / "mini")


def state_of(site_dir: Path) -> RosterState:
    return roster_state(site_dir, "mini", version_of_night(site_dir, NIGHT).number)


def needs(general: dict[datetime, float]) -> dict[tuple[datetime, str], float]:
    """One agent of `general` in every half-hour but those of the meal, which all take at once, or as asked for."""
    slots = [NINE + timedelta(minutes=30 * number) for number in range(18)]
    return {(slot, "general"): general.get(slot, 0.0 if slot.hour == 13 else 1.0) for slot in slots}


def with_shift(site: Site, shift_id: str, **changes: object) -> Site:
    """The site with one more shift, like D09 but for the changes, and with overtime agreed by everybody."""
    shift = replace(site.shift_by_id["D09"], id=shift_id, **changes)  # type: ignore[arg-type]
    people = tuple(replace(person, max_overtime_min_week=720) for person in site.people)
    return replace(site, shifts=(*site.shifts, shift), people=people)


def test_the_roster_of_a_day_is_that_of_the_newest_night_that_planned_it_with_its_edits(site_dir: Path) -> None:
    assert day_version(site_dir, WEDNESDAY) == 1
    assert day_version(site_dir, FIRST - timedelta(days=1)) is None
    edit_roster(site_dir, read_site(site_dir), EditOrder(1, (SetDay("A0001", FIRST, None),)))
    assert day_version(site_dir, WEDNESDAY) == 2


def test_what_was_published_is_worked_before_a_later_night(site_dir: Path) -> None:
    version_of_night(site_dir, NIGHT)
    publish_version(site_dir, 1, "kim")
    small_night(site_dir, night=LATER_NIGHT)
    assert day_version(site_dir, WEDNESDAY) == 1


def test_rests_move_inside_their_window_to_where_nobody_is_missing(site_dir: Path) -> None:
    site, state = read_site(site_dir), state_of(site_dir)
    needed = needs({at(10, 30): 2.0})  # both of `general` rest then for a quarter of an hour
    found = today_options(site, state, needed, at(10))
    assert [proposal.lever for proposal in found.proposals] == [Lever.REST, Lever.REST]
    assert [proposal.agent_id for proposal in found.proposals] == ["A0001", "A0002"]
    assert found.short_before[at(10, 30)] == pytest.approx(1.0)
    assert sum(found.short_after.values()) == pytest.approx(0.0)
    for proposal in found.proposals:
        assert proposal.helps == ((at(10, 30), pytest.approx(0.5)),)
        rests = [each for each in proposal.instead.activities if each.activity == "rest"]
        assert [each.end - each.start for each in rests] == [timedelta(minutes=15)] * 2
        assert not any(each.start < at(10, 45) and each.end > at(10, 30) for each in rests)


def test_a_rest_stays_where_moving_it_would_leave_somebody_else_short(site_dir: Path) -> None:
    everywhere = {NINE + timedelta(minutes=30 * number): 2.0 for number in range(18)}  # also in the meal: it stays
    found = today_options(read_site(site_dir), state_of(site_dir), needs(everywhere), at(10))
    assert found.proposals == () and found.short_after == found.short_before


def test_a_rest_that_has_begun_and_a_locked_day_stay(site_dir: Path) -> None:
    site = read_site(site_dir)
    needed = needs({at(10, 30): 2.0})
    assert today_options(site, state_of(site_dir), needed, at(10, 31)).of(Lever.REST) == ()
    edit_roster(site_dir, site, EditOrder(1, (Hold("A0001", WEDNESDAY, True), Hold("A0002", WEDNESDAY, True))))
    assert today_options(site, roster_state(site_dir, "mini", 2), needed, at(10)).proposals == ()


def test_overtime_is_a_longer_shift_with_every_meal_and_rest_and_keeps_what_was_worked(site_dir: Path) -> None:
    plain, state = read_site(site_dir), state_of(site_dir)
    site = with_shift(plain, "L09", span_min=630, rest_count=3, meal_until_min=390)
    needed = needs({}) | {(at(18), "general"): 1.0, (at(18, 30), "general"): 1.0}
    found = today_options(site, state, needed, at(15))
    assert [each.lever for each in found.proposals] == [Lever.OVERTIME]
    longer = found.proposals[0].instead
    assert longer.duty.end == at(19, 30) and longer.duty.paid_minutes == 570
    assert [each.activity for each in longer.activities].count("rest") == 3
    before = [each for each in state.roster.activities if each.agent_id == "A0001" and each.start.date() == WEDNESDAY]
    assert [each for each in longer.activities if each.end <= at(15)] == [each for each in before if each.end <= at(15)]
    assert today_options(plain, state, needed, at(15)).proposals == ()  # no longer shift, and nobody agreed to more


def test_a_part_shift_that_has_not_begun_may_come_forward(site_dir: Path) -> None:
    site, state = read_site(site_dir), state_of(site_dir)
    part = {"span_min": 240, "meal_min": 30, "meal_from_min": 90, "meal_until_min": 180, "rest_count": 0}
    for name, start_min in (("P15", 15 * 60), ("P12", 12 * 60)):
        site = with_shift(site, name, start_min=start_min, **part)
    site = replace(site, people=tuple(replace(each, max_overtime_min_week=0) for each in site.people))
    off = edited_day(site_dir, site, "A0001", "P15", state)
    needed = {(at(12, 30), "general"): 2.0, (at(16), "general"): 0.0}
    found = today_options(site, off, needed, at(10))
    assert [(each.lever, each.agent_id) for each in found.proposals] == [(Lever.FORWARD, "A0001")]
    assert found.proposals[0].instead.duty.start == at(12)
    assert today_options(site, off, needed, at(11, 30)).of(Lever.FORWARD) == ()  # too late to call


def edited_day(site_dir: Path, site: Site, agent_id: str, shift: str, state: RosterState) -> RosterState:
    """The state with another shift on the person's Wednesday."""
    verdict = edit_roster(site_dir, site, EditOrder(state.version.number, (SetDay(agent_id, WEDNESDAY, shift),)))
    assert verdict.saved is not None, verdict.breaches
    return roster_state(site_dir, "mini", verdict.saved)


def test_proposals_become_a_draft_that_breaks_no_rule_and_not_over_somebody_elses_edit(site_dir: Path) -> None:
    site, state = read_site(site_dir), state_of(site_dir)
    found = today_options(site, state, needs({at(10, 30): 2.0}), at(10))
    applied = apply_proposals(site_dir, site, 1, found.proposals, "kim")
    assert applied.saved == 2 and applied.breaches == ()
    assert audit(site, roster_state(site_dir, "mini", 2).roster).hard_broken == 0
    with pytest.raises(WfmError, match="changed today's roster meanwhile"):
        apply_proposals(site_dir, site, 1, found.proposals, "lee")
    assert [version.number for version in site_versions(site_dir).versions] == [2, 1]


def test_off_the_queue_is_thirty_paid_minutes_at_once_and_keeps_meals_and_rests(site_dir: Path) -> None:
    site, state = read_site(site_dir), state_of(site_dir)
    off = off_the_queue(site_dir, site, 1, "A0001", at(10, 20), needs({}), "kim")
    assert (off.minutes, off.until, off.version) == (30, at(11, 5), 2)  # the rest from 10:30 to 10:45 is given, too
    after = roster_state(site_dir, "mini", 2)
    own = [each for each in after.roster.activities if each.agent_id == "A0001" and each.start.date() == WEDNESDAY]
    assert [(f"{each.start:%H:%M}", each.activity) for each in own][:5] == [
        ("09:00", "work"), ("10:20", "recovery"), ("10:30", "rest"), ("10:45", "recovery"), ("11:05", "work"),
    ]  # fmt: skip
    assert all(each.is_paid for each in own if each.activity == "recovery")
    assert audit(site, after.roster).hard_broken == audit(site, state.roster).hard_broken == 0
    assert off.cover[0] == (at(10), pytest.approx(2 + 1), pytest.approx(2 + 1 - 1 / 3), 1.0)


def test_off_the_queue_is_granted_on_a_locked_day_in_a_shortfall_and_again(site_dir: Path) -> None:
    site = read_site(site_dir)
    state_of(site_dir)
    edit_roster(site_dir, site, EditOrder(1, (Hold("A0001", WEDNESDAY, True),)))
    needed = needs({at(14): 9.0})
    first = off_the_queue(site_dir, site, 1, "A0001", at(14), needed, None)
    second = off_the_queue(site_dir, site, 1, "A0001", at(14, 5), needed, None)
    assert (first.until, second.until) == (at(14, 30), at(15))
    assert second.version == first.version + 1


def test_whose_recovery_it_is_stands_in_no_note_and_no_trail(site_dir: Path) -> None:
    state_of(site_dir)
    off_the_queue(site_dir, read_site(site_dir), 1, "A0001", at(10), needs({}), "kim")
    assert site_versions(site_dir).versions[0].note == "recovery"
    with open_site_database(site_dir) as database:
        trail = [f"{entry.what} {entry.detail}" for entry in list_audit(database, "mini")]
    assert not any("A0001" in line for line in trail)


def test_only_somebody_on_duty_can_go_off_the_queue(site_dir: Path) -> None:
    state_of(site_dir)
    with pytest.raises(UsageError, match="A0001 is not on duty at 2026-10-07 20:00; nothing was changed"):
        off_the_queue(site_dir, read_site(site_dir), 1, "A0001", at(20), needs({}), None)


def test_recovery_ends_with_the_duty() -> None:
    work = [Activity("A0001", at(17), at(17, 20), "work", "general")]
    assert recovered(work, at(17, 10), timedelta(minutes=30)) == (
        Activity("A0001", at(17), at(17, 10), "work", "general"), Activity("A0001", at(17, 10), at(17, 20), "recovery"),
    )  # fmt: skip


def test_the_reserve_is_that_of_the_requirement_and_says_who_is_out_only_as_a_number(site_dir: Path) -> None:
    site = read_site(site_dir)
    config = site.config.model_copy(update={"recovery": Recovery(events_per_agent_month=100)})
    site = replace(site, config=config)
    state_of(site_dir)
    off_the_queue(site_dir, site, 1, "A0001", at(14), needs({}), None)
    roster = day_roster(site_dir, site, WEDNESDAY, 2)
    cover = day_cover(site, roster, roster.needed, at(14, 10))
    assert (cover.out, cover.recovery_min, cover.on_duty) == (1, 30, ("A0001", "A0002", "A0003"))
    assert cover.reserve == 3  # 3 needed, 100 events of 30 min in 168 h: a mean of 0.9 out at once, its P95 is 3


def test_a_day_of_which_nothing_is_known_shows_forecast_and_plan(site_dir: Path) -> None:
    calls = day_calls(site_dir, at(12))
    assert calls is not None
    assert (calls.counted, calls.deviation, calls.known_until, calls.anew) == (0.0, None, None, {})
    assert calls.frame[calls.frame["queue"] == "*"]["ahead"].tolist() == [110.0] * 18
    assert day_calls(site_dir, datetime(2026, 12, 1)) is None


def test_a_busy_morning_needs_more_people_for_the_rest_of_the_day(site_dir: Path) -> None:
    site = read_site(site_dir)
    rows = ["interval_start,queue,offered,answered"]
    for day, factor, until in ((FIRST, 0.5, 18), (FIRST + timedelta(days=1), 1.0, 18), (WEDNESDAY, 1.5, 12)):
        starts = [datetime(day.year, day.month, day.day, 9) + timedelta(minutes=30 * number) for number in range(18)]
        rows += [
            f"{start.isoformat()},{queue},{round(count * factor) + number % 3},{round(count * factor * 0.9)}"
            for number, start in enumerate(starts)
            if start.hour < until
            for queue, count in (("general", 100), ("chat", 10))
        ]
    export = site_dir.with_name("morning.csv")
    export.write_text("\n".join(rows) + "\n", encoding="utf-8")
    ingest(site_dir, [export])
    calls = day_calls(site_dir, at(12))
    assert calls is not None and calls.deviation is not None and calls.answered is not None
    assert calls.deviation == pytest.approx(0.5, abs=0.05) and calls.answered == pytest.approx(0.89, abs=0.02)
    assert calls.known_until == 12 * 60
    roster = day_roster(site_dir, site, WEDNESDAY, version_of_night(site_dir, NIGHT).number)
    needed = needed_now(roster, calls)
    assert needed[at(11), "general"] == 2 and needed[at(14), "general"] > 10
    cover = day_cover(site, roster, needed, at(12))
    assert float(cover.short["short"].max()) > 8
    assert present_on(site, roster.state, WEDNESDAY)[at(9), "general"] == 2
