"""A night that is killed is as good as one that was not, once it has been run again."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.published import stable_content
from tests.cli.tiny import DAYS, NIGHT, tiny_history, tiny_site

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_a_night_killed_at_ten_moments_and_run_again_gives_the_files_of_an_undisturbed_one(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.cli.kill_nights", str(tmp_path)]
    one_thread = os.environ | {"OPENBLAS_NUM_THREADS": "1"}  # a program that forks had better have no other threads
    done = subprocess.run(command, cwd=ROOT, env=one_thread, capture_output=True, text=True, timeout=1800)
    assert done.returncode == 0, done.stderr
    moments = json.loads(done.stdout.splitlines()[-1])["moments"]
    assert len(moments) == 10
    assert all(moment["killed"] for moment in moments), moments
    for moment in moments:
        assert moment["finished"], moment
        assert moment["same_files"], moment
        assert moment["same_versions"], moment
        assert moment["leftovers"] == [], moment


@pytest.mark.slow
def test_a_killed_command_leaves_no_lock_and_no_half_folder(tmp_path: Path) -> None:
    def wfm(*words: str) -> list[str]:
        return [sys.executable, "-c", "import wfm; wfm.main()", *words]

    site = tiny_site(tmp_path / "site")
    calls = tiny_history(tmp_path / "calls.csv")
    subprocess.run(wfm("ingest", str(calls), "--site", str(site)), cwd=ROOT, check=True, capture_output=True)
    order = wfm("nightly", "--site", str(site), "--date", str(NIGHT), "--days", str(DAYS), "--gap", "0.05")
    running = subprocess.Popen(order, cwd=ROOT, stderr=subprocess.PIPE, start_new_session=True)
    while not any((site / ".wfm" / "steps").glob("*/requirement-*")):
        assert running.poll() is None
        time.sleep(0.01)
    os.killpg(running.pid, signal.SIGKILL)
    running.communicate()
    assert not (site / "nights").exists()
    again = subprocess.run([*order, "--json"], cwd=ROOT, capture_output=True, text=True)
    assert again.returncode == 0, again.stderr
    steps = {step["step"]: step["resumed"] for step in json.loads(again.stdout)["steps"]}
    assert steps["forecast"]
    assert not steps["workbook"]
    assert "2026-06-07/roster.xlsx" in stable_content(site / "nights")
