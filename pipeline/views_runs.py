"""What ran on a site: its nights and jobs, what they did, how long, what they had to say."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.access import Act
from domain.site_config import read_site_config
from pipeline.access import needs
from pipeline.jobs import LOG_FILE, Job, JobState, site_jobs
from pipeline.json_reading import as_number, as_object, as_texts
from pipeline.site_store import open_site_database
from store.layout import job_folder
from store.nights import list_nights
from store.records import Night

MOST_LOG_CHARS = 20_000
TROUBLE = ("failed", "died")


@dataclass(frozen=True, slots=True)
class NightLine:
    """One night: how it ended, how often it was begun, seconds of its last run (None: not ended), and what it says."""

    night: date
    status: str
    attempts: int
    started: datetime
    seconds: float | None
    gap: float | None
    agent_hours: float | None
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JobLine:
    """One job: what it did for whom, how it stands, seconds that it took, the version that came out, its words."""

    id: int
    kind: str
    state: str
    who: str
    begun: datetime
    seconds: float | None
    version: int | None
    said: str


@dataclass(frozen=True, slots=True)
class RunsView:
    """Nights and jobs, newest first; times are the site's."""

    nights: tuple[NightLine, ...]
    jobs: tuple[JobLine, ...]

    @property
    def at_work(self) -> JobLine | None:
        """The job that is at work."""
        return next((job for job in self.jobs if job.state in (JobState.STARTING, JobState.RUNNING)), None)

    @property
    def troubled(self) -> int:
        """How many of them failed or died."""
        return sum(job.state in TROUBLE for job in self.jobs) + sum(night.status in TROUBLE for night in self.nights)


@needs(Act.SEE_PLAN)
def runs_view(site_dir: Path) -> RunsView:
    """What ran on the site."""
    section = read_site_config(site_dir / "site.toml").site
    zone = ZoneInfo(section.timezone)
    jobs = tuple(_job_line(job, zone) for job in site_jobs(site_dir))
    with open_site_database(site_dir) as database:
        nights = tuple(_night_line(night, zone) for night in list_nights(database, section.id))
    return RunsView(nights, jobs)


def _night_line(night: Night, zone: ZoneInfo) -> NightLine:
    hours = [as_number(each) or 0.0 for each in as_object(night.summary.get("agent_hours")).values()]
    error = night.summary.get("error")
    said = [text for what in ("missing", "warnings", "notes") for text in as_texts(night.summary.get(what))]
    return NightLine(
        night=night.night,
        status=night.status,
        attempts=night.attempts,
        started=night.started.astimezone(zone),
        seconds=None if night.finished is None else (night.finished - night.started).total_seconds(),
        gap=as_number(night.summary.get("gap")),
        agent_hours=sum(hours) if hours else None,
        warnings=(*([str(error)] if error else ()), *said),
    )


def _job_line(job: Job, zone: ZoneInfo) -> JobLine:
    made = as_number(job.result.get("version"))
    return JobLine(
        id=job.id,
        kind=job.kind,
        state=job.state,
        who=job.who,
        begun=job.begun.astimezone(zone),
        seconds=None if job.ended is None else (job.ended - job.begun).total_seconds(),
        version=None if made is None else int(made),
        said=job.said,
    )


@needs(Act.SEE_PLAN)
def job_log(site_dir: Path, job_id: int) -> str:
    """The end of what the job's process wrote; empty where it wrote nothing."""
    path = job_folder(site_dir, job_id) / LOG_FILE
    return path.read_text(encoding="utf-8", errors="replace")[-MOST_LOG_CHARS:] if path.is_file() else ""
