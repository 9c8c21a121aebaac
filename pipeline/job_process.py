"""The process of a job: `python -m pipeline.job_process SITE JOB LOCK`, started by `pipeline.jobs` alone.

Whatever happens in it ends in the job's record: done, failed with one sentence, or cancelled; only a kill leaves none.
"""

import logging
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from domain.errors import WfmError
from pipeline.acting import OPERATOR, acting_as
from pipeline.job_work import done_work
from pipeline.site_store import Database, open_site_database, stamp_now
from pipeline.stopping import stoppable
from scheduling.options import Progress
from store.job_records import Asked, Job, JobState, JobStep
from store.jobs import begin_job, end_job, note_step
from store.lock import inherited_lock

logger = logging.getLogger(__name__)

POLITE = 5  # more willing to wait than the server that planners click in
STEP_EVERY_S = 1.0
DEFECT = "The job ended by a defect of the program: {}. Its log says more; please report it."


def run_job(site_dir: Path, job_id: int) -> None:
    """Does the work of a job and keeps how it ended."""
    with open_site_database(site_dir) as database, stoppable() as stop:
        try:
            job = begin_job(database, job_id)
            _heed(job)
            outcome = done_work(site_dir, job, stop, _noting(database, job_id))
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # what is done is kept
            outcome.keep()
            end_job(database, job_id, JobState.DONE, outcome.said, outcome.result, stamp_now())
        except KeyboardInterrupt:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            end_job(database, job_id, JobState.CANCELLED, "", {}, stamp_now())
        except WfmError as error:
            logger.warning("job %s: %s", job_id, error)
            end_job(database, job_id, JobState.FAILED, str(error), {}, stamp_now())
        except Exception as error:
            logger.exception("job %s", job_id)
            end_job(database, job_id, JobState.FAILED, DEFECT.format(repr(error)), {}, stamp_now())


def _heed(job: Job) -> None:
    """Does what was asked of the job before it could hear signals."""
    if job.asked is Asked.CANCEL:
        raise KeyboardInterrupt
    if job.asked is Asked.STOP:
        os.kill(os.getpid(), signal.SIGUSR1)


def _noting(database: Database, job_id: int) -> Callable[[Progress], None]:
    """Keeps the solver's progress, once a second at most within a phase; that it cannot be kept ends no solve."""
    kept: list[tuple[str, float]] = []

    def note(progress: Progress) -> None:
        now = perf_counter()
        if kept and kept[-1][0] == progress.phase and now - kept[-1][1] < STEP_EVERY_S:
            return
        kept[:] = [(progress.phase, now)]
        step = JobStep(progress.phase, round(progress.seconds, 2), progress.incumbent, progress.bound)
        try:
            note_step(database, job_id, step)
        except WfmError as error:
            logger.warning("progress of job %s was not kept: %s", job_id, error)

    return note


def main(words: list[str]) -> None:
    """The command: a site folder, a job's number, and the handle of the lock that the parent handed over."""
    site_dir, job_id, handle = Path(words[0]), int(words[1]), int(words[2])
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have started the server without it
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    os.nice(POLITE)
    with inherited_lock(handle), acting_as(OPERATOR):  # whoever asked was checked when it was asked
        run_job(site_dir, job_id)


if __name__ == "__main__":
    main(sys.argv[1:])
