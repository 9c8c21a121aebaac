"""Sites by configuration alone: a retailer's single number, and a centre in another country by quarters of an hour."""

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from domain.site_folder import read_site
from pipeline.site_template import TEMPLATES_DIR, make_site
from tests.cli.runner import wfm
from tests.shared import SHARED, needs_shared

WEEKS = 7  # of history: under eight no model that takes seconds is tried


@needs_shared
@pytest.mark.parametrize(("template", "night", "minutes"), [("retail", "2026-05-31", 30), ("us15", "2026-10-25", 15)])
def test_a_site_that_is_configuration_alone_runs_the_main_job_and_keeps_every_rule(
    tmp_path: Path, template: str, night: str, minutes: int
) -> None:
    site = tmp_path / template
    make_site(site, template)
    calls = pd.read_csv(site / "history_simulated.csv")
    recent = calls[calls["interval_start"] >= str(pd.Timestamp(night) - pd.Timedelta(weeks=WEEKS))]
    recent.to_csv(tmp_path / "calls.csv", index=False)
    assert wfm("ingest", tmp_path / "calls.csv", "--site", site).exit_code == 0
    done = wfm("nightly", "--site", site, "--date", night, "--days", "7", "--time-limit", "5", "--gap", "0.2")
    assert done.exit_code == 0, done.stderr
    planned = site / "nights" / night
    need = pd.read_csv(planned / "requirement.csv")
    assert set(need["queue"]) == {queue.id for queue in read_site(site).queues}
    assert {int(start[14:16]) for start in need["interval_start"]} == set(range(0, 60, minutes))
    judged = subprocess.run(
        [sys.executable, SHARED / "tools" / "check_roster.py", site, planned],
        capture_output=True,
        text=True,
        check=False,
    )
    assert judged.returncode == 0, judged.stdout[-2000:]


@pytest.mark.parametrize("template", ["retail", "us15"])
def test_a_site_of_another_kind_needs_no_line_of_code(template: str) -> None:
    rooms = ("domain", "forecasting", "staffing", "scheduling", "exports", "store", "pipeline", "app_parts")
    root = TEMPLATES_DIR.parents[1]
    sources = [path for room in rooms for path in (root / room).rglob("*.py")]
    naming = [path.name for path in sources if f'"{template}"' in path.read_text(encoding="utf-8")]
    assert naming == []
    assert not [path.name for path in (TEMPLATES_DIR / template).rglob("*") if path.suffix == ".py"]
