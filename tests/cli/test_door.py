"""The door itself: help, usage errors, exit codes, options from the environment."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import pytest
import typer.main

from domain.errors import (
    CancelledError,
    ConfigError,
    DataError,
    DoneInPartError,
    ForecastError,
    LockHeldError,
    NoRosterError,
    Problem,
    ScheduleError,
    UsageError,
    WfmError,
)
from tests.cli.runner import wfm
from tests.cli.tiny import tiny_site
from wfm import app

COMMANDS = [
    "init",
    "ingest",
    "forecast",
    "reforecast",
    "backtest",
    "events",
    "requirement",
    "price",
    "simulate",
    "repair",
    "diff",
    "swap",
    "backup",
    "restore",
    "erase",
    "compliance",
    "status",
    "scenario",
    "jobs",
    "schedule",
    "erlang",
    "check",
    "export",
    "nightly",
    "accuracy",
    "app",
]
ROOT = Path(__file__).resolve().parents[2]


def plain(text: str) -> str:
    """Help without the frame that is drawn around it."""
    return re.sub(r"\s+", " ", re.sub(r"[│╭╮╰╯─]", " ", text))


def test_help_names_every_command_and_every_exit_code() -> None:
    done = wfm("--help")
    assert done.exit_code == 0
    shown = plain(done.stdout)
    assert [command for command in COMMANDS if command not in shown] == []
    for code in (
        "0 done",
        "1 failed",
        "2 wrong usage",
        "3 done in part",
        "4 bad input",
        "5 no roster",
        "6 another run",
        "130 cancelled",
    ):
        assert code in shown


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    done = wfm(command, "--help")
    assert done.exit_code == 0
    assert "Usage:" in done.stdout
    assert "[env var: WFM_" in plain(done.stdout)


def test_every_option_reads_its_own_environment_variable() -> None:
    group = typer.main.get_command(app)
    assert sorted(group.commands) == sorted([*COMMANDS, "account", "first-run", "override", "portfolio", "rules-page"])
    for command in group.commands.values():
        for option in command.params:
            flags = [flag for flag in option.opts if flag.startswith("--")]
            if flags and flags != ["--help"]:
                assert option.envvar == "WFM_" + flags[0].removeprefix("--").replace("-", "_").upper(), flags


def test_the_commands_of_later_issues_are_not_promised_yet() -> None:
    for command in ("scenario",):
        assert wfm(command).exit_code == 2


def test_an_unknown_command_or_option_is_wrong_usage() -> None:
    assert wfm("foretell").exit_code == 2
    assert wfm("check", "roster", "--sight", "x").exit_code == 2
    assert wfm("check").exit_code == 2
    assert wfm("nightly", "--site", "x", "--date", "2026-13-01").exit_code == 2


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (WfmError("x"), 1),
        (ForecastError("x"), 1),
        (ScheduleError("x"), 1),
        (UsageError("x"), 2),
        (DoneInPartError("x"), 3),
        (DataError([Problem("f", 1, "c", "v", "e")]), 4),
        (ConfigError("x"), 4),
        (NoRosterError("x"), 5),
        (LockHeldError("x"), 6),
        (CancelledError("x"), 130),
    ],
    ids=lambda given: type(given).__name__ if isinstance(given, Exception) else str(given),
)
def test_each_kind_of_failure_has_its_exit_code(monkeypatch: pytest.MonkeyPatch, error: WfmError, code: int) -> None:
    def fails(*_: object) -> tuple[str, ...]:
        raise error

    monkeypatch.setattr("pipeline.export_run.export_roster", fails)
    done = wfm("export", "--site", "s", "--roster", "r", "--out", "o")
    assert done.exit_code == code
    assert done.stderr == f"wfm: {error}\n"
    assert done.stdout == ""


def test_an_interrupted_command_ends_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> tuple[str, ...]:
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.export_run.export_roster", interrupted)
    assert wfm("export", "--site", "s", "--roster", "r", "--out", "o").exit_code == 130


def test_options_can_stand_in_the_environment(tmp_path: Path) -> None:
    done = wfm("erlang", env={"WFM_OFFERED": "100", "WFM_AHT": "180", "WFM_AGENTS": "12", "WFM_JSON": "1"})
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout)["agents"] == 12


def test_help_comes_within_a_second() -> None:
    command = [sys.executable, "-c", "import wfm; wfm.main()", "--help"]
    best = 9.9
    for _ in range(3):
        started = perf_counter()
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=os.environ | {"COLUMNS": "100"})
        best = min(best, perf_counter() - started)
    assert best < 1.0


def test_help_loads_no_model_and_no_solver() -> None:
    heavy = {"pandas", "pulp", "statsmodels", "prophet", "numba", "streamlit"}
    code = f"import sys, wfm; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_the_calculator_finds_the_agents_of_a_published_example() -> None:
    # 100 calls in 30 minutes of 180 s, 80% within 20 s: 14 agents (pyworkforce's worked example).
    done = wfm("erlang", "--offered", "100", "--interval", "30", "--aht", "180", "--service-level", "0.8", "--json")
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout)["agents"] == 14


def test_the_calculator_shows_a_table_on_standard_error() -> None:
    done = wfm("erlang", "--offered", "100", "--aht", "180", "--agents", "14")
    assert done.exit_code == 0
    assert done.stdout == ""
    assert "service_level" in done.stderr


def test_the_calculator_answers_a_file_of_cases(tmp_path: Path) -> None:
    cases = tmp_path / "in.csv"
    cases.write_text(
        "offered,interval_min,aht_s,patience_s,agents,answer_within_s\n100,30,180,,14,20\n", encoding="utf-8"
    )
    done = wfm("erlang", "--file", cases, "--out", tmp_path / "out.csv")
    assert done.exit_code == 0, done.stderr
    header, row = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()
    assert header.startswith("offered,interval_min,aht_s,patience_s,agents,answer_within_s,p_block,p_wait")
    assert row.startswith("100,30,180,,14,20,0.0568")


@pytest.mark.parametrize(
    "words",
    [
        ("erlang",),
        ("erlang", "--offered", "100", "--aht", "180"),
        ("erlang", "--file", "in.csv"),
        ("erlang", "--offered", "100", "--aht", "180", "--agents", "3", "--service-level", "0.8"),
    ],
)
def test_a_calculator_that_lacks_something_is_wrong_usage(words: tuple[str, ...]) -> None:
    assert wfm(*words).exit_code == 2


def test_init_makes_a_site_and_says_what_comes_next(tmp_path: Path) -> None:
    done = wfm("init", tmp_path / "site", "--template", "bank")
    assert done.exit_code == 0, done.stderr
    assert (tmp_path / "site" / "staff.csv").is_file()
    assert "Next: wfm ingest" in done.stderr
    assert wfm("init", tmp_path / "site").exit_code == 4
    assert wfm("init", tmp_path / "other", "--template", "banc").exit_code == 2


def test_the_app_needs_a_site_folder(tmp_path: Path) -> None:
    done = wfm("app", "--site", tmp_path)
    assert done.exit_code == 4
    assert "is not a site folder" in done.stderr


def test_the_app_takes_the_process_over_with_site_and_port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[str]] = []
    monkeypatch.setattr("os.execv", lambda path, command: commands.append([path, *command]))
    site = tiny_site(tmp_path / "site")
    assert wfm("app", "--site", site, "--port", "8600").exit_code == 0
    (command,) = commands
    assert command[0] == command[1] == sys.executable
    assert command[-2:] == ["--site", str(site)]
    assert command[command.index("--server.port") + 1] == "8600"


def test_a_requirement_is_written_from_a_forecast_file(tmp_path: Path) -> None:
    forecast = tmp_path / "forecast.csv"
    head = "interval_start,queue,offered,p10,p50,p90,aht_s,model\n"
    forecast.write_text(head + "2026-06-08T09:00,general,12,8,12,16,180,naive\n", encoding="utf-8")
    done = wfm(
        "requirement", "--site", tiny_site(tmp_path / "site"), "--forecast", forecast, "--out", tmp_path / "r.csv"
    )
    assert done.exit_code == 0, done.stderr
    assert (tmp_path / "r.csv").read_text(encoding="utf-8").startswith("interval_start,queue,agents,response_rate")
    assert "general" in done.stderr
