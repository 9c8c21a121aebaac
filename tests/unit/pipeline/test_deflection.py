"""Deflection by topic: what a pilot settled, along its ramp, with its error; desks; holidays evenly over years."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from domain.errors import ConfigError, DataError
from domain.roster import PlanningWindow
from domain.scenarios import Deflection, Scenario, TopicPilot
from domain.site_folder import read_site
from domain.topics import HOURS, TopicShares
from pipeline.past_holidays import deviation, over_years, read_past_holidays, with_even_holidays
from pipeline.scenario_files import read_scenario, save_scenario
from pipeline.scenario_laid import Scene
from pipeline.scenario_remote import desks_taken, remote_agents, with_remote
from pipeline.scenario_report import night_scene
from pipeline.scenario_run import scenario_outcome
from pipeline.scenario_scene import scenario_forecast, scenario_site
from pipeline.scenario_topics import Topics, reach, taken_by_topic
from pipeline.study import StudyInput
from pipeline.study_deflection import deflection_study
from pipeline.study_holiday_years import years_study
from tests.app.small_night import DAYS, FIRST, small_night

EVENING = tuple(0.8 if hour >= 14 else 0.2 for hour in range(HOURS))
SHARES = TopicShares(
    {"traffic": EVENING, "other": tuple(1 - share for share in EVENING)},
    {"traffic": (0.5,) * HOURS, "other": (0.5,) * HOURS},
)
TRAFFIC = TopicPilot(name="traffic", tried=(200, 220, 180, 210), taken=(118, 140, 104, 131))
HALF = Deflection(share=0.5, queues=("general",), topic=(TRAFFIC,), stays_longer=1.2)
RATE = (118 + 140 + 104 + 131 + 0.5) / (810 + 1)


@pytest.fixture(scope="module")
def site_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_night(tmp_path_factory.mktemp("sites") / "mini")


@pytest.fixture(scope="module")
def scene(site_dir: Path) -> Scene:
    window = PlanningWindow(FIRST, DAYS)
    found = night_scene(site_dir, read_site(site_dir), site_dir / "nights" / "2026-10-04", window)
    return replace(found, topics=Topics(SHARES, frozenset({FIRST})))


def test_a_topic_is_taken_by_its_share_of_the_hour_and_its_rate(scene: Scene) -> None:
    stamps = pd.Series(pd.to_datetime(["2026-10-06 10:00", "2026-10-06 15:30", "2026-10-05 15:30"]))
    taken = taken_by_topic(HALF, scene.topics, stamps)
    assert taken == pytest.approx([0.2 * RATE, 0.8 * RATE, 0.5 * RATE])  # the last one is on a day off
    found = scenario_forecast(scene.forecast, Scenario(deflection=HALF), scene.topics)
    both = found.merge(scene.forecast, on=["interval_start", "queue"], suffixes=("", "_before"))
    left = both["offered"] / both["offered_before"]
    assert (left[both["queue"] == "chat"] == 1).all()
    tuesday_noon = (both["queue"] == "general") & (both["interval_start"].dt.strftime("%m-%d %H:%M") == "10-06 12:00")
    assert left[tuesday_noon].to_numpy() == pytest.approx([1 - 0.2 * RATE])


def test_each_topic_has_a_ramp_of_its_own(scene: Scene) -> None:
    days = [date(2026, 10, 1), date(2026, 10, 6), date(2026, 10, 11), date(2026, 10, 12)]
    assert [reach(days[0], days[2], day) for day in days] == [0.0, 0.5, 1.0, 1.0]
    later = TRAFFIC.model_copy(update={"from_date": date(2026, 10, 7)})
    stamps = pd.Series(pd.to_datetime(["2026-10-06 15:00", "2026-10-07 15:00"]))
    taken = taken_by_topic(HALF.model_copy(update={"topic": (later,)}), scene.topics, stamps)
    assert taken == pytest.approx([0.0, 0.8 * RATE])


def test_the_report_tells_the_error_of_the_pilot_and_what_it_means_for_agents(scene: Scene) -> None:
    scenario = Scenario(deflection=HALF, study="deflection")
    of = StudyInput(scene, scenario, scenario_outcome(scene, Scenario()), scenario_outcome(scene, scenario))
    found = deflection_study(of)
    figures = {name: value for name, value in found.figures.items() if isinstance(value, float)}
    assert figures["deflected_low"] < figures["deflected"] < figures["deflected_high"] < 0.5
    assert figures["chance_of_hope"] == 0.0
    assert figures["agent_hours_low"] <= of.outcome.agent_hours <= figures["agent_hours_high"]
    assert figures["agent_hours_high"] < of.plan.agent_hours
    assert found.frames["topics"]["topic"].tolist() == ["traffic"]
    assert "80% band" in found.parts[0].said[0][1] and found.parts[1].picture is not None


def test_topics_that_the_site_does_not_have_are_refused(scene: Scene) -> None:
    stamps = pd.Series(pd.to_datetime(["2026-10-06 15:00"]))
    with pytest.raises(ConfigError, match=r"the site has no topics\.csv"):
        taken_by_topic(HALF, None, stamps)
    tax = HALF.model_copy(update={"topic": (TRAFFIC.model_copy(update={"name": "tax"}),)})
    with pytest.raises(DataError, match=r"deflection\.topic: 'tax' is not accepted; expected one of traffic, other"):
        taken_by_topic(tax, scene.topics, stamps)


@pytest.mark.parametrize(
    "wrong",
    [
        {"tried": (10,), "taken": (5, 5)},
        {"tried": (10,), "taken": (11,)},
        {"tried": (0,), "taken": (0,)},
        {"tried": (10,), "taken": (5,), "full_on": date(2026, 10, 6)},
    ],
)
def test_a_pilot_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        TopicPilot.model_validate({"name": "traffic", **wrong})


def test_pilots_are_read_back_as_they_were_kept(site_dir: Path) -> None:
    scenario = Scenario(deflection=HALF, seats=100, remote_share=0.3, even_holidays="past.csv")
    save_scenario(site_dir, "pilot", scenario)
    assert read_scenario(site_dir, "pilot") == scenario


def test_remote_agents_need_no_desk_and_a_larger_share_holds_the_smaller(scene: Scene) -> None:
    site = scene.site
    some, everybody = remote_agents(site, 0.5), remote_agents(site, 1.0)
    assert some < everybody == {person.id for person in site.agents}
    most = [max(desks_taken(site, scene.roster, remote).values(), default=0) for remote in ((), some, everybody)]
    assert most == sorted(most, reverse=True)
    away = any(shift.mode != "site" for shift in site.shifts)
    assert (most[2] < most[0]) == away
    assert {person.mode for person in with_remote(site, 1.0).agents} == {"any"}


def test_whoever_had_more_holidays_wishes_the_next_one_off_the_more(scene: Scene, site_dir: Path) -> None:
    first, second, *others = [person.id for person in scene.site.people]
    rows = [f"{first},2025-10-0{day}" for day in (5, 6, 7)] + [f"{second},2025-10-05", "gone,2025-10-05"]
    (site_dir / "past.csv").write_text("\n".join(["agent_id,date", *rows]) + "\n", encoding="utf-8")
    past = read_past_holidays(site_dir / "past.csv", scene.site)
    assert past == {first: 3, second: 1, **dict.fromkeys(others, 0)}
    added = with_even_holidays(scene.site, past, [FIRST]).preferences[len(scene.site.preferences) :]
    assert {(wish.agent_id, wish.day, wish.shift, wish.weight) for wish in added} == {
        (first, FIRST, "off", 1.5),
        (second, FIRST, "off", 0.5),
    }
    scenario = Scenario(even_holidays="past.csv")
    changed = scenario_site(site_dir, scene.site, scenario, scene.window)
    assert {wish.day for wish in changed.preferences if wish.agent_id == first} >= {FIRST}
    with pytest.raises(
        DataError, match=f"row 4, column date: '2025-10-06' is not accepted; expected each day of {first}"
    ):
        (site_dir / "past.csv").write_text(
            "\n".join(["agent_id,date", rows[0], rows[1], rows[1]]) + "\n", encoding="utf-8"
        )
        read_past_holidays(site_dir / "past.csv", scene.site)


def test_years_are_told_as_distributions(scene: Scene) -> None:
    past = {person.id: number for number, person in enumerate(scene.site.people)}
    of = StudyInput(replace(scene, past_holidays=past), Scenario(), *(scenario_outcome(scene, Scenario()),) * 3)
    found = years_study(of, {FIRST})
    together = over_years(past, scene.roster.duties, {FIRST})
    assert found.figures["holiday_deviation_plan"] == pytest.approx(np.std(list(together.values())))
    assert found.figures["holiday_deviation_own"] == found.figures["holiday_deviation_plan"]
    table = found.parts[0].table
    assert table is not None
    assert [sum(int(row[column]) for row in table.rows) for column in (1, 2, 3)] == [len(past)] * 3
    assert not any(person.id in str(found.parts) for person in scene.site.people)
    assert deviation({"a": 1, "b": 3}) == 1.0
