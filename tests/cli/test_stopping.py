"""A roster that is not awaited to its end: cancelled, ended with the best so far, out of memory, or impossible."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from domain.errors import ScheduleError
from pipeline import stopping
from tests.cli.runner import wfm
from tests.cli.tiny import DAYS, WINDOW_START, requirement_file, tiny_site

ROOT = Path(__file__).resolve().parents[2]
MINUTES_S = 600


def ordered(folder: Path, *more: str, agents: int = 4) -> list[str]:
    """The words of `wfm schedule` for the tiny site, which then needs hours to prove its roster best."""
    tiny_site(folder / "site")
    needed = requirement_file(folder / "needed.csv", agents)
    words = ["schedule", "--site", folder / "site", "--requirement", needed, "--start", WINDOW_START.isoformat()]
    return [str(word) for word in (*words, "--days", DAYS, "--out", folder / "out", *more)]


def signalled(words: list[str], number: signal.Signals) -> tuple[int, str]:
    """Exit code and messages of a run that gets a signal as soon as it has a roster."""
    command = [sys.executable, "-c", "from wfm import main; main()", *words, "--time-limit", "300", "--gap", "0"]
    with subprocess.Popen(
        command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env=dict(os.environ)
    ) as run:
        assert run.stderr is not None
        told = ""
        for line in run.stderr:
            told += line
            if line.startswith(("roster: dive", "roster: search")):
                break
        run.send_signal(number)
        told += run.stderr.read()
        return run.wait(MINUTES_S), told


@pytest.mark.slow
def test_control_c_cancels_and_leaves_nothing_behind(tmp_path: Path) -> None:
    code, _ = signalled(ordered(tmp_path), signal.SIGINT)

    assert code == 130
    assert sorted(path.name for path in tmp_path.iterdir()) == ["needed.csv", "site"]


@pytest.mark.slow
def test_a_request_to_end_gives_the_best_roster_so_far(tmp_path: Path) -> None:
    code, told = signalled(ordered(tmp_path), signal.SIGUSR1)

    assert code == 0
    assert "ended on request" in told
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert report["stopped_by"] == "request"
    assert report["seconds"] < 250
    assert report["course"][-1]["incumbent"] is not None
    checked = wfm("check", tmp_path / "out", "--site", tmp_path / "site", "--requirement", tmp_path / "needed.csv")
    assert checked.exit_code == 0


def test_without_memory_for_a_roster_one_sentence_says_so_and_nothing_is_written(tmp_path: Path) -> None:
    done = wfm(*ordered(tmp_path, "--memory-limit", "1"))

    assert done.exit_code == 1
    assert "needs more memory than the limit of 1 MB" in done.stderr
    assert not (tmp_path / "out").exists()


def test_memory_that_runs_out_in_the_search_ends_it_with_a_legal_roster(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = iter([10.0, *[20.0] * 3])
    monkeypatch.setattr(stopping, "resident_mb", lambda: next(looks, 95.0))

    done = wfm(*ordered(tmp_path, "--memory-limit", "100", "--time-limit", "60", "--gap", "0"))

    assert done.exit_code == 0
    assert "memory limit of 100 MB" in done.stderr
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert report["stopped_by"] == "memory_limit"
    assert report["seconds"] < 60
    assert wfm("check", tmp_path / "out", "--site", tmp_path / "site").exit_code == 0


def test_memory_beyond_the_limit_interrupts_whatever_is_at_work() -> None:
    with pytest.raises(ScheduleError, match="limit of"), stopping.stoppable(round(stopping.resident_mb()) + 100):
        more = bytearray(200 * stopping.MB)
        more[::4096] = b"1" * len(range(0, len(more), 4096))
        time.sleep(30)


def test_where_no_roster_exists_only_the_report_is_written_with_the_conflict(tmp_path: Path) -> None:
    words = ordered(tmp_path, agents=9)
    config = tmp_path / "site" / "site.toml"
    config.write_text(config.read_text(encoding="utf-8").replace("threshold_s = 20", "must = true"), encoding="utf-8")

    done = wfm(*words)

    assert done.exit_code == 5
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert report["status"] == "infeasible"
    assert report["conflict"] in done.stderr.replace("\n", " ")
    assert [(member["kind"], member["of"]) for member in report["members"]] == [("goal", "general")]
    assert "staff.csv lists 8 agents" in report["conflict"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["report.json"]
