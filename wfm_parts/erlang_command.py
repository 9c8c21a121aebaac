"""`wfm erlang`: the planner's calculator."""

import typer

from domain.errors import UsageError
from wfm_parts import options
from wfm_parts.progress import console, shown_json


def erlang(
    offered: options.Offered = None,
    interval: options.Minutes = 30,
    aht: options.Aht = None,
    patience: options.Patience = None,
    agents: options.Agents = None,
    response_rate: options.ResponseRate = None,
    service_level: options.ServiceLevel = None,
    answer_within: options.AnswerWithin = 20,
    max_asa: options.MaxAsa = None,
    max_occupancy: options.MaxOccupancy = None,
    concurrency: options.Concurrency = 1,
    file: options.CaseFile = None,
    out: options.MaybeOut = None,
    as_json: options.AsJson = False,
) -> None:
    """The planner's calculator: what so many agents reach, or how many the goals need; one case or a file of cases."""
    from pipeline.erlang_run import ErlangQuestion, erlang_file, erlang_report
    from wfm_parts.erlang_panels import erlang_tables

    if file is not None:
        if out is None or offered is not None:
            raise UsageError("A file of cases needs --out beside --file, and no --offered.")
        count = erlang_file(file, out, response_rate, service_level, max_asa, max_occupancy)
        typer.echo(f"{count:,} cases are in {out}.", err=True)
        return
    if offered is None or aht is None:
        raise UsageError("Give --offered and --aht for one case, or --file and --out for many.")
    report = erlang_report(
        ErlangQuestion(
            offered,
            interval,
            aht,
            patience,
            agents,
            response_rate,
            service_level,
            answer_within,
            max_asa,
            max_occupancy,
            concurrency,
        )
    )
    if as_json:
        shown_json(report.record())
        return
    for drawn in erlang_tables(report):
        console().print(drawn)
    if report.note:
        console().print(report.note)
