"""`wfm jobs`: what long work is and was done on a site, and how to end it."""

from typing import Annotated

import typer

from wfm_parts import options
from wfm_parts.progress import console, shown_json

Stop = Annotated[int | None, options.least("--stop", "End this job with the best that it has so far.", 1)]
Cancel = Annotated[int | None, options.least("--cancel", "Give this job up; nothing of it is kept.", 1)]


def jobs(site: options.Site, stop: Stop = None, cancel: Cancel = None, as_json: options.AsJson = False) -> None:
    """List the long work of a site, newest first: solves, repairs and re-forecasts that were started in the app.

    A job is a process of its own: it goes on when the browser or the app is closed.
    """
    # Loaded when it runs: the pipeline takes seconds, `wfm --help` must not.
    from pipeline.jobs import cancel_job, job_json, job_now, site_jobs, stop_job
    from wfm_parts.job_panel import jobs_table

    if stop is not None:
        stop_job(site, stop)
    if cancel is not None:
        cancel_job(site, cancel)
    found = [job_now(site, job.id) for job in site_jobs(site)]
    if as_json:
        shown_json([job_json(now) for now in found])
    elif found:
        console().print(jobs_table(found))
    else:
        typer.echo("No long work was started on this site yet.", err=True)
