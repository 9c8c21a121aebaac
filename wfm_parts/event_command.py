"""`wfm events`: what stands out in a history, and what known events did."""

import typer

from domain.errors import DoneInPartError
from wfm_parts import options
from wfm_parts.progress import console, telling


def events(
    start: options.EventsBefore = None,
    out: options.MaybeOut = None,
    site: options.MaybeSite = None,
    history: options.History = None,
    country: options.Country = None,
    events: options.Events = None,
    interval: options.Interval = None,
) -> None:
    """Find what no calendar explains in the history: spikes, dips and breaks; and say what known events did.

    With --out, spikes and dips are written as events.csv has them, to be renamed and copied into the site's own.
    """
    # Like every command, it imports its part of the pipeline when it runs.
    from pipeline.events_run import events_report
    from pipeline.forecasting_run import HistorySource
    from wfm_parts.event_panels import found_table, learnt_table

    source = HistorySource(site, history, country, events, interval)
    with telling() as tell:
        report = events_report(source, start.date() if start else None, out, tell)
    if report.found:
        console().print(found_table(report.found))
    else:
        typer.echo("Nothing stands out from the calendar and the queues' own scatter.", err=True)
    if report.learnt:
        console().print(learnt_table(report.learnt))
    if out is not None:
        typer.echo(f"{out} holds {report.written:,} of them: rename and keep those you recognise.", err=True)
    if report.missing:
        raise DoneInPartError(" ".join(report.missing))
