"""`wfm reforecast`: the rest of today and tomorrow forecast anew."""

import typer

from domain.errors import DoneInPartError
from wfm_parts import options
from wfm_parts.progress import console, telling


def reforecast(
    out: options.Out,
    now: options.Now = None,
    site: options.MaybeSite = None,
    history: options.History = None,
    country: options.Country = None,
    events: options.Events = None,
    interval: options.Interval = None,
) -> None:
    """Forecast the rest of today and tomorrow anew, from what came so far and the night's forecast of today."""
    # Loaded when it runs: the pipeline takes seconds, `wfm --help` must not.
    from pipeline.forecasting_run import HistorySource
    from pipeline.reforecast import reforecast_to_file
    from wfm_parts.panels import reforecast_table

    source = HistorySource(site, history, country, events, interval)
    with telling() as tell:
        report = reforecast_to_file(source, now, out, tell)
    console().print(reforecast_table(report))
    for line in (*report.notes, *(note for queue in report.queues for note in queue.notes)):
        typer.echo(line, err=True)
    if report.missing:
        raise DoneInPartError(" ".join(report.missing))
