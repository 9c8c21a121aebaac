"""Long work as jobs: started as a process of its own, listed, followed, stopped, cancelled; one at a time per site.

A job outlives the browser and the server that started it: it has its own session, its record lies in the database, and
the site's lock is handed to it and dies with it. So a record at work without a lock is of a job that died.
"""

import logging
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from domain.access import Act
from domain.errors import WfmError
from domain.site_config import read_site_config
from pipeline.access import needs, stamp_for
from pipeline.job_orders import KINDS, JobOrder, checked_order, request_of
from pipeline.site_store import Database, open_site_database, stamp_now
from store.failures import file_words
from store.job_records import Asked, Job, JobKind, JobState, JobStep
from store.jobs import add_job, ask_job, end_job, find_job, list_jobs, list_steps
from store.json_text import Json, plain_object
from store.layout import job_folder
from store.lock import HandedLock, Holder, is_locked, lock_holder, lock_to_hand_over

__all__ = ["Asked", "Job", "JobKind", "JobNow", "JobState", "JobStep"]

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[1]
LOG_FILE = "log.txt"
_children: list[subprocess.Popen[bytes]] = []  # held so that those that ended are waited for, and leave no zombie
DIED = (
    "The job's process ended without a word: it was killed, or the machine went down. Nothing of it was kept; start it "
    "again."
)


@dataclass(frozen=True, slots=True)
class JobNow:
    """A job as it stands, with its progress from the start, oldest first."""

    job: Job
    steps: tuple[JobStep, ...]

    @property
    def last(self) -> JobStep | None:
        """The newest step; None before the first."""
        return self.steps[-1] if self.steps else None


@needs(Act.RUN_JOBS)
def start_job(site_dir: Path, order: JobOrder, who: str | None = None) -> Job:
    """Starts the work as a process of its own; its record.

    Raises LockHeldError where a job or a night works on the site, UsageError where the order makes no sense; nothing is
    started or kept then.
    """
    kind, request, stamp = KINDS[type(order)], request_of(checked_order(order)), stamp_for(site_dir, who)
    site_id = read_site_config(site_dir / "site.toml").site.id
    with lock_to_hand_over(site_dir) as lock, open_site_database(site_dir) as database:
        _tell_of_the_dead(database, site_id)
        job = add_job(database, site_id, kind, request, stamp)
        try:
            process = _started(site_dir.resolve(), job, lock)
        except OSError as error:
            said = f"The job's process could not be started: {error.strerror or error}."
            end_job(database, job.id, JobState.FAILED, said, {}, stamp_now())
            raise WfmError(said) from error
        lock.is_held_by(Holder(process.pid, stamp.at.isoformat(timespec="seconds"), _name(job.id)))
    logger.info("job %s of %s started as process %s", job.id, site_id, process.pid)
    return job


def _started(site_dir: Path, job: Job, lock: HandedLock) -> subprocess.Popen[bytes]:
    """The job's process, in a session of its own, so that no signal to the server or its terminal reaches it."""
    folder = job_folder(site_dir, job.id)
    with file_words("write", folder):
        folder.mkdir(parents=True, exist_ok=True)
        log = (folder / LOG_FILE).open("wb")
    command = [sys.executable, "-m", "pipeline.job_process", str(site_dir), str(job.id), str(lock.handle)]
    _children[:] = [child for child in _children if child.poll() is None]
    with log:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=ROOT,
            start_new_session=True,
            pass_fds=(lock.handle,),
        )
    _children.append(process)
    return process


@needs(Act.SEE_PLAN)
def site_jobs(site_dir: Path, limit: int = 60) -> tuple[Job, ...]:
    """The site's jobs, newest first; one that died is told as such."""
    site_id = read_site_config(site_dir / "site.toml").site.id
    with open_site_database(site_dir) as database:
        found = list_jobs(database, site_id, limit)
        return tuple(_as_it_is(database, site_dir, job) for job in found)


@needs(Act.SEE_PLAN)
def job_now(site_dir: Path, job_id: int) -> JobNow:
    """One job with its progress; raises UsageError where the site has none with this number."""
    site_id = read_site_config(site_dir / "site.toml").site.id
    with open_site_database(site_dir) as database:
        job = _as_it_is(database, site_dir, find_job(database, site_id, job_id))
        return JobNow(job, list_steps(database, job_id))


@needs(Act.RUN_JOBS)
def stop_job(site_dir: Path, job_id: int, who: str | None = None) -> Job:
    """Asks the job to end with the best that it has so far; one that has ended stays as it is."""
    return _asked(site_dir, job_id, Asked.STOP, who)


@needs(Act.RUN_JOBS)
def cancel_job(site_dir: Path, job_id: int, who: str | None = None) -> Job:
    """Asks the job to give up and keep nothing; asked once more, its process is ended at once."""
    return _asked(site_dir, job_id, Asked.CANCEL, who)


def _asked(site_dir: Path, job_id: int, asked: Asked, who: str | None) -> Job:
    site_id = read_site_config(site_dir / "site.toml").site.id
    with open_site_database(site_dir) as database:
        before = _as_it_is(database, site_dir, find_job(database, site_id, job_id))
        job = ask_job(database, site_id, job_id, asked, stamp_for(site_dir, who))
        process = _process_of(site_dir, job)
        if not job.at_work or process is None:
            return job
        if asked is Asked.CANCEL and before.asked is Asked.CANCEL:
            _signalled(process, signal.SIGKILL)
            return end_job(database, job_id, JobState.CANCELLED, "", {}, stamp_now())
        if job.state is JobState.RUNNING:  # one that is starting looks at its record as soon as it can end well
            _signalled(process, signal.SIGUSR1 if asked is Asked.STOP else signal.SIGINT)
        return job


def _signalled(process: int, number: signal.Signals) -> None:
    """Sends a signal to the job's process; one that has just ended needs none."""
    try:
        os.kill(process, number)
    except ProcessLookupError:
        logger.info("process %s had ended before it got %s", process, number.name)


def _process_of(site_dir: Path, job: Job) -> int | None:
    """The job's process number; None where the job's process does not hold the site's lock, so that it is gone."""
    holder = lock_holder(site_dir)
    return holder.pid if holder is not None and holder.what == _name(job.id) else None


def _name(job_id: int) -> str:
    return f"job {job_id}"


def _as_it_is(database: Database, site_dir: Path, job: Job) -> Job:
    """The job, told as died where it is at work by its record and its process is gone.

    A job writes how it ended before it lets the lock go, so one whose lock is free and whose record is still at work
    will never write it.
    """
    if not job.at_work:
        return job
    holder = lock_holder(site_dir)
    is_another = holder is not None and holder.what != _name(job.id)
    if is_locked(site_dir) and not is_another:
        return job
    return end_job(database, job.id, JobState.DIED, DIED, {}, stamp_now())


def _tell_of_the_dead(database: Database, site_id: str) -> None:
    """Nobody has the site's lock but this process, so jobs at work by their record have died."""
    for job in list_jobs(database, site_id):
        if job.at_work:
            end_job(database, job.id, JobState.DIED, DIED, {}, stamp_now())


def job_json(now: JobNow) -> Json:
    """A job for `wfm jobs --json`."""
    job, last = now.job, now.last
    return plain_object(
        {
            "id": job.id,
            "kind": job.kind,
            "state": job.state,
            "asked": job.asked or None,
            "who": job.who,
            "begun": job.begun,
            "ended": job.ended,
            "request": job.request,
            "progress": last,
            "said": job.said,
            "result": job.result,
        }
    )
