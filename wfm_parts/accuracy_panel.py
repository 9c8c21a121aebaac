"""Accuracy of published forecasts at the terminal."""

from collections.abc import Sequence

from rich.table import Table

from domain.forecast_errors import ErrorSums, Pooled
from pipeline.accuracy_run import AccuracyReport
from wfm_parts.tables import share, table

BESIDE = ("four-week mean", "by day", "four-week mean", "bias", "four-week mean")


def accuracy_tables(report: AccuracyReport) -> list[Table]:
    """By days ahead, by kind of day and by queue beside the planner's mean; what planners changed beside the model."""
    first, last = report.nights[0], report.nights[-1]
    nights = "1 night" if len(report.nights) == 1 else f"{len(report.nights)} nights"
    tables = [
        _groups("By days ahead of the last day known", "days ahead", (*report.by_lead, *_in_all(report))),
        _groups("By kind of day", "kind of day", report.by_day_class),
    ]
    if len(report.by_queue) > 1:
        tables.append(_groups("By queue", "queue", report.by_queue))
    if report.overrides:
        tables.append(_overrides(report))
    tables[0].caption = f"forecasts of {nights}, {first} to {last}; error by interval as a share of contacts (WAPE)"
    return tables


def _in_all(report: AccuracyReport) -> list[Pooled]:
    return [Pooled("in all", each.forecast, each.mean, each.model) for each in report.overall]


def _groups(title: str, head: str, groups: Sequence[Pooled]) -> Table:
    rows = [
        (
            each.group,
            f"{each.forecast.actual:,.0f}",
            share(_known(each.forecast.wape)),
            _beside(each.mean, "wape"),
            share(_known(each.forecast.wape_day)),
            _beside(each.mean, "wape_day"),
            _signed(each.forecast),
            _signed(each.mean),
        )
        for each in groups
    ]
    return table(title, (head, "contacts", "error", *BESIDE), rows)


def _overrides(report: AccuracyReport) -> Table:
    """The intervals that planners changed: their figure, the model's, and the planner's mean."""
    in_all = [Pooled("in all", each.forecast, each.mean, each.model) for each in report.overrides]
    rows = [
        (
            each.group,
            f"{each.forecast.actual:,.0f}",
            share(_known(each.forecast.wape)),
            _beside(each.model, "wape"),
            _beside(each.mean, "wape"),
            _signed(each.forecast),
            _signed(each.model),
        )
        for each in (*report.overrides_by_queue, *in_all)
    ]
    heads = ("queue", "contacts", "overridden", "model", "four-week mean", "bias", "model's bias")
    return table("Where planners changed the forecast", heads, rows)


def _known(value: float) -> float | None:
    return value if value == value else None


def _beside(sums: ErrorSums | None, name: str) -> str:
    return share(None if sums is None else _known(getattr(sums, name)))


def _signed(sums: ErrorSums | None) -> str:
    return "-" if sums is None or _known(sums.bias) is None else f"{sums.bias:+.1%}"
