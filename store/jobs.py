"""Jobs in the database: begun, followed, asked to end, ended. Who asks and who ends is in the audit trail."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Connection, Engine, Row, and_, func, insert, select, update

from domain.errors import UsageError
from store.audit_trail import add_line
from store.database import reading, writing
from store.job_records import AT_WORK, Asked, Job, JobKind, JobState, JobStep
from store.job_tables import job_steps, jobs
from store.json_text import plain_object
from store.records import Stamp

KEPT_AT_WORK = [state.value for state in AT_WORK]


def add_job(engine: Engine, site_id: str, kind: JobKind, request: Mapping[str, object], stamp: Stamp) -> Job:
    """A new job, which is starting."""
    row: dict[str, object] = {"site": site_id, "kind": kind, "state": JobState.STARTING, "asked": Asked.NOTHING}
    row |= {"request": plain_object(request), "who": stamp.who, "begun": stamp.at, "said": "", "result": {}}
    with writing(engine) as connection:
        job = _as_job(connection.execute(insert(jobs).values(row).returning(jobs)).one())
        add_line(connection, site_id, stamp, "job begun", f"{job.id}: {kind}")
        return job


def begin_job(engine: Engine, job_id: int) -> Job:
    """The job, now running; `asked` says what somebody wanted of it while it was starting."""
    with writing(engine) as connection:
        connection.execute(update(jobs).where(_at_work(job_id)).values(state=JobState.RUNNING))
        return _one(connection, job_id)


def ask_job(engine: Engine, site_id: str, job_id: int, asked: Asked, stamp: Stamp) -> Job:
    """The job with what was asked of it; one that has ended stays as it is."""
    with writing(engine) as connection:
        job = _of_site(connection, site_id, job_id)
        if job.at_work:
            connection.execute(update(jobs).where(_at_work(job_id)).values(asked=asked))
            add_line(connection, site_id, stamp, f"job asked to {asked}", f"{job_id}: {job.kind}")
        return _one(connection, job_id)


def end_job(engine: Engine, job_id: int, state: JobState, said: str, result: Mapping[str, object], stamp: Stamp) -> Job:
    """The job with how it ended; one that has ended before stays as it ended."""
    ended = {"state": state, "ended": stamp.at, "said": said, "result": plain_object(result)}
    with writing(engine) as connection:
        changed = connection.execute(update(jobs).where(_at_work(job_id)).values(ended)).rowcount
        job = _one(connection, job_id)
        if changed:
            add_line(connection, job.site_id, stamp, "job ended", f"{job_id}: {job.kind}, {state}")
        return job


def note_step(engine: Engine, job_id: int, step: JobStep) -> None:
    """Add one step to the job's progress."""
    with writing(engine) as connection:
        last = connection.scalar(select(func.max(job_steps.c.number)).where(job_steps.c.job_id == job_id))
        row = {"job_id": job_id, "number": (last or 0) + 1, "phase": step.phase, "seconds": step.seconds}
        connection.execute(insert(job_steps).values(row | {"incumbent": step.incumbent, "bound": step.bound}))


def find_job(engine: Engine, site_id: str, job_id: int) -> Job:
    """The site's job with this number; raises UsageError where there is none."""
    with reading(engine) as connection:
        return _of_site(connection, site_id, job_id)


def list_jobs(engine: Engine, site_id: str, limit: int = 60) -> tuple[Job, ...]:
    """The site's jobs, newest first."""
    wanted = select(jobs).where(jobs.c.site == site_id).order_by(jobs.c.id.desc()).limit(limit)
    with reading(engine) as connection:
        return tuple(_as_job(row) for row in connection.execute(wanted))


def list_steps(engine: Engine, job_id: int) -> tuple[JobStep, ...]:
    """The job's progress, oldest first."""
    wanted = select(job_steps).where(job_steps.c.job_id == job_id).order_by(job_steps.c.number)
    with reading(engine) as connection:
        return tuple(JobStep(row.phase, row.seconds, row.incumbent, row.bound) for row in connection.execute(wanted))


def _at_work(job_id: int) -> ColumnElement[bool]:
    return and_(jobs.c.id == job_id, jobs.c.state.in_(KEPT_AT_WORK))


def _of_site(connection: Connection, site_id: str, job_id: int) -> Job:
    row = connection.execute(select(jobs).where(jobs.c.id == job_id, jobs.c.site == site_id)).one_or_none()
    if row is None:
        raise UsageError(f"site {site_id} has no job {job_id}; list the jobs to see their numbers.")
    return _as_job(row)


def _one(connection: Connection, job_id: int) -> Job:
    return _as_job(connection.execute(select(jobs).where(jobs.c.id == job_id)).one())


def _as_job(row: Row[*tuple[object, ...]]) -> Job:
    return Job(
        id=row.id,
        site_id=row.site,
        kind=JobKind(row.kind),
        state=JobState(row.state),
        asked=Asked(row.asked),
        request=row.request,
        who=row.who,
        begun=row.begun,
        ended=row.ended,
        said=row.said,
        result=row.result,
    )
