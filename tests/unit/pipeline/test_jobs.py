"""Long work as real processes: one at a time, cancelled, stopped with the best so far, killed, and what each leaves."""

import os
import signal
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from domain.errors import LockHeldError, UsageError
from pipeline.job_orders import Off, ReforecastOrder, RepairOrder, ScheduleOrder
from pipeline.jobs import JobNow, JobState, cancel_job, job_now, site_jobs, start_job, stop_job
from pipeline.roster_versions import site_versions, version_of_night, version_state
from store.layout import job_folder
from store.lock import is_locked, lock_holder
from tests.app.small_night import FIRST, NIGHT, small_night

ENDLESS = ScheduleOrder(NIGHT, 300, 0)  # nobody awaits its end
WAIT_S = 150  # compiling the search for the first time takes a minute
pytestmark = pytest.mark.slow


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return small_night(tmp_path / "mini")


def awaited(site: Path, job_id: int, until: Callable[[JobNow], bool]) -> JobNow:
    """The job as soon as it is so; fails where that takes too long."""
    give_up = time.monotonic() + WAIT_S
    while time.monotonic() < give_up:
        now = job_now(site, job_id)
        if until(now):
            return now
        time.sleep(0.2)
    raise AssertionError(f"job {job_id} is still {job_now(site, job_id)}")


def ended(now: JobNow) -> bool:
    return not now.job.at_work


def has_roster(now: JobNow) -> bool:
    return ended(now) or (now.last is not None and now.last.incumbent is not None)


def test_a_stopped_solve_keeps_its_best_roster_as_a_draft_version(site: Path) -> None:
    job = start_job(site, ENDLESS, "kim")
    with pytest.raises(LockHeldError, match=f"job {job.id}, process"):
        start_job(site, ENDLESS, "lee")
    assert len(site_jobs(site)) == 1
    awaited(site, job.id, has_roster)
    stop_job(site, job.id, "lee")
    done = awaited(site, job.id, ended)
    assert (done.job.state, done.job.who) == (JobState.DONE, "kim")
    assert done.last is not None
    assert done.last.incumbent is not None
    assert done.last.bound is not None
    assert done.last.incumbent >= done.last.bound
    (version,) = site_versions(site).versions
    assert (version.number, version.origin, version.who) == (done.job.result["version"], "solve", "kim")
    assert version_state(site, version.number).roster.duties
    assert not is_locked(site)


def test_a_cancelled_job_keeps_nothing_and_lets_the_lock_go(site: Path) -> None:
    job = start_job(site, ENDLESS)
    awaited(site, job.id, lambda now: bool(now.steps) or ended(now))
    cancel_job(site, job.id)
    assert awaited(site, job.id, ended).job.state is JobState.CANCELLED
    assert site_versions(site).versions == ()
    again = start_job(site, ENDLESS)
    cancel_job(site, again.id)  # while it is starting
    assert awaited(site, again.id, ended).job.state is JobState.CANCELLED


def test_a_killed_job_is_told_as_died_with_what_to_do_next(site: Path) -> None:
    job = start_job(site, ENDLESS)
    holder = lock_holder(site)
    assert holder is not None
    assert holder.what == f"job {job.id}"
    os.kill(holder.pid, signal.SIGKILL)
    died = awaited(site, job.id, ended).job
    assert died.state is JobState.DIED
    assert "start it again" in died.said
    assert not is_locked(site)
    assert cancel_job(site, job.id).state is JobState.DIED


def test_a_repair_takes_people_off_and_is_a_version_after_its_own(site: Path) -> None:
    night = version_of_night(site, NIGHT)
    day = FIRST.replace(day=8)
    order = RepairOrder(NIGHT, night.number, day, (Off("A0001", day, day),), 10)
    done = awaited(site, start_job(site, order, "kim").id, ended).job
    assert (done.state, done.said) == (JobState.DONE, "")
    state = version_state(site, int(str(done.result["version"])))
    assert (state.version.origin, state.version.parent) == ("repair", night.number)
    before = version_state(site, night.number)
    assert before.shift_of(("A0001", day)) == "D09"
    assert state.shift_of(("A0001", day)) is None


def test_work_that_cannot_be_done_fails_with_its_sentence(site: Path) -> None:
    done = awaited(site, start_job(site, ScheduleOrder(NIGHT.replace(day=1), 5)).id, ended).job
    assert done.state is JobState.FAILED
    assert "wfm nightly --date 2026-10-01" in done.said


@pytest.mark.parametrize(
    ("order", "said"),
    [
        (ScheduleOrder(NIGHT, 0), "a time limit of 0 s"),
        (ScheduleOrder(NIGHT, 60, 1), "a gap of 1"),
        (RepairOrder(NIGHT, 1, FIRST, (Off("A0001", FIRST, NIGHT),)), "which ends first"),
    ],
)
def test_an_order_that_makes_no_sense_starts_nothing(site: Path, order: ScheduleOrder, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        start_job(site, order)
    assert site_jobs(site) == ()


def test_a_reforecast_leaves_its_file(site: Path) -> None:
    done = awaited(site, start_job(site, ReforecastOrder(datetime(2026, 10, 5, 10))).id, ended).job
    assert (done.state, done.result["file"]) == (JobState.DONE, "reforecast.csv")
    lines = (job_folder(site, done.id) / "reforecast.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("interval_start,queue,offered,p10")
    assert lines[1].startswith("2026-10-05T10:00")
