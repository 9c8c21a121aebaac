"""The figures of a run as tables for a terminal or a log."""

from collections.abc import Sequence
from datetime import date

from rich.table import Table

from bench.accuracy_run import CHOICE, SeriesRun
from bench.material import DAYS, PEER_NAMES
from bench.scores import Judged, holiday_error, hourly_wape, inside_by_kind, inside_share, mean_score, score_of
from bench.targets import due_pairs, mean_wape, pinball_losses


def wape_table(run: SeriesRun, origins: Sequence[date], with_documented: bool = True) -> Table:
    """WAPE by origin and in the mean, holiday hours and seconds: the product's, its candidates', the peers'."""
    table = Table(title=f"{run.series.name}: hourly WAPE in %, {DAYS} days ahead", title_justify="left")
    table.add_column("model")
    for head in ("mean", *(["documented"] if with_documented else []), *(f"{day:%m-%d}" for day in origins)):
        table.add_column(head, justify="right")
    for head in ("holiday hours", "s"):
        table.add_column(head, justify="right")
    documented = run.series.documented
    named = {CHOICE: run.product, **run.alone, **run.means}
    for name in (CHOICE, *run.alone, *PEER_NAMES):
        figure = [f"{documented[name]:.1f}" if name in documented else ""] if with_documented else []
        if name in named:
            table.add_row(name, *_figures(named[name], figure), end_section=name == CHOICE)
        elif any(figure):
            table.add_row(f"{name} (not run)", "", *figure)
    return table


def _figures(found: Sequence[Judged], documented: Sequence[str]) -> list[str]:
    wapes = [f"{hourly_wape(each.pairs):.1f}" for each in found]
    seconds = mean_score([score_of(each) for each in found]).seconds
    return [f"{mean_wape(found):.2f}", *documented, *wapes, f"{holiday_error(found):.1f}", f"{seconds:.1f}"]


def bands_line(run: SeriesRun) -> str:
    """The product's share of counts inside its band, by kind of day, and of all intervals; intervals without one."""
    kinds = ", ".join(f"{kind} {inside:.1f}" for kind, inside in inside_by_kind(run.product).items())
    by_origin = ", ".join(f"{score_of(each).inside:.0f}" for each in run.product)
    everything = mean_score([score_of(each) for each in run.product])
    whole = sum(inside_share(each.pairs) for each in run.product) / len(run.product)
    return (
        f"inside p10-p90 where a contact was due: {inside_share(due_pairs(run.product)):.1f}% ({kinds}; by origin"
        f" {by_origin}); of all intervals, dead hours too: {whole:.1f}%; intervals without forecast:"
        f" {everything.missing}"
    )


def pinball_table(run: SeriesRun) -> Table:
    """Pinball loss beside each peer that has a band."""
    table = Table(title=f"{run.series.name}: pinball loss of p10, p50, p90 in % of contacts", title_justify="left")
    table.add_column("peer")
    for head in ("product, due", "peer, due", "product, all", "peer, all", "peer inside, due"):
        table.add_column(head, justify="right")
    on_due, on_all = pinball_losses(run, only_due=True), pinball_losses(run, only_due=False)
    for name, found in run.bands.items():
        losses = [f"{loss:.2f}" for loss in (*on_due[name], *on_all[name])]
        table.add_row(name, *losses, f"{inside_share(due_pairs(found)):.1f}")
    return table
