"""Forecast accuracy on real series with the peers run beside: every figure that is promised, and whether it was kept.

    python -m bench.forecast [SERIES ...] [--quick] [--slow] [--candidates] [--jobs N] [--parts PART ...]

For every series of the measuring material, 28 days ahead from the days that its README names: the WAPE of hourly sums
beside the peers' (documented, and run here), holiday hours, the share of counts inside p10 to p90 on every kind of day,
pinball loss beside the peers that have a band; the same from days on which nothing was tuned; a Lunar New Year, the
afternoon forecast at noon, seconds. Peers come from bench/requirements.txt (`make bench`), their forecasts are kept in
build/bench; the product's are made anew each time.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace

from rich.console import Console

from bench.accuracy_run import Extent, SeriesRun, absent_peers, series_run
from bench.accuracy_tables import bands_line, pinball_table, wape_table
from bench.forecast_extras import new_year, noon, seconds_targets
from bench.material import ABSENT, DAYS, SERIES, SHARED, Series, history_of
from bench.scores import mean_score, scored
from bench.target import Target, target_table
from bench.targets import ratio_targets, series_targets

PARTS = ("origins", "new-year", "fresh", "noon", "seconds")

__all__ = ["DAYS", "SERIES", "SHARED", "Series", "history_of", "main", "mean_score", "scored"]


def _documented_origins(chosen: Sequence[Series], extent: Extent, console: Console) -> list[Target]:
    """Measures and prints the README's origins; what was promised there."""
    runs: list[SeriesRun] = []
    targets: list[Target] = []
    for series in chosen:
        run = series_run(series, series.origins, extent)
        console.print(wape_table(run, series.origins))
        console.print(bands_line(run))
        if run.bands:
            console.print(pinball_table(run))
        targets += series_targets(run)
        runs.append(run)
    return [*ratio_targets(runs), *targets]


def _fresh_origins(chosen: Sequence[Series], extent: Extent, console: Console) -> None:
    """Measures and prints the days on which nothing was tuned, with the peers that are cheap; nothing is promised."""
    console.rule("Days on which nothing was tuned")
    for series in chosen:
        run = series_run(series, series.fresh, replace(extent, quick=True, candidates=False))
        console.print(wape_table(run, series.fresh, with_documented=False))


def main(arguments: Sequence[str]) -> int:
    """Print the tables of the named series, of all where none is named; then everything promised."""
    given = _arguments(arguments)
    console = Console(width=None if sys.stdout.isatty() else 150)
    if not SHARED.is_dir():
        console.print(ABSENT)
        return 1
    for sentence in absent_peers():
        console.print(f"[bold red]{sentence}")
    extent = Extent(given.quick, given.slow, given.candidates, given.jobs)
    chosen = [series for series in SERIES if not given.series or series.name in given.series]
    parts = given.parts or (PARTS[:2] if given.quick else PARTS)
    targets: list[Target] = []
    if "origins" in parts:
        targets += _documented_origins(chosen, extent, console)
    if "new-year" in parts:
        new_year(console, targets)
    if "fresh" in parts:
        _fresh_origins(chosen, extent, console)
    if "noon" in parts:
        targets += noon(console)
    if "seconds" in parts:
        targets += seconds_targets()
    if targets:
        console.print(target_table(targets))
    return 0


def _arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.forecast", description="Forecast accuracy beside the peers.")
    parser.add_argument("series", nargs="*", metavar="SERIES", help=", ".join(series.name for series in SERIES))
    parser.add_argument("--quick", action="store_true", help="cheap peers only; no fresh days, noon and seconds")
    parser.add_argument("--slow", action="store_true", help="with AutoARIMA, and Prophet's daily shapes by half hour")
    parser.add_argument("--candidates", action="store_true", help="with each of the product's candidates alone")
    parser.add_argument("--jobs", type=int, default=2, help="processes that share the origins")
    parser.add_argument("--parts", nargs="+", choices=PARTS, help="these parts alone")
    given = parser.parse_args(arguments)
    unknown = set(given.series) - {series.name for series in SERIES}
    if unknown:
        parser.error(f"there is no series {', '.join(sorted(unknown))}")
    return given


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
