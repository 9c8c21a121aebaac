"""Jobs in the database: they begin, are asked to end, end once, and keep their progress."""

import pytest
from sqlalchemy import Engine

from domain.errors import UsageError
from store.audit_trail import list_audit
from store.job_records import Asked, Job, JobKind, JobState, JobStep
from store.jobs import add_job, ask_job, begin_job, end_job, find_job, list_jobs, list_steps, note_step
from tests.unit.store.small import stamp


def begun(engine: Engine, site: str = "bank") -> Job:
    return add_job(engine, site, JobKind.SCHEDULE, {"gap": 0.01}, stamp())


def test_a_job_begins_runs_and_ends_with_its_result(engine: Engine) -> None:
    job = begun(engine)
    assert (job.state, job.at_work, job.request) == (JobState.STARTING, True, {"gap": 0.01})
    assert begin_job(engine, job.id).state is JobState.RUNNING
    ended = end_job(engine, job.id, JobState.DONE, "", {"version": 3}, stamp(5))
    assert (ended.state, ended.result, ended.ended) == (JobState.DONE, {"version": 3}, stamp(5).at)
    assert [line.what for line in list_audit(engine, "bank")] == ["job ended", "job begun"]


def test_a_job_ends_once_however_often_its_end_is_told(engine: Engine) -> None:
    job = begun(engine)
    end_job(engine, job.id, JobState.DONE, "", {}, stamp(1))
    assert end_job(engine, job.id, JobState.DIED, "gone", {}, stamp(2)).state is JobState.DONE
    assert ask_job(engine, "bank", job.id, Asked.CANCEL, stamp(3)).asked is Asked.NOTHING
    assert [line.what for line in list_audit(engine, "bank")] == ["job ended", "job begun"]


def test_what_was_asked_of_a_starting_job_is_known_when_it_runs(engine: Engine) -> None:
    job = begun(engine)
    ask_job(engine, "bank", job.id, Asked.STOP, stamp(1))
    assert begin_job(engine, job.id).asked is Asked.STOP


def test_progress_is_kept_in_its_order(engine: Engine) -> None:
    job = begun(engine)
    steps = (JobStep("bound", 1.0, None, 10.5), JobStep("search", 2.0, 12.0, 11.0))
    for step in steps:
        note_step(engine, job.id, step)
    assert list_steps(engine, job.id) == steps


def test_a_job_of_another_site_is_not_found(engine: Engine) -> None:
    job, other = begun(engine), begun(engine, "dasan")
    assert [found.id for found in list_jobs(engine, "bank")] == [job.id]
    with pytest.raises(UsageError, match=f"site bank has no job {other.id}"):
        find_job(engine, "bank", other.id)
