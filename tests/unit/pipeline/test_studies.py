"""Studies of scenarios: reserve, price, leads, surge, holidays; each on its key figure, and their pages."""

import math
from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from domain.roster import Duty, PlanningWindow, Roster
from domain.scenarios import Gone, Scenario
from domain.site_folder import read_site
from exports.study_page import Part, study_page
from pipeline.price_run import priced_queues
from pipeline.queue_price import Simulation
from pipeline.roster_bound import roster_bound
from pipeline.scenario_files import read_scenario, scenario_names
from pipeline.scenario_laid import Scene
from pipeline.scenario_pages import STUDIES
from pipeline.scenario_report import night_scene
from pipeline.scenario_run import scenario_outcome
from pipeline.site_template import TEMPLATES_DIR
from pipeline.study import Study, StudyInput
from pipeline.study_holiday import block_by_two_hours, holiday_study, premium_hours
from pipeline.study_leads import leads_needed, leads_study, on_duty
from pipeline.study_long_view import LEAD_MONTHS, MONTHS, horizon, long_view_study
from pipeline.study_price import RATES, NoneLost, priced_alone
from pipeline.study_recovery import RATES as ABUSE
from pipeline.study_recovery import TEAMS, hours_kept, judged, recovery_study
from pipeline.study_strike import strike_part
from pipeline.study_surge import first_short, scaled, surge_study
from tests.app.small_night import DAYS, FIRST, small_night

FEW = 24_000  # replications: a tenth of a point of moments apart


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    site = small_night(tmp_path_factory.mktemp("sites") / "mini")
    return night_scene(site, read_site(site), site / "nights" / "2026-10-04", PlanningWindow(FIRST, DAYS))


def study_input(scene: Scene, scenario: Scenario) -> StudyInput:
    return StudyInput(scene, scenario, scenario_outcome(scene, Scenario()), scenario_outcome(scene, scenario))


def figure(found: Study, name: str) -> float:
    value = found.figures[name]
    assert isinstance(value, float)
    return value


@pytest.mark.parametrize("needed", TEAMS)
def test_the_reserve_is_enough_in_nineteen_hours_of_twenty_by_day_and_at_night(needed: int) -> None:
    found = judged(10.6, needed, 30, 0.95, FEW)
    assert found.hours_kept >= 0.95
    assert found.simulated <= found.held


def test_a_reserve_of_the_mean_would_not_be_enough() -> None:
    counts = np.zeros((6, 256), dtype=np.int64)
    counts[:, :8] = [90, 180, 200, 180, 140, 100, 60, 50]
    assert hours_kept(counts, np.full(6, 3), 0.95) == 0.0
    assert hours_kept(counts, np.full(6, 7), 0.95) == 1.0


def test_the_table_of_the_reserve_is_reproduced() -> None:
    known = {(2.35, 230): (1.6, 4), (2.35, 50): (0.35, 1), (10.6, 230): (7.3, 12), (10.6, 50): (1.6, 4)}
    known |= {(12.7, 230): (8.7, 14), (12.7, 50): (1.9, 4)}
    for events, _ in ABUSE:
        for needed in TEAMS:
            found = judged(events, needed, 30, 0.95, 1)
            assert (found.mean, found.p95) == pytest.approx(known[events, needed], abs=0.05)


def test_the_plan_s_own_reserve_is_judged_hour_by_hour(scene: Scene) -> None:
    found = recovery_study(study_input(scene, Scenario(abuse_events=20.0)))
    assert figure(found, "hours_kept_plan") >= 0.95
    assert found.frames["reserve_by_hour"]["reserve"].max() >= 1


def test_each_response_rate_asked_for_comes_in_simulation_and_costs_more_than_the_one_before(scene: Scene) -> None:
    (queue, *_) = priced_queues(scene.site.config, scene.forecast)
    first = scene.forecast[scene.forecast["interval_start"].dt.date == date(2026, 10, 6)]
    many = first.assign(**{name: first[name] * 10 for name in ("offered", "p10", "p50", "p90")})
    prices = priced_alone(queue, scene.site.config, many.reset_index(drop=True), Simulation(400))
    answered = (prices["answered"] / prices["offered"]).to_numpy()[:-1]
    assert answered == pytest.approx(np.array(RATES[:-1]), abs=0.005)
    assert prices["agent_hours"].is_monotonic_increasing


def test_all_of_a_day_s_contacts_are_answered_on_one_day_in_many() -> None:
    assert NoneLost(2000, 1.0).odds == pytest.approx(math.e)
    assert NoneLost(17_742, 17_742 * 0.0005).odds > 7000


def test_leads_are_counted_by_the_span_and_missed_where_there_are_too_few(scene: Scene) -> None:
    agents = np.array([0, 1, 5, 6, 40])
    assert leads_needed(agents, 5, 1).tolist() == [0, 1, 1, 2, 8]
    agents_only = tuple(duty for duty in scene.roster.duties if duty.role == "agent")
    alone = replace(scene, roster=replace(scene.roster, duties=agents_only))
    with_lead, without = (leads_study(study_input(each, Scenario(lead_span=5))) for each in (scene, alone))
    assert figure(with_lead, "lead_hours_short_span_5") == 0.0
    assert figure(without, "lead_hours_short_span_5") == 9 * 5


def test_people_on_duty_are_counted_from_start_to_end() -> None:
    start = datetime(2026, 10, 5, 22)
    duty = Duty("A1", "agent", "T1", start.date(), "N", start, start + timedelta(hours=9), 480, "site")
    window = PlanningWindow(date(2026, 10, 5), 1)
    found = on_duty(Roster(window, (duty,), ()), window, "agent", 30)
    assert found.tolist() == [0] * 44 + [1] * 4


def test_a_larger_surge_answers_fewer_and_is_short_no_later(scene: Scene) -> None:
    found = surge_study(study_input(scene, Scenario(volume={"general": 2.0})))
    rates = [figure(found, f"surge_response_rate_{times}") for times in ("2", "3", "5")]
    assert rates == sorted(rates, reverse=True) and rates[-1] < rates[0]
    assert found.frames["surge"]["first_short"].is_monotonic_decreasing
    assert scaled(Scenario(volume={"general": 2.0}), 1.5).volume == {"general": 3.0}
    assert first_short(scenario_outcome(scene, Scenario())) == pd.Timestamp(2026, 10, 5, 9)


def test_people_are_hired_in_time_for_the_month_in_which_they_are_needed() -> None:
    found = horizon(np.linspace(100, 120, MONTHS), 90.0)
    assert found.hires[0] > 0 and found.short[:LEAD_MONTHS].min() > 0, "nothing helps before the first are ready"
    assert found.there[LEAD_MONTHS:] == pytest.approx(found.needed[LEAD_MONTHS:])
    # In the end as many were hired as have left and were missing.
    ready = found.hires[:-LEAD_MONTHS].sum()
    assert 90 - found.left[:-1].sum() + ready == pytest.approx(found.there[-1])
    assert horizon(np.full(MONTHS, 50.0), 400.0).hires[0] == 0


def test_the_long_view_is_of_the_site_s_people(scene: Scene) -> None:
    found = long_view_study(study_input(scene, Scenario(volume={"*": 1.5})))
    assert figure(found, "needed_then") > figure(found, "needed_now") > 0
    assert found.frames["long_view"]["there"].iloc[0] == 3


def test_days_without_a_block_of_holidays_say_so(scene: Scene) -> None:
    later = replace(scene, window=PlanningWindow(date(2026, 10, 13), 3))
    found = holiday_study(StudyInput(later, Scenario(), *(scenario_outcome(scene, Scenario()),) * 2))
    assert "no block of holidays" in found.parts[0].said[0][1]


def test_a_block_is_told_by_two_hours() -> None:
    starts = pd.date_range("2026-02-16", periods=96, freq="30min")
    late = np.where(starts.hour >= 22, 3.0, 1.0)
    frame = pd.DataFrame({"interval_start": starts, "offered": late, "need": late, "have": 2.0, "short": late - 1})
    found = block_by_two_hours(frame, [date(2026, 2, 16)], 30)
    assert found["offered"].sum() == pytest.approx(1)
    assert [float(found[name].iloc[11]) for name in ("hour", "need", "have", "short")] == [22, 3, 2, 2]


def test_holiday_work_earns_half_an_hour_s_pay_and_a_whole_one_beyond_eight_hours() -> None:
    start = datetime(2026, 2, 17, 9)
    duty = Duty("A1", "agent", "T1", start.date(), "D", start, start + timedelta(hours=11), 600, "site")
    assert premium_hours([duty], {start.date()}) == 8 * 0.5 + 2 * 1.0
    assert premium_hours([duty], set()) == 0


def test_what_is_held_in_a_strike_is_within_a_point_of_its_bound_and_the_public_is_told(scene: Scene) -> None:
    gone = Scenario(gone=Gone(share=0.34, start=datetime(2026, 10, 6, 10), days=1), volume={"*": 1.5})
    of = study_input(scene, gone)
    assert of.outcome.hold is not None
    assert 0 <= of.outcome.hold.bound - of.outcome.hold.best <= 0.01
    said = strike_part(of, of.outcome.hold).quoted[0][1]
    assert "of 100 contacts may not get through" in said and "It is hardest from" in said


def test_no_roster_of_those_who_come_passes_the_bound_of_any_and_the_report_tells_it(scene: Scene) -> None:
    gone = Scenario(gone=Gone(share=0.34, start=datetime(2026, 10, 6, 10), days=1), volume={"*": 1.5})
    of = study_input(scene, gone)
    hold = of.outcome.hold
    assert hold is not None
    bound = roster_bound(scene, gone, of.outcome)
    assert bound is not None
    assert hold.best <= bound.own_days + 1e-3, "as rostered, but for what curves leave out"
    assert bound.own_days <= bound.any_days + 1e-9
    part = strike_part(of, hold, bound, replace(hold, best=bound.any_days - 0.004))
    korean, english = part.said[1]
    assert f"{bound.any_days:.1%}" in korean and "0.4점" in korean
    assert f"answers more than {bound.any_days:.1%}" in english and "0.4 points below" in english


def test_the_bound_of_any_roster_asks_no_roster_and_falls_with_every_one_who_is_gone(scene: Scene) -> None:
    one, two = (
        Scenario(gone=Gone(share=share, start=datetime(2026, 10, 6, 9), days=1), volume={"*": 3.0})
        for share in (0.1, 0.34)
    )
    empty = replace(scene, roster=replace(scene.roster, duties=(), activities=()))
    bounds = []
    for at, scenario in ((scene, one), (empty, one), (scene, two)):
        found = roster_bound(at, scenario, scenario_outcome(at, scenario))
        assert found is not None
        bounds.append(found.any_days)
    assert bounds[0] == pytest.approx(bounds[1])
    assert bounds[2] < bounds[0]
    assert roster_bound(scene, Scenario(), scenario_outcome(scene, Scenario())) is None


def test_every_scenario_of_the_sample_can_be_read_and_has_its_study() -> None:
    site = TEMPLATES_DIR / "dasan"
    found = {name: read_scenario(site, name) for name in scenario_names(site)}
    assert set(found) == {
        "dasan2", "holiday", "leads", "long_view", "price", "recovery", "strike", "surge", "vendor_strike",
    }  # fmt: skip
    assert {each.study for each in found.values()} - {None} == set(STUDIES)


def test_a_page_is_whole_in_both_languages_and_marks_what_is_simulated() -> None:
    part = Part(("머리", "Heading <1>"), (("말", "words"),))
    korean, english = (study_page(("제목", "Title"), ("", ""), [part], each, True) for each in ("ko", "en"))
    assert "모의 자료" in korean and "머리" in korean
    assert "Simulated sample" in english and "Heading &lt;1&gt;" in english and "<script" not in english
