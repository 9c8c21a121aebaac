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
    file: options.CaseFile = None,
    out: options.MaybeOut = None,
    as_json: options.AsJson = False,
) -> None:
    """The planner's calculator: what so many agents reach, or how many a goal needs; one case or a file of cases."""
    from pipeline.erlang_run import ErlangQuestion, erlang_figures, erlang_file
    from wfm_parts.panels import figures_table

    if file is not None:
        if out is None or offered is not None:
            raise UsageError("A file of cases needs --out beside --file, and no --offered.")
        typer.echo(f"{erlang_file(file, out):,} cases are in {out}.", err=True)
        return
    if offered is None or aht is None:
        raise UsageError("Give --offered and --aht for one case, or --file and --out for many.")
    question = ErlangQuestion(offered, interval, aht, patience, agents, response_rate, service_level, answer_within)
    figures = erlang_figures(question)
    if as_json:
        shown_json(figures)
    else:
        console().print(figures_table(figures))
