"""Scenarios: their files, what they change of a plan and never change, and what is held while people are gone."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest
from pydantic import ValidationError

from domain.errors import DataError, UsageError
from domain.roster import PlanningWindow
from domain.scenarios import Deflection, Gone, Scenario
from domain.site_folder import read_site
from pipeline.job_orders import Off, RepairOrder, ScheduleOrder, order_of, request_of
from pipeline.scenario_files import read_scenario, refuse_unknown, save_scenario, scenario_hash, scenario_names
from pipeline.scenario_laid import Scene
from pipeline.scenario_report import night_scene, parsed_changes
from pipeline.scenario_run import scenario_outcome
from pipeline.scenario_scene import absent_of, refuse_looser_rules, roster_without, scenario_forecast, scenario_site
from pipeline.site_store import open_site_database, stamp_now
from pipeline.views_night import latest_mark, published_night
from pipeline.what_if import BUSY, STRIKE, by_time_of_day, example_scenarios, order_for, solved_outcomes
from store.job_records import Asked, Job, JobKind, JobState
from store.jobs import add_job, begin_job, end_job
from store.layout import job_folder
from tests.app.small_night import DAYS, FIRST, NIGHT, small_night

WINDOW = PlanningWindow(FIRST, DAYS)
WHOLE = Scenario(
    title='파업 "셋"',
    volume={"*": 1.2, "chat": 0.5},
    aht={"general": 1.1},
    response_rate={"general": 0.98},
    absence=0.08,
    protect=("chat",),
    deflection=Deflection(share=0.5, queues=("general",), from_date=FIRST, full_on=date(2026, 10, 9), stays_longer=1.3),
    gone=Gone(vendors=("V1",), share=0.3, start=datetime(2026, 10, 6, 9), days=2, seed=7),
    rules={"max_paid_minutes_day": 600},
)


@pytest.fixture(scope="module")
def site_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_night(tmp_path_factory.mktemp("sites") / "mini")


@pytest.fixture(scope="module")
def scene(site_dir: Path) -> Scene:
    return night_scene(site_dir, read_site(site_dir), site_dir / "nights" / "2026-10-04", WINDOW)


def test_a_scenario_is_read_back_as_it_was_kept(site_dir: Path) -> None:
    save_scenario(site_dir, "파업-1", WHOLE)
    assert scenario_names(site_dir) == ("파업-1",)
    assert read_scenario(site_dir, "파업-1") == WHOLE
    assert scenario_hash(WHOLE) == scenario_hash(WHOLE.model_copy(update={"title": "other"}))
    assert scenario_hash(WHOLE) != scenario_hash(WHOLE.model_copy(update={"absence": 0.09}))


@pytest.mark.parametrize(
    "rule", ["rest_apart_minutes", "min_rest_between_duties_h", "meal_steps", "min_rest_days_week"]
)
def test_no_scenario_moves_a_meal_a_rest_or_a_day_off(rule: str) -> None:
    with pytest.raises(ValidationError, match="meals, rests, recovery and days off never do"):
        Scenario(rules={rule: 1})


def test_a_rule_that_moves_is_never_looser_than_its_pack(site_dir: Path) -> None:
    site = read_site(site_dir)
    refuse_looser_rules(site_dir, site, Scenario(rules={"max_paid_minutes_day": 600}))
    with pytest.raises(DataError, match="'780' is not accepted; expected at most 720, as the rule pack has it"):
        refuse_looser_rules(site_dir, site, Scenario(rules={"max_paid_minutes_day": 780}))


def test_what_the_site_does_not_have_is_named(site_dir: Path) -> None:
    site = read_site(site_dir)
    with pytest.raises(DataError, match="queue: 'fax' is not accepted; expected one of chat, general"):
        refuse_unknown(Scenario(volume={"fax": 2.0}), site, "s")
    with pytest.raises(DataError, match=r"gone.vendors: 'V9' is not accepted; expected one of V1"):
        refuse_unknown(Scenario(gone=Gone(vendors=("V9",))), site, "s")
    with pytest.raises(UsageError, match="no scenario nothing; it has: "):
        read_scenario(site_dir, "nothing")
    with pytest.raises(UsageError, match="is no name of a scenario"):
        read_scenario(site_dir, "../site")


def test_changes_are_written_as_in_the_file() -> None:
    asked = (
        "volume=1.2",
        "aht.general=1.1",
        "gone.vendors=V1,V2",
        "gone.start=2026-10-06T09:00",
        "title=Strike of two",
    )
    assert parsed_changes(Scenario(), asked, "s") == Scenario(
        title="Strike of two",
        volume={"*": 1.2},
        aht={"general": 1.1},
        gone=Gone(vendors=("V1", "V2"), start=datetime(2026, 10, 6, 9)),
    )
    with pytest.raises(UsageError, match="expected KEY=VALUE"):
        parsed_changes(Scenario(), ("volume",), "s")
    with pytest.raises(DataError, match=r"column volme: '1\.2' is not accepted; expected no such key"):
        parsed_changes(Scenario(), ("volme=1.2",), "s")


def test_volume_and_deflection_change_contacts_by_queue_and_day_and_what_stays_is_longer(scene: Scene) -> None:
    found = scenario_forecast(scene.forecast, WHOLE)
    general, before = found[found["queue"] == "general"], scene.forecast[scene.forecast["queue"] == "general"]
    factor = (general["offered"] / before["offered"]).groupby(general["interval_start"].dt.date).first()
    assert factor.tolist() == pytest.approx([1.2 * share for share in (1, 0.875, 0.75, 0.625, 0.5, 0.5, 0.5)])
    longer = (general["aht_s"] / before["aht_s"]).groupby(general["interval_start"].dt.date).first()
    assert longer.tolist() == pytest.approx([1.1 * part for part in (1, 1.075, 1.15, 1.225, 1.3, 1.3, 1.3)])
    chat = found[found["queue"] == "chat"]
    assert (chat["offered"] / scene.forecast[scene.forecast["queue"] == "chat"]["offered"]).unique() == pytest.approx(
        0.5
    )
    assert (found["p10"] <= found["p50"]).all() and (found["p50"] <= found["p90"]).all()


def test_a_scenario_without_a_change_leaves_the_forecast_as_it_is(scene: Scene) -> None:
    assert scenario_forecast(scene.forecast, Scenario()) is scene.forecast


def test_who_is_gone_works_until_the_hour_and_the_others_keep_every_minute(scene: Scene) -> None:
    absent = absent_of(scene.site, Gone(vendors=("V1",), start=datetime(2026, 10, 7, 10), days=1), WINDOW)
    assert absent is not None and absent.people == frozenset(scene.site.person_by_id)
    some = replace(absent, people=frozenset({"A0001"}))
    left = roster_without(scene.roster, some)
    own = [each for each in left.activities if each.agent_id == "A0001" and each.start.date() == date(2026, 10, 7)]
    assert [(each.start.hour, each.end.hour) for each in own] == [(9, 10)]
    others = [each for each in scene.roster.activities if each.agent_id != "A0001"]
    assert [each for each in left.activities if each.agent_id != "A0001"] == others


def test_a_share_is_drawn_of_each_role_and_the_same_seed_draws_the_same(scene: Scene) -> None:
    people = tuple(replace(person, id=f"{person.id}{n}") for n in range(10) for person in scene.site.people)
    site = replace(scene.site, people=people)
    first, again, other = (absent_of(site, Gone(share=0.3, seed=seed), WINDOW) for seed in (1, 1, 2))
    assert first is not None and again is not None and other is not None
    assert first.people == again.people != other.people
    roles = [site.person_by_id[each].role for each in first.people]
    assert (roles.count("agent"), roles.count("lead")) == (9, 3)


def test_more_contacts_need_more_people_and_the_present_roster_answers_fewer(scene: Scene) -> None:
    plan, busy, easy = (
        scenario_outcome(scene, each) for each in (Scenario(), Scenario(volume={"*": 1.5}), Scenario(volume={"*": 0.5}))
    )
    assert easy.agent_hours < plan.agent_hours < busy.agent_hours
    assert easy.short_h < plan.short_h < busy.short_h
    assert easy.response_rate is not None and plan.response_rate is not None and busy.response_rate is not None
    assert easy.response_rate > plan.response_rate > busy.response_rate > 0
    assert plan.peak == plan.frame.groupby("interval_start")["need"].sum().max()
    hours = by_time_of_day([plan])
    assert hours["need"].sum() * DAYS * 0.5 == pytest.approx(plan.agent_hours)


def test_a_higher_goal_and_more_absence_need_more_people(scene: Scene) -> None:
    plan, goal, absence = (
        scenario_outcome(scene, each).agent_hours
        for each in (Scenario(), Scenario(response_rate={"*": 0.995}), Scenario(absence=0.3))
    )
    assert plan < goal and plan < absence


def test_while_people_are_gone_no_queue_is_answered_worse_than_as_rostered_and_no_use_passes_the_bound(
    scene: Scene,
) -> None:
    gone = Gone(share=0.34, start=datetime(2026, 10, 7, 9), days=2)
    hold = scenario_outcome(scene, Scenario(gone=gone)).hold
    assert hold is not None and hold.gone == 1
    assert hold.as_planned - 1e-6 <= hold.best <= hold.bound + 0.01
    assert hold.bound <= hold.most + 1e-6
    live = hold.queues.dropna(subset=["rate_planned"])
    assert (live["rate_best"] >= live["rate_planned"] - 0.01).all()
    assert hold.queues["hours_best"].sum() <= hold.queues["hours_planned"].sum() + 1e-6


def test_a_scenarios_site_has_its_rules_its_catalogue_and_the_days_of_those_who_are_gone(site_dir: Path) -> None:
    site = read_site(site_dir)
    (site_dir / "shifts_b.csv").write_text((site_dir / "shifts.csv").read_text().replace("D09,", "D0,"))
    changed = scenario_site(site_dir, site, WHOLE.model_copy(update={"shifts": "shifts_b.csv"}), WINDOW)
    assert changed.rules.parameters.max_paid_minutes_day == 600
    assert changed.rules.parameters.rest_apart_minutes == site.rules.parameters.rest_apart_minutes
    assert [shift.id for shift in changed.shifts] == ["D0", "N22"]
    off = {each.day for each in changed.leave if each.kind == "scenario"}
    assert off == {date(2026, 10, 6), date(2026, 10, 7)}


def test_a_strike_mends_the_roster_and_anything_else_solves_a_new_one(site_dir: Path) -> None:
    mark = latest_mark(site_dir)
    assert mark is not None
    night = published_night(mark)
    examples = example_scenarios(night)
    assert isinstance(order_for(night, 1, BUSY, examples[BUSY], 60), ScheduleOrder)
    strike = order_for(night, 1, STRIKE, examples[STRIKE], 60)
    assert isinstance(strike, RepairOrder)
    assert {(each.from_date, each.to_date) for each in strike.off} == {(date(2026, 10, 6), date(2026, 10, 8))}
    assert all(isinstance(each, Off) for each in strike.off)


def test_a_jobs_record_keeps_the_scenario() -> None:
    order = ScheduleOrder(FIRST, 60, scenario="busy")
    job = Job(
        1, "mini", JobKind.SCHEDULE, JobState.DONE, Asked.NOTHING, request_of(order), "kim",
        pd.Timestamp("2026-10-05T00:00Z").to_pydatetime(), None, "", {},
    )  # fmt: skip
    assert order_of(job) == order


def test_the_roster_that_a_job_found_for_this_very_scenario_is_compared_and_no_other(site_dir: Path) -> None:
    mark = latest_mark(site_dir)
    assert mark is not None
    night, busy = published_night(mark), Scenario(volume={"*": 1.2})
    scene = night_scene(site_dir, night.site, night.folder, WINDOW)
    assert solved_outcomes(night, scene, {"busy": busy}) == ()
    with open_site_database(site_dir) as database:
        job = add_job(
            database, "mini", JobKind.SCHEDULE, request_of(ScheduleOrder(NIGHT, scenario="busy")), stamp_now()
        )
        begin_job(database, job.id)
        facts = {"scenario": "busy", "definition": scenario_hash(busy)}
        end_job(database, job.id, JobState.DONE, "", facts, stamp_now())
    folder = job_folder(site_dir, job.id) / "roster"
    folder.mkdir(parents=True)
    for name in ("roster.csv", "activities.csv"):
        (folder / name).write_bytes((night.folder / name).read_bytes())
    found = solved_outcomes(night, scene, {"busy": busy})
    assert [each.name for each in found] == ["busy"]
    assert found[0].short_h == pytest.approx(scenario_outcome(scene, busy).short_h)  # it is the same roster
    assert solved_outcomes(night, scene, {"busy": Scenario(volume={"*": 1.3})}) == ()
