"""How far every night's forecast erred, kept by night, queue and group; scored again where its basis has changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine, Row, delete, insert, select

from domain.forecast_errors import ErrorSums, GroupErrors
from store.database import reading, writing
from store.tables import forecast_errors, scored_forecasts

SUMS = ("absolute", "absolute_day", "signed")


@dataclass(frozen=True, slots=True)
class ScoredForecast:
    """A night whose forecast was compared with history: the days of history that count, and the hash of all of it."""

    night: date
    first_day: date
    last_day: date
    basis: str


def list_scored(engine: Engine, site_id: str) -> dict[date, ScoredForecast]:
    """The site's scored nights, by date."""
    columns = scored_forecasts.c
    wanted = select(columns.night, columns.first_day, columns.last_day, columns.basis).where(columns.site == site_id)
    with reading(engine) as connection:
        return {row.night: ScoredForecast(*row) for row in connection.execute(wanted)}


def keep_errors(engine: Engine, site_id: str, scored: ScoredForecast, errors: Sequence[GroupErrors]) -> None:
    """Keep a night's errors in place of those kept before; all in one transaction."""
    row = {"site": site_id, "night": scored.night, "basis": scored.basis}
    row |= {"first_day": scored.first_day, "last_day": scored.last_day}
    with writing(engine) as connection:
        is_night = (scored_forecasts.c.site == site_id) & (scored_forecasts.c.night == scored.night)
        connection.execute(delete(scored_forecasts).where(is_night))
        number = connection.execute(insert(scored_forecasts).values(row).returning(scored_forecasts.c.id)).scalar_one()
        if errors:
            connection.execute(insert(forecast_errors), [{"scored_id": number, **_as_row(each)} for each in errors])


def list_errors(
    engine: Engine, site_id: str, before: date | None = None, nights: int | None = None
) -> tuple[GroupErrors, ...]:
    """The errors of the site's nights, the oldest first: of those before a date, and of so many of the latest ones.

    Nights of which nothing has come yet have no errors and are not counted.
    """
    columns = scored_forecasts.c
    has_errors = columns.id.in_(select(forecast_errors.c.scored_id))
    chosen = select(columns.id).where(columns.site == site_id, has_errors).order_by(columns.night.desc())
    if before is not None:
        chosen = chosen.where(columns.night < before)
    if nights is not None:
        chosen = chosen.limit(nights)
    errors = forecast_errors.c
    wanted = (
        select(columns.night, forecast_errors)
        .join_from(forecast_errors, scored_forecasts)
        .where(columns.id.in_(chosen))
        .order_by(columns.night, errors.queue, errors.grouping, errors.group)
    )
    with reading(engine) as connection:
        return tuple(_as_errors(row) for row in connection.execute(wanted))


def _as_row(errors: GroupErrors) -> dict[str, object]:
    row: dict[str, object] = {"queue": errors.queue, "grouping": errors.grouping, "group": errors.group}
    row |= {"intervals": errors.forecast.intervals, "actual": errors.forecast.actual}
    for before, sums in (("", errors.forecast), ("mean_", errors.mean), ("model_", errors.model)):
        row |= {f"{before}{name}": None if sums is None else getattr(sums, name) for name in SUMS}
    return row


def _as_errors(row: Row[*tuple[object, ...]]) -> GroupErrors:
    def sums(before: str) -> ErrorSums | None:
        values = [getattr(row, f"{before}{name}") for name in SUMS]
        return None if values[0] is None else ErrorSums(row.intervals, row.actual, *values)

    forecast = sums("")
    assert forecast is not None  # the column is never empty
    return GroupErrors(row.night, row.queue, row.grouping, row.group, forecast, sums("mean_"), sums("model_"))
