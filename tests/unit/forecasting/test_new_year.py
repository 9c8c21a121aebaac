"""The Lunar New Year of 2015 at Seoul's 120 (`bench/new_year.py`): two past blocks teach the third its hours."""

from collections.abc import Sequence

import pytest

from bench.new_year import (
    BLOCK,
    LATE,
    NEW_YEAR,
    PEAK,
    REPORTED,
    SUNDAY,
    TRUSTED,
    block_shares,
    by_two_hours,
    sample_block_shares,
    sample_contacts,
)
from forecasting.models.moving_level import MovingLevel
from forecasting.models.protocol import Model


@pytest.mark.parametrize("models", [(MovingLevel(),), TRUSTED], ids=["regression alone", "trusted together"])
def test_the_third_new_year_has_its_late_evening_and_its_peak_from_the_two_before(models: Sequence[Model]) -> None:
    found = block_shares(models, BLOCK)

    assert found[LATE].sum() == pytest.approx(0.154, abs=0.015)
    assert by_two_hours(found).argmax() == by_two_hours(NEW_YEAR).argmax() == PEAK


def test_an_ordinary_sunday_scaled_down_fails_the_same_test() -> None:
    sunday = block_shares((MovingLevel(),), [SUNDAY])

    assert abs(sunday[LATE].sum() - 0.154) > 0.1
    assert by_two_hours(sunday).argmax() == 5


def test_the_sample_reproduces_the_three_reported_shares_of_2015() -> None:
    block = sample_contacts(BLOCK[-1], BLOCK[0]).sum().to_numpy(float)
    found = by_two_hours(block / block.sum())

    assert {place: found[place] for place in REPORTED} == pytest.approx(REPORTED, abs=0.003)


def test_the_forecast_from_the_sample_has_the_three_reported_shares_of_2015() -> None:
    found = by_two_hours(sample_block_shares((MovingLevel(),)))

    assert {place: found[place] for place in REPORTED} == pytest.approx(REPORTED, abs=0.015)
