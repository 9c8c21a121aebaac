"""What `wfm reforecast` gains on real series over a published forecast that is up to two weeks old.

    python -m bench.reforecast [SERIES ...]

From past origins a forecast of 28 days is made as a night makes it; on each of its first 14 days the rest of the day is
forecast anew at 10, 12 and 15 o'clock with what that forecast's own backtest taught. Prints by week and hour the hourly
WAPE of both, their ratio, the share of counts within p10 to p90, and the seconds that a queue takes at most.
"""

import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
from pandera.typing.pandas import DataFrame
from rich.console import Console
from rich.table import Table

from bench.forecast import DAYS, SERIES, SHARED, Series, history_of
from bench.intraday import HOURS
from domain.day_types import demand_calendar
from domain.frames import CallHistory
from forecasting.forecast import forecast_queues
from forecasting.quantiles import LEAST_DUE
from forecasting.reforecast import QueueInput, reforecast_queue

NAMES = ("bank", "tech_axa")
ORIGINS_JUDGED = 3  # the last ones of a series
DAYS_JUDGED = 14


@dataclass(frozen=True, slots=True, eq=False)
class Renewed:
    """The rest of a day: `actual`, the published mean `ahead`, and the new mean with its quantiles."""

    week: int
    hour: int
    pairs: pd.DataFrame
    seconds: float


def renewed(history: DataFrame[CallHistory], series: Series, origin: date) -> Iterator[Renewed]:
    """Every judged day and hour after an origin."""
    first = history["interval_start"].min().date()
    calendar = demand_calendar(series.country, first, origin + timedelta(days=DAYS))
    outcome = forecast_queues(history, calendar, origin, DAYS, series.interval_min, {})
    misses = outcome.records[0].misses
    for number in range(DAYS_JUDGED):
        for hour in HOURS:
            now = pd.Timestamp(origin, tz=history["interval_start"].dt.tz) + pd.Timedelta(days=number, hours=hour)
            begun = time.perf_counter()
            known = QueueInput(series.queue, outcome.frame, history, now, series.interval_min, misses, calendar)
            found = reforecast_queue(known)
            seconds = time.perf_counter() - begun
            rest = found.frame[found.frame["interval_start"].dt.date == now.date()]
            came = history[["interval_start", "offered"]].rename(columns={"offered": "actual"})
            ahead = outcome.frame[["interval_start", "offered"]].rename(columns={"offered": "ahead"})
            pairs = rest.merge(came, on="interval_start").merge(ahead, on="interval_start")
            yield Renewed(number // 7 + 1, hour, pairs, seconds)


def _row(name: str, week: int, hour: int, found: list[Renewed]) -> tuple[str, ...]:
    pairs = pd.concat([each.pairs for each in found])
    hourly = pairs.groupby(pairs["interval_start"].dt.floor("h"))[["actual", "ahead", "offered"]].sum()
    before, after = (
        100 * float((hourly[column] - hourly["actual"]).abs().sum() / hourly["actual"].sum())
        for column in ("ahead", "offered")
    )
    due = pairs[pairs["ahead"] >= LEAST_DUE]
    inside = 100 * float(due["actual"].between(due["p10"], due["p90"]).mean())
    seconds = max(each.seconds for each in found)
    figures = (f"{before:.2f}", f"{after:.2f}", f"{after / before:.3f}", f"{inside:.1f}", f"{seconds:.3f}")
    return (name, str(week), f"{hour}:00", *figures)


def main(names: list[str]) -> int:
    """Print the table of the series named, of two where none is."""
    console = Console()
    if not SHARED.is_dir():
        console.print("The measuring material is absent (shared/ beside the project, or WFM_SHARED): nothing measured.")
        return 1
    table = Table(title="rest of the day over a published forecast, hourly WAPE in %")
    for column in ("series", "week", "at", "published", "anew", "ratio", "inside p10-p90", "s"):
        table.add_column(column, justify="left" if column == "series" else "right")
    for series in (each for each in SERIES if each.name in (names or NAMES)):
        history = history_of(series)
        found: dict[tuple[int, int], list[Renewed]] = defaultdict(list)
        for origin in series.origins[-ORIGINS_JUDGED:]:
            for each in renewed(history, series, origin):
                if len(each.pairs):
                    found[each.week, each.hour].append(each)
        for (week, hour), days in sorted(found.items()):
            table.add_row(*_row(series.name, week, hour, days))
    console.print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
