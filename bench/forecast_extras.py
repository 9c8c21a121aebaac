"""The promises beside accuracy: a Lunar New Year learnt from two, the afternoon at noon, seconds."""

import time
from datetime import date, timedelta

from rich.console import Console

from bench.material import DAYS, history_of, series_named
from bench.new_year import BLOCK, LATE, LATE_SHARE, SUNDAY, TRUSTED, block_shares, by_two_hours, is_like_the_new_year
from bench.target import Target
from domain.day_types import demand_calendar
from forecasting.backtest_report import backtest_queues
from forecasting.forecast import forecast_queues
from forecasting.models.moving_level import MovingLevel

BACKTEST_ORIGINS, MOST_BACKTEST_S, MOST_FORECAST_S = 6, 60.0, 15.0
NOON_SERIES, MOST_UPDATE_S = "tech_axa", 2.0
CLOCK_SERIES, CLOCK_ORIGIN, CLOCK_YEARS = "ems", date(2019, 11, 4), 2


def new_year(console: Console, targets: list[Target]) -> None:
    """Prints the third New Year's late evening and peak, beside those of an ordinary Sunday; adds what was promised."""
    makers = {"regression alone": (MovingLevel(),), "trusted together": TRUSTED}
    forecasts = {name: block_shares(models, BLOCK) for name, models in makers.items()}
    forecasts["an ordinary Sunday scaled down"] = block_shares((MovingLevel(),), [SUNDAY])
    console.print("Lunar New Year 2015 from the two before, simulated from reported shares (22-24 h 15.4%, its peak):")
    for name, shares in forecasts.items():
        peak = int(by_two_hours(shares).argmax()) * 2
        verdict = "like it" if is_like_the_new_year(shares) else "NOT like it"
        console.print(f"  {name}: 22-24 h {100 * shares[LATE].sum():.1f}%, peak {peak}-{peak + 2} h: {verdict}")
    for name in makers:
        miss = 100 * abs(float(forecasts[name][LATE].sum()) - LATE_SHARE)
        targets.append(Target(f"New Year, {name}: 22-24 h off by, % points", miss, None, 1.5))
        peak_h = 2.0 * float(by_two_hours(forecasts[name]).argmax())
        targets.append(Target(f"New Year, {name}: the peak begins at, h", peak_h, 22, 22, 0))


def noon(console: Console) -> list[Target]:
    """What a re-forecast within the day gains, as `bench.intraday` has it; what was promised is about noon."""
    from bench import intraday  # it reads the series through this package, so it comes when all is loaded

    targets = []
    for name in intraday.NAMES:
        days = intraday.ordinary_days(name)
        gains = {hour: intraday.gain_at(days, hour) for hour in intraday.HOURS}
        console.print(intraday.gain_table(name, list(gains.values())))
        if name == NOON_SERIES:
            targets.append(Target(f"{name}: afternoon anew at noon over day ahead", gains[12].ratio, None, 0.9, 3))
        slowest = max(gain.seconds for gain in gains.values())
        targets.append(Target(f"{name}: seconds of an update within the day", slowest, None, MOST_UPDATE_S, 3))
    return targets


def seconds_targets() -> list[Target]:
    """A full backtest of all candidates, and a forecast as the command makes it, of two years of hours of one queue."""
    series = series_named(CLOCK_SERIES)
    history = history_of(series)
    stamps = history["interval_start"].dt.tz_localize(None).dt.date
    first = CLOCK_ORIGIN - timedelta(days=365 * CLOCK_YEARS)
    known = history[(stamps >= first) & (stamps < CLOCK_ORIGIN)].reset_index(drop=True)
    calendar = demand_calendar(series.country, first, CLOCK_ORIGIN + timedelta(days=DAYS))
    started = time.perf_counter()
    backtest_queues(known, calendar, DAYS, series.interval_min, BACKTEST_ORIGINS)
    judged = time.perf_counter()
    forecast_queues(known, calendar, CLOCK_ORIGIN, DAYS, series.interval_min, {})
    ended = time.perf_counter()
    return [
        Target("seconds of a full backtest, a queue of two years by the hour", judged - started, None, MOST_BACKTEST_S),
        Target("seconds of a forecast, choice of candidates included", ended - judged, None, MOST_FORECAST_S),
    ]
