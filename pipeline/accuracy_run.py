"""`wfm accuracy`: how far the published forecasts of the last nights erred, beside the planner's mean."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from domain.forecast_errors import ErrorSums, GroupErrors, Pooled
from domain.site_config import read_site_config
from forecasting.published_accuracy import ALL, DAY_CLASS, LEAD, OVERRIDE, pooled
from pipeline.forecast_accuracy import LAST_NIGHTS, accuracy_frame, refresh_accuracy
from pipeline.forecasting_run import no_history, site_settings
from pipeline.site_store import open_site_database
from store.csv_files import write_csv
from store.forecast_errors import list_errors
from store.history import read_history
from store.json_text import Json, plain

DECIMALS = 5


@dataclass(frozen=True, slots=True)
class AccuracyReport:
    """Errors pooled over the last nights of which something has come: in all, and by queue, days ahead and kind of day.

    `overrides` and `overrides_by_queue` are of the intervals that planners changed, with the model's own figure.
    """

    nights: tuple[date, ...]
    overall: tuple[Pooled, ...]
    by_queue: tuple[Pooled, ...]
    by_lead: tuple[Pooled, ...]
    by_day_class: tuple[Pooled, ...]
    overrides: tuple[Pooled, ...]
    overrides_by_queue: tuple[Pooled, ...]


def report_of(errors: tuple[GroupErrors, ...]) -> AccuracyReport:
    """The errors pooled."""
    return AccuracyReport(
        nights=tuple(sorted({each.night for each in errors})),
        overall=pooled(errors, ALL),
        by_queue=pooled(errors, ALL, by_queue=True),
        by_lead=pooled(errors, LEAD),
        by_day_class=pooled(errors, DAY_CLASS),
        overrides=pooled(errors, OVERRIDE),
        overrides_by_queue=pooled(errors, OVERRIDE, by_queue=True),
    )


def site_accuracy(site_dir: Path, out: Path | None = None, nights: int = LAST_NIGHTS) -> AccuracyReport:
    """Compares every published forecast with the history as it is now; writes the errors by night to `out`."""
    config = read_site_config(site_dir / "site.toml")
    settings = site_settings(site_dir, config)
    with open_site_database(site_dir) as database:
        history = read_history(database, config.site.id, config.site.timezone)
        if history.empty:
            raise no_history(site_dir, config)
        refresh_accuracy(database, config.site.id, history, settings)
        errors = list_errors(database, config.site.id, nights=nights)
    if out is not None:
        write_csv(out, accuracy_frame(errors), DECIMALS)
    return report_of(errors)


def accuracy_json(report: AccuracyReport) -> Json:
    """The report for `wfm accuracy --json`."""
    return plain(
        {
            "nights": report.nights,
            "overall": [_group(each) for each in report.overall],
            "by_queue": [_group(each) for each in report.by_queue],
            "by_days_ahead": [_group(each) for each in report.by_lead],
            "by_day_class": [_group(each) for each in report.by_day_class],
            "overrides": [_group(each) for each in report.overrides],
            "overrides_by_queue": [_group(each) for each in report.overrides_by_queue],
        }
    )


def _group(found: Pooled) -> dict[str, object]:
    row: dict[str, object] = {"group": found.group, "intervals": found.forecast.intervals}
    row |= {"contacts": found.forecast.actual, "forecast": _shares(found.forecast)}
    row["planners_mean"] = None if found.mean is None else _shares(found.mean)
    return row if found.model is None else row | {"model": _shares(found.model)}


def _shares(sums: ErrorSums) -> dict[str, float]:
    return {"wape": sums.wape, "wape_day": sums.wape_day, "bias": sums.bias}
