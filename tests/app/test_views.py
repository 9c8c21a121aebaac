"""The read models on a small night, against figures counted by hand and against the audit."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest

from app_parts.reasons import why_this_model
from app_parts.tables import _reasons
from app_parts.words import words_of
from domain.day_types import DayKind
from domain.errors import ConfigError, DataError
from domain.frame_files import read_requirement
from domain.roster_files import read_roster
from pipeline.file_names import RECORD_FILE, TOTALS_FILE
from pipeline.views_cover import RosterFrames, roster_frames, touched_intervals
from pipeline.views_files import published_files
from pipeline.views_forecast import forecast_day, forecast_frames, forecast_view
from pipeline.views_forecast_groups import groups_of
from pipeline.views_night import PublishedNight, latest_mark, published_night
from pipeline.views_record import record_view
from pipeline.views_requirement import requirement_frame, requirement_view, requirement_week, week_starts
from pipeline.views_roster import ShortStretch, cover_map, lead_stretches, roster_view, short_stretches
from pipeline.views_roster_day import PeopleFilter, roster_day, roster_grid
from scheduling.audit import audit
from tests.app.small_night import DAYS, EVENT_DAY, FIRST, SHORT_DAY, SLOTS, small_night, small_site


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> PublishedNight:
    """The small night, read; frozen, so that tests may share it."""
    mark = latest_mark(small_night(tmp_path_factory.mktemp("views") / "mini"))
    assert mark is not None
    return published_night(mark)


@pytest.fixture(scope="module")
def frames(night: PublishedNight) -> RosterFrames:
    """Its roster; no test changes a frame."""
    return roster_frames(night)


def test_a_site_without_a_night_has_no_mark(tmp_path: Path) -> None:
    assert latest_mark(small_site(tmp_path / "mini")) is None


def test_a_mark_changes_with_the_night_and_with_the_site(tmp_path: Path) -> None:
    site = small_night(tmp_path / "mini")
    before = latest_mark(site)
    assert latest_mark(site) == before
    (site / "leave.csv").write_text("agent_id,date,kind\n", encoding="utf-8")
    after = latest_mark(site)
    assert after != before
    assert after is not None
    assert published_night(after).changed_files == ("leave.csv",)


def test_a_night_says_what_it_planned_and_when(night: PublishedNight) -> None:
    assert (night.night, night.window.start, night.window.days) == (date(2026, 10, 4), FIRST, DAYS)
    assert night.started is not None
    assert night.started.strftime("%m-%d %H:%M") == "10-05 02:00"  # 17:00 in UTC
    assert night.changed_files == ()


@pytest.mark.parametrize(
    ("content", "error"), [("{", DataError), ("[]", DataError), ("{}", DataError), (None, ConfigError)]
)
def test_a_manifest_that_cannot_be_used_is_refused(tmp_path: Path, content: str | None, error: type[Exception]) -> None:
    site = small_night(tmp_path / "mini")
    manifest = site / "nights" / "latest" / "manifest.json"
    manifest.unlink() if content is None else manifest.write_text(content, encoding="utf-8")
    mark = latest_mark(site)
    assert mark is not None
    with pytest.raises(error, match=r"manifest\.json"):
        published_night(mark)


def test_the_forecast_adds_up_over_days_and_beside_what_came(night: PublishedNight) -> None:
    view = forecast_view(night, forecast_frames(night), "en")
    assert view.queues == ("general", "chat")
    assert view.contacts == 5 * 18 * 110 + 2 * 18 * 55
    assert (view.busiest_day, view.busiest_contacts) == (date(2026, 10, 6), 18 * 110)
    assert view.before is not None
    assert view.before.contacts == 7 * 18 * 110
    assert (view.before.first, view.before.last) == (date(2026, 9, 28), date(2026, 10, 4))


def test_all_queues_together_have_days_and_a_fan_of_their_own(night: PublishedNight) -> None:
    """The file's band, not that of general (20) and chat (10) added up; a channel of one queue is no group."""
    frames = forecast_frames(night)
    view = forecast_view(night, frames, "en")
    assert view.groups == ("*",)
    found = forecast_day(frames, "*", date(2026, 10, 7))
    assert found.fan[["offered", "p10", "p90"]].iloc[0].tolist() == [110, 97, 123]
    assert found.weeks_before["offered"].unique().tolist() == [110]
    days = view.days[view.days["queue"] == "*"].set_index("date")
    assert days.loc["2026-10-07", "contacts"] == 18 * 110
    assert days.loc["2026-10-04", "contacts"] == 18 * 110


def test_the_range_of_a_day_is_that_of_its_count_not_of_its_intervals_added_up(night: PublishedNight) -> None:
    """18 half-hours of 100 +- 10, less than Poisson counts scatter: the day is Poisson, 1,800 +- 54."""
    days = forecast_view(night, forecast_frames(night), "en").days
    day = days[(days["queue"] == "general") & (days["date"] == pd.Timestamp(2026, 10, 7))].iloc[0]
    assert (day["contacts"], day["low"], day["high"]) == (1800, 1746, 1854)


def test_a_channel_of_several_but_not_all_queues_is_a_group(night: PublishedNight) -> None:
    voice, chat = night.site.queues
    queues = (voice, chat, voice.model_copy(update={"id": "sales"}))
    assert dict(groups_of(queues)) == {"*": ["general", "chat", "sales"], "* voice": ["general", "sales"]}
    assert dict(groups_of((voice,))) == {}


def test_a_night_without_totals_shows_its_queues(tmp_path: Path) -> None:
    site = small_night(tmp_path / "mini")
    (site / "nights" / "latest" / TOTALS_FILE).unlink()
    mark = latest_mark(site)
    assert mark is not None
    found = published_night(mark)
    view = forecast_view(found, forecast_frames(found), "en")
    assert (view.groups, view.queues) == ((), ("general", "chat"))
    assert set(view.days["queue"]) == {"general", "chat"}


def test_days_unlike_others_are_named_with_holidays_and_events(night: PublishedNight) -> None:
    view = forecast_view(night, forecast_frames(night), "ko")
    kinds = {day.day: (day.kind, day.name) for day in view.special_days}
    assert kinds[FIRST][0] is DayKind.SUBSTITUTE
    assert kinds[EVENT_DAY] == (DayKind.EVENT, "storm")
    assert kinds[date(2026, 10, 9)] == (DayKind.SINGLE_HOLIDAY, "한글날")


def test_one_day_of_the_forecast_has_its_fan_and_four_weeks_beside_it(night: PublishedNight) -> None:
    found = forecast_day(forecast_frames(night), "chat", date(2026, 10, 7))
    assert found.fan["minute"].tolist() == list(SLOTS)
    assert found.fan[["p10", "p50", "p90"]].iloc[0].tolist() == [5, 10, 15]
    days = sorted(found.weeks_before["date"].dt.strftime("%m-%d").unique())
    assert days == ["09-09", "09-16", "09-23", "09-30"]


def test_errors_over_all_queues_weigh_each_by_its_contacts(night: PublishedNight) -> None:
    view = record_view(night)
    assert view.wape == pytest.approx(0.07)
    assert view.planners_mean == pytest.approx(0.1)
    assert view.of_queue("general").members == ("regression", "prophet")
    assert view.of_queue("chat").candidates[0].model == "regression"


def test_a_night_without_a_record_says_nothing_of_errors(tmp_path: Path) -> None:
    site = small_night(tmp_path / "mini")
    (site / "nights" / "latest" / RECORD_FILE).unlink()
    mark = latest_mark(site)
    assert mark is not None
    view = record_view(published_night(mark))
    assert (view.queues, view.wape, view.planners_mean) == ((), None, None)


def test_the_requirement_is_counted_in_agent_hours_and_by_the_goal_that_binds(night: PublishedNight) -> None:
    view = requirement_view(night, requirement_frame(night))
    assert view.agent_hours == (7 * 18 * 2 + 5 * 18) / 2
    assert (view.peak_agents, view.peak_at) == (3, datetime(2026, 10, 5, 9))
    assert view.lost_share == pytest.approx(0.06)
    general = view.queues[0]
    assert general.queue == "general"
    # 6 of the 18 half-hours of a day are before noon.
    assert general.binding_shares == {"occupancy": pytest.approx(2 / 3), "response_rate": pytest.approx(1 / 3)}
    assert view.binding_shares["service_level"] == pytest.approx(90 / 342)


def test_expectations_are_weighted_by_contacts_and_stand_beside_their_goals(night: PublishedNight) -> None:
    needed = requirement_frame(night)
    is_quiet = (needed["queue"] == "general") & (needed["date"] == pd.Timestamp(FIRST))
    needed = needed.assign(response_rate=needed["response_rate"].mask(is_quiet, 0.0))
    found = {each.goal: each for each in requirement_view(night, needed).queues[0].expectations}
    # 5 days of 100 contacts and one of 50 at 96%, one of 50 at nothing.
    assert found["response_rate"].expected == pytest.approx(0.96 * 550 / 600)
    assert found["response_rate"].asked == 0.95
    assert (found["service_level"].asked, found["service_level"].within_s) == (None, 20)
    assert found["occupancy"].within_s is None


def test_a_week_of_the_requirement_holds_one_queue_and_seven_days(night: PublishedNight) -> None:
    assert week_starts(night) == (FIRST,)
    week = requirement_week(requirement_frame(night), "chat", FIRST)
    assert set(week["queue"]) == {"chat"}
    assert len(week) == 5 * 18


def test_an_interval_half_worked_counts_as_half() -> None:
    rows = pd.DataFrame({"start": [pd.Timestamp("2026-10-05T09:15")], "end": [pd.Timestamp("2026-10-05T10:10")]})
    touched = touched_intervals(rows, 30)
    assert touched["interval_start"].dt.strftime("%H:%M").tolist() == ["09:00", "09:30", "10:00"]
    assert touched["share"].tolist() == pytest.approx([0.5, 1, 1 / 3])


def test_cover_and_leads_are_those_of_the_audit(night: PublishedNight, frames: RosterFrames) -> None:
    roster = read_roster(night.folder, night.window)
    needed = read_requirement(night.folder / "requirement.csv", "Asia/Seoul")
    found = audit(night.site, roster, needed)
    for queue, cover in found.coverage.items():
        cells = cover_map(frames, queue)
        assert cells["short"].sum() == pytest.approx(cover.short)
        assert cells["over"].sum() == pytest.approx(cover.over)
    leads = [(each.interval_start.date(), each.need, each.have) for each in found.leads]
    shown = frames.leads
    assert leads == list(zip(shown["date"].dt.date, shown["need"], shown["have"], strict=True))


def test_a_queue_that_is_short_is_not_hidden_by_one_that_is_over(frames: RosterFrames) -> None:
    cover = frames.cover.assign(have=frames.cover["queue"].map({"general": 1.0, "chat": 9.0}))
    cells = cover_map(RosterFrames(frames.duties, frames.activities, cover, frames.leads), None)
    first = cells.iloc[0]
    assert (first["need"], first["have"]) == (3, 10)
    assert (first["short"], first["over"], first["state"]) == (1, 8, "short")
    assert first["depth"] == pytest.approx(1 / 3)


def test_what_is_just_met_is_neither_short_nor_over(frames: RosterFrames) -> None:
    cover = frames.cover.assign(have=frames.cover["need"] + 1e-12)
    states = cover_map(RosterFrames(frames.duties, frames.activities, cover, frames.leads), "general")["state"]
    assert set(states) == {"met"}


def test_the_roster_at_a_glance_is_that_of_the_report(night: PublishedNight, frames: RosterFrames) -> None:
    view = roster_view(night, frames, "ko")
    assert (view.status, view.gap, view.stopped_by) == ("feasible", 0.05, "time_limit")
    assert (view.required_h, view.short_h) == (171, 63.5)
    assert view.cover_share == pytest.approx(215 / 342)
    assert (view.lead_required_h, view.lead_short_h) == (90, 1)
    assert (view.agents, view.leads, view.duties, view.paid_h) == (3, 1, 19, 152)
    rules = {rule.rule_id: rule for rule in view.rules}
    assert (rules["leave"].title, rules["leave"].source) == ("승인된 휴가", "근로기준법 60조")
    assert "벌금" in rules["leave"].penalty
    assert (rules["tiling"].title, rules["tiling"].status, rules["tiling"].penalty) == ("활동의 빈틈", "form", "")


def test_neighbouring_short_intervals_are_one_stretch_with_the_reasons_of_the_worst(night: PublishedNight) -> None:
    first, second = short_stretches(night)
    assert (first.start, first.end) == (datetime(2026, 10, 6, 9), datetime(2026, 10, 6, 10, 30))
    assert (first.missing, first.hours, first.why) == (2, 2.0, {"leave": 2})
    assert (second.missing, second.hours, second.why) == (2, 1.0, {})


def test_short_leads_are_told_apart_from_short_agents(night: PublishedNight) -> None:
    (stretch,) = lead_stretches(night)
    assert (stretch.queue, stretch.missing, stretch.hours, stretch.hours_in_bound) == ("", 1, 1.0, 0.5)
    assert short_stretches(night)[0].hours_in_bound is None


def test_the_grid_tells_leave_from_days_off_and_from_days_before_or_after_a_contract(
    night: PublishedNight, frames: RosterFrames
) -> None:
    grid = roster_grid(night, frames, PeopleFilter())
    assert list(grid.people.index) == ["L001", "A0001", "A0002", "A0003"]
    assert grid.cells.loc["A0001"].tolist() == ["D09"] * 5 + ["off"] * 2
    assert grid.cells.loc["A0002", pd.Timestamp(SHORT_DAY)] == "leave"
    assert grid.cells.loc["A0003"].tolist()[5:] == ["none", "none"]
    assert grid.kinds.loc["A0001", pd.Timestamp(FIRST)] == "early"
    assert grid.people.loc["A0002", ["hours", "nights"]].tolist() == [32, 0]


def test_the_grid_shows_the_weeks_asked_for_but_counts_all(night: PublishedNight, frames: RosterFrames) -> None:
    grid = roster_grid(night, frames, PeopleFilter(role="lead"), weeks=0)
    assert grid.cells.shape == (1, 0)
    assert grid.people["hours"].tolist() == [40]


def test_a_day_shows_those_chosen_with_leads_first(frames: RosterFrames) -> None:
    day = roster_day(frames, SHORT_DAY, "general", PeopleFilter(team="T01"))
    assert day.people == 2
    assert list(dict.fromkeys(day.stretches["agent_id"])) == ["L001", "A0001"]
    assert day.stretches["from_minute"].min() == 540
    assert day.stretches["until_minute"].max() == 1080


def test_a_duty_over_midnight_is_cut_to_the_day(frames: RosterFrames) -> None:
    night_work = frames.activities.iloc[[0]].assign(
        start=pd.Timestamp("2026-10-05T22:00"), end=pd.Timestamp("2026-10-06T07:00")
    )
    over_midnight = RosterFrames(frames.duties, night_work, frames.cover, frames.leads)
    for day, span in ((FIRST, [1320, 1440]), (SHORT_DAY, [0, 420])):
        found = roster_day(over_midnight, day, None, PeopleFilter()).stretches
        assert found[["from_minute", "until_minute"]].values.tolist() == [span]


def test_a_file_to_take_away_carries_site_and_night_in_its_name(night: PublishedNight) -> None:
    workbook = published_files(night)[0]
    assert workbook.download_name == "mini_2026-10-04_roster.xlsx"
    assert workbook.content() == b"a workbook"


def test_what_few_people_are_kept_off_by_is_counted_together() -> None:
    moment = datetime(2026, 10, 6, 9)
    why = {"on_duty": 9, "leave": 5, "rests": 3, "limits": 2, "skills": 1}
    stretch = ShortStretch("general", moment, moment, 1, 0.5, why)
    said = _reasons(stretch, {"leave": "Approved leave", "rests": "Rests"}, words_of("en"))
    assert said == "on duty already: 9, Approved leave: 5, Rests: 3, others: 3"


def test_a_model_kept_although_another_erred_less_says_why(night: PublishedNight) -> None:
    record = record_view(night).of_queue("chat")
    assert "too close to tell from chance" not in why_this_model(record, words_of("en"))
    kept = replace(record, members=("planner_mean",), chosen=replace(record.candidates[0], wape=0.1))
    assert "calendar regression (8.00%) is too close to tell from chance" in why_this_model(kept, words_of("en"))
    unjudged = replace(record, chosen=None)
    assert "History is too short" in why_this_model(unjudged, words_of("en"))
