"""Errors of published forecasts in the database: replaced when more has come, listed by night."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import Engine

from domain.forecast_errors import ErrorSums, GroupErrors
from store.forecast_errors import ScoredForecast, keep_errors, list_errors, list_scored
from tests.unit.store.small import NIGHT

SUMS = ErrorSums(48, 100.0, 12.0, 6.0, -3.0)


def errors(night: date = NIGHT, actual: float = 100.0) -> list[GroupErrors]:
    own = replace(SUMS, actual=actual)
    beside = replace(own, absolute=20.0)
    return [
        GroupErrors(night, "general", "all", "all", own, beside, own),
        GroupErrors(night, "general", "lead", "1", own, None, None),
    ]


def scored(night: date = NIGHT, basis: str = "a" * 64) -> ScoredForecast:
    return ScoredForecast(night, night - timedelta(days=27), night + timedelta(days=28), basis)


def test_errors_are_read_back_as_they_were_kept(engine: Engine) -> None:
    keep_errors(engine, "bank", scored(), errors())
    assert list_errors(engine, "bank") == tuple(errors())
    assert list_scored(engine, "bank") == {NIGHT: scored()}
    assert list_errors(engine, "other") == ()


def test_a_night_that_is_scored_again_has_its_new_errors_alone(engine: Engine) -> None:
    keep_errors(engine, "bank", scored(), errors())
    keep_errors(engine, "bank", scored(basis="b" * 64), errors(actual=200.0)[:1])
    assert list_errors(engine, "bank") == tuple(errors(actual=200.0)[:1])
    assert list_scored(engine, "bank") == {NIGHT: scored(basis="b" * 64)}


def test_the_last_nights_are_those_of_which_something_has_come(engine: Engine) -> None:
    nights = [NIGHT + timedelta(days=offset) for offset in range(4)]
    for night in nights[:3]:
        keep_errors(engine, "bank", scored(night), errors(night))
    keep_errors(engine, "bank", scored(nights[3]), [])
    assert [each.night for each in list_errors(engine, "bank", nights=2)] == [nights[1]] * 2 + [nights[2]] * 2
    assert {each.night for each in list_errors(engine, "bank", before=nights[1])} == {nights[0]}
