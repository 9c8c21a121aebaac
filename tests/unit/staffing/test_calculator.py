"""The planner's calculator: one case, a file of cases, full precision."""

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest

from domain.errors import DataError, UsageError
from staffing.calculator import Case, answer, answer_record, around, overload_note, waits_s
from staffing.case_files import CaseGoals, calculated, cases_text, full_text, read_cases, with_agents

WORKED_EXAMPLE = Case(offered=100, interval_min=30, aht_s=180)


def test_the_worked_example_finds_fourteen_agents_and_says_what_they_reach() -> None:
    """callcentrehelper.com: 100 calls in 30 min, AHT 3 min, 80% within 20 s."""
    found = answer(WORKED_EXAMPLE, CaseGoals(service_level=0.8))
    assert found.agents == 14
    assert found.binding == "service_level"
    assert found.load == 10
    assert found.service_level == pytest.approx(0.888, abs=0.0005)
    assert found.p_abandon == 0
    assert not found.is_overloaded


def test_given_agents_are_taken_as_they_are() -> None:
    found = answer(Case(offered=1440, interval_min=30, aht_s=60, patience_s=120, agents=50))
    assert found.agents == 50
    assert found.binding is None
    assert found.p_abandon == pytest.approx(0.031, abs=0.0005)
    assert found.p_abandon + found.response_rate == pytest.approx(1, abs=1e-14)


def test_an_overloaded_queue_without_patience_is_called_so() -> None:
    found = answer(Case(offered=100, interval_min=30, aht_s=180, agents=8))
    assert found.is_overloaded
    assert (found.p_wait, found.service_level, found.wait_s, found.asa_s) == (1, 0, math.inf, math.inf)
    assert found.response_rate == 0.8
    assert found.occupancy == 1
    assert "80.0% are ever answered" in str(overload_note(found))
    assert overload_note(answer(Case(offered=100, interval_min=30, aht_s=180, agents=11))) is None


def test_all_goals_of_a_case_hold_at_once() -> None:
    goals = CaseGoals(response_rate=0.97, service_level=0.9, max_asa_s=5, max_occupancy=0.85)
    found = answer(Case(offered=200, interval_min=15, aht_s=240, patience_s=90), goals)
    assert found.response_rate >= 0.97
    assert found.service_level >= 0.9
    assert found.asa_s <= 5
    assert found.occupancy <= 0.85


def test_a_concurrent_agent_counts_as_so_many_servers() -> None:
    """40 chats of 600 s in 30 min are 13.3 erlangs; the least servers are shared out, three to an agent."""
    chat = Case(offered=40, interval_min=30, aht_s=600, patience_s=300, concurrency=3)
    goals = CaseGoals(response_rate=0.97)
    found, alone = answer(chat, goals), answer(replace(chat, concurrency=1), goals)
    assert found.agents == -(-alone.agents // 3)
    servers = answer(replace(chat, concurrency=1, agents=3 * found.agents))
    assert found.response_rate == servers.response_rate
    assert found.occupancy == servers.occupancy
    assert answer(replace(chat, agents=found.agents)).response_rate == found.response_rate


def test_agents_around_the_answer_say_who_meets_the_goals() -> None:
    goals = CaseGoals(response_rate=0.95, service_level=0.8)
    found = answer(Case(200, 30, 180, patience_s=120), goals)
    rows = around(found, goals)
    assert [row.agents for row in rows] == list(range(found.agents - 2, found.agents + 6))
    for row in rows:
        assert row.meets_goals is (row.response_rate >= 0.95 and row.service_level >= 0.8)
        assert row.meets_goals is (row.agents >= found.agents)
    assert rows[2].asa_s == found.asa_s
    assert rows[2].occupancy == found.occupancy


def test_agents_around_given_ones_meet_and_miss_no_goal_and_begin_with_one() -> None:
    rows = around(answer(Case(5, 30, 180, agents=2)))
    assert [row.agents for row in rows] == [1, 2, 3, 4, 5, 6, 7]
    assert {row.meets_goals for row in rows} == {None}
    assert [row.agents for row in around(answer(Case(0, 30, 180, agents=0)), more=1)] == [0, 1]


def test_waits_of_the_answered_rise_with_their_share() -> None:
    found = answer(Case(100, 30, 180, agents=14))
    waits = waits_s(found)
    assert list(waits) == [0.5, 0.8, 0.9, 0.95, 0.99]
    assert waits[0.8] == 0
    assert waits[0.9] < waits[0.95] < waits[0.99]
    within = answer(Case(100, 30, 180, agents=14, answer_within_s=waits[0.95]))
    assert within.service_level == pytest.approx(0.95, rel=1e-12)


def test_neither_agents_nor_a_goal_is_refused() -> None:
    with pytest.raises(UsageError, match="No goal is given"):
        answer(WORKED_EXAMPLE)


def test_both_agents_and_a_goal_are_refused() -> None:
    with pytest.raises(UsageError, match="Both agents"):
        answer(Case(100, 30, 180, agents=9), CaseGoals(response_rate=0.9))


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        (Case(-1, 30, 180, agents=1), "load is -0.1"),
        (Case(1, 0, 180, agents=1), "interval_min is 0"),
        (Case(1, 30, 0, agents=1), "aht_s is 0"),
        (Case(1, 30, 180, agents=-2), "agents is -2"),
    ],
)
def test_a_case_that_cannot_be_is_refused_by_name(case: Case, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        answer(case)


def test_numbers_are_written_with_fifteen_significant_digits() -> None:
    assert full_text(1 / 3) == "0.333333333333333"
    assert full_text(1e-170 / 3) == "3.33333333333333e-171"
    assert full_text(14.0) == "14"
    assert full_text(math.inf) == "inf"
    assert full_text(math.nan) == ""


def test_an_endless_wait_is_null_in_json() -> None:
    record = answer_record(answer(Case(offered=100, interval_min=30, aht_s=180, agents=8)))
    assert json.loads(json.dumps(record, allow_nan=False))["wait_s"] is None
    assert record["overloaded"] is True
    assert record["agents"] == 8
    assert record["patience_s"] is None


def written(folder: Path, text: str) -> Path:
    path = folder / "cases.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_gives_back_its_cases_with_eight_figures_each(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "offered,interval_min,aht_s,patience_s,agents,answer_within_s\n100,30,180,,14,20\n1440,30,60,120,50,10\n",
    )
    lines = cases_text(calculated(read_cases(path))).splitlines()
    assert lines[0] == (
        "offered,interval_min,aht_s,patience_s,agents,answer_within_s,"
        "p_block,p_wait,p_abandon,response_rate,service_level,wait_s,asa_s,occupancy"
    )
    assert lines[1].startswith("100,30,180,,14,20,0.0568")
    assert len(lines) == 3


def test_patience_and_threshold_may_be_left_out_of_a_file(tmp_path: Path) -> None:
    cases = read_cases(written(tmp_path, "offered,interval_min,aht_s,agents\n100,30,180,14\n"))
    assert cases["answer_within_s"].tolist() == [20]
    assert calculated(cases)["p_abandon"].tolist() == [0]


def test_cases_without_agents_get_the_least_for_the_goals(tmp_path: Path) -> None:
    path = written(tmp_path, "offered,interval_min,aht_s,patience_s,agents\n100,30,180,,\n100,30,180,,9\n0,30,180,,\n")
    goals = CaseGoals(service_level=0.8)
    cases = with_agents(read_cases(path, goals), goals)
    assert cases["agents"].tolist() == [14, 9, 0]
    bare = with_agents(read_cases(written(tmp_path, "offered,interval_min,aht_s\n100,30,180\n"), goals), goals)
    assert bare["agents"].tolist() == [14]
    assert calculated(bare)["service_level"].tolist() == [pytest.approx(0.888, abs=0.0005)]


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("100,30,180,,14.5,20", "row 3, column agents: '14.5' is not accepted; expected a whole number"),
        ("100,0,180,,14,20", "row 3, column interval_min: '0' is not accepted; expected a number above 0"),
        ("100,30,180,0,14,20", "row 3, column patience_s: '0' is not accepted"),
        ("many,30,180,,14,20", "row 3, column offered: 'many' is not accepted"),
        ("-1,30,180,,14,20", "row 3, column offered: '-1' is not accepted"),
    ],
)
def test_a_wrong_cell_is_named_with_its_place(tmp_path: Path, line: str, place: str) -> None:
    header = "offered,interval_min,aht_s,patience_s,agents,answer_within_s"
    with pytest.raises(DataError, match=place):
        read_cases(written(tmp_path, f"{header}\n1,30,180,,1,20\n{line}\n"))


def test_a_file_without_agents_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="the columns agents"):
        read_cases(written(tmp_path, "offered,interval_min,aht_s\n1,30,180\n"))
