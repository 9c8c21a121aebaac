"""Prophet on intervals with the country's holidays: as it comes, and multiplicative with a daily shape by weekday."""

import logging
import warnings

import pandas as pd

from bench.peer import PeerForecast, PeerTask, with_band

BAND = 0.8
DAILY_ORDER = 6


def plain_forecasts(task: PeerTask) -> tuple[PeerForecast, ...]:
    """Prophet's defaults and the country's holidays."""
    prophet = _prophet_class()(interval_width=BAND, holidays=_holidays(task))
    return (_forecast(prophet, _rows(task.starts).assign(y=task.counts), _rows(task.wanted)),)


def shaped_forecasts(task: PeerTask) -> tuple[PeerForecast, ...]:
    """Multiplicative, each weekday with a daily shape of its own."""
    prophet = _prophet_class()(
        interval_width=BAND,
        holidays=_holidays(task),
        seasonality_mode="multiplicative",
        daily_seasonality=False,
    )
    for weekday in range(7):
        name = f"weekday_{weekday}"
        prophet.add_seasonality(name=name, period=1, fourier_order=DAILY_ORDER, condition_name=name)
    return (_forecast(prophet, _rows(task.starts).assign(y=task.counts), _rows(task.wanted)),)


def _rows(starts: pd.DatetimeIndex) -> pd.DataFrame:
    marks = {f"weekday_{weekday}": starts.day_of_week == weekday for weekday in range(7)}
    return pd.DataFrame({"ds": starts, **marks})


def _holidays(task: PeerTask) -> pd.DataFrame:
    pairs = [(name, day) for day, names in task.calendar.holidays.items() for name in names]
    return pd.DataFrame({"holiday": [name for name, _ in pairs], "ds": pd.to_datetime([day for _, day in pairs])})


def _forecast(prophet: object, learnt: pd.DataFrame, wanted: pd.DataFrame) -> PeerForecast:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        prophet.fit(learnt, seed=0)  # type: ignore[attr-defined]
        found = prophet.predict(wanted)  # type: ignore[attr-defined]
    return with_band(*(found[name].to_numpy(dtype=float) for name in ("yhat", "yhat_lower", "yhat_upper")))


def _prophet_class() -> type:
    logging.getLogger("prophet.plot").disabled = True
    import cmdstanpy
    from prophet import Prophet

    for name in ("prophet", "prophet.forecaster", "prophet.models", cmdstanpy.utils.get_logger().name):
        logging.getLogger(name).disabled = True
    return Prophet
