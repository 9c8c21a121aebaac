"""`wfm erlang`: several goals, concurrency, what stands around the answer, files without agents."""

import json
from pathlib import Path

from tests.cli.runner import wfm

ONE = ("erlang", "--offered", "200", "--aht", "180", "--patience", "120")


def test_every_goal_given_is_met_and_the_hardest_is_named() -> None:
    done = wfm(*ONE, "--response-rate", "0.9", "--max-asa", "2", "--max-occupancy", "0.95", "--json")
    assert done.exit_code == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["asa_s"] <= 2
    assert found["binding"] == "asa"
    assert [row["agents"] - found["agents"] for row in found["around"]] == list(range(-2, 6))
    assert [row["meets_goals"] for row in found["around"]] == [False, False] + [True] * 6
    assert list(found["waits_s"]) == ["0.5", "0.8", "0.9", "0.95", "0.99"]


def test_an_agent_with_several_contacts_at_a_time_is_several_servers() -> None:
    alone, thrice = (
        json.loads(wfm(*ONE, "--response-rate", "0.95", "--concurrency", str(many), "--json").stdout)["agents"]
        for many in (1, 3)
    )
    assert thrice == -(-alone // 3)


def test_the_tables_show_agents_around_the_answer_and_the_waits() -> None:
    done = wfm(*ONE, "--response-rate", "0.95")
    assert done.exit_code == 0
    assert "A few agents fewer and more" in done.stderr
    assert "missed" in done.stderr
    assert "How long the answered wait" in done.stderr


def test_a_queue_that_never_stops_growing_is_said_to_and_its_waits_are_null() -> None:
    words = ("erlang", "--offered", "100", "--aht", "180", "--agents", "8")
    assert "never stops growing" in " ".join(wfm(*words).stderr.split())
    assert set(json.loads(wfm(*words, "--json").stdout)["waits_s"].values()) == {None}


def test_goals_find_the_agents_of_a_file_that_has_none(tmp_path: Path) -> None:
    cases = tmp_path / "in.csv"
    cases.write_text("offered,interval_min,aht_s\n100,30,180\n0,30,180\n", encoding="utf-8")
    done = wfm("erlang", "--file", cases, "--service-level", "0.8", "--out", tmp_path / "out.csv")
    assert done.exit_code == 0, done.stderr
    rows = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()
    assert [row.split(",")[4] for row in rows] == ["agents", "14", "0"]
    assert wfm("erlang", "--file", cases, "--out", tmp_path / "out.csv").exit_code == 4
