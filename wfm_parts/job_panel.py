"""Jobs for a person at the terminal."""

from collections.abc import Sequence

from rich.table import Table

from pipeline.jobs import JobNow
from wfm_parts.tables import table


def jobs_table(found: Sequence[JobNow]) -> Table:
    """One row a job: how it stands, who began it when, where its solver is, and what it said."""
    rows = [_row(now) for now in found]
    return table("Jobs", ("job", "kind", "state", "by", "begun (UTC)", "progress", "said"), rows, left=7)


def _row(now: JobNow) -> tuple[str, ...]:
    job, last = now.job, now.last
    progress = "" if last is None else f"{last.phase}, {last.seconds:,.0f} s"
    if last is not None and last.incumbent is not None:
        progress += f", cost {last.incumbent:,.0f}"
    if last is not None and last.bound is not None:
        progress += f", bound {last.bound:,.0f}"
    made = job.result.get("version")
    said = f"version {made}. {job.said}".strip() if made is not None else job.said
    return str(job.id), job.kind, job.state, job.who, f"{job.begun:%Y-%m-%d %H:%M:%S}", progress, said
