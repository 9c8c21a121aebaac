"""`wfm simulate` through the door of the command line."""

import json
from pathlib import Path

from tests.cli.runner import wfm
from tests.cli.tiny import tiny_site

FORECAST = "interval_start,queue,offered,p10,p50,p90,aht_s,model\n"
REQUIREMENT = "interval_start,queue,agents\n"


def ready(folder: Path) -> tuple[str | Path, ...]:
    """A site, a forecast and a requirement of two half-hours: the words of a command that simulates them."""
    site = tiny_site(folder / "site")
    clocks = ("2026-06-08T09:00:00", "2026-06-08T09:30:00")
    (folder / "forecast.csv").write_text(
        FORECAST + "".join(f"{clock},general,20,15,20,25,180,given\n" for clock in clocks), encoding="utf-8"
    )
    (folder / "requirement.csv").write_text(
        REQUIREMENT + "".join(f"{clock},general,3\n" for clock in clocks), encoding="utf-8"
    )
    return ("simulate", "--site", site, "--forecast", folder / "forecast.csv", "--out", folder / "out.csv")


def test_a_requirement_is_played_and_shown(tmp_path: Path) -> None:
    words = ready(tmp_path)
    done = wfm(*words, "--requirement", tmp_path / "requirement.csv", "--replications", "30")
    assert done.exit_code == 0, done.stderr
    assert "Simulated 2026-06-08 09:00" in done.stderr
    assert "general" in done.stderr
    assert done.stdout == ""
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").count("\n") == 3
    assert (tmp_path / "out_days.csv").read_text(encoding="utf-8").count("\n") == 2


def test_json_goes_to_standard_output(tmp_path: Path) -> None:
    words = ready(tmp_path)
    done = wfm(*words, "--requirement", tmp_path / "requirement.csv", "--replications", "30", "--seed", "2", "--json")
    report = json.loads(done.stdout)
    assert (report["replications"], report["seed"]) == (30, 2)
    assert 0 < report["queues"][0]["response_rate"] <= 1


def test_without_agents_nothing_is_written(tmp_path: Path) -> None:
    done = wfm(*ready(tmp_path))
    assert done.exit_code == 2
    assert "--requirement FILE or --roster DIR, one of the two" in done.stderr
    assert not (tmp_path / "out.csv").exists()


def test_a_roster_folder_without_a_roster_is_named(tmp_path: Path) -> None:
    done = wfm(*ready(tmp_path), "--roster", tmp_path)
    assert done.exit_code == 4
    assert "holds no roster.csv" in done.stderr
