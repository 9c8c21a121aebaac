"""The accuracy that was promised, on real series at their README's origins, and that no interval is left out."""

import pytest

from bench.material import SERIES, history_of
from bench.scores import mean_score, scored
from tests.shared import needs_shared

BY_NAME = {series.name: series for series in SERIES}


@needs_shared
@pytest.mark.slow
@pytest.mark.parametrize(("name", "limit"), [("bank", 5.6), ("tech_axa", 14.3)])
def test_hourly_wape_28_days_ahead_stays_within_its_limit(name: str, limit: float) -> None:
    series = BY_NAME[name]
    history = history_of(series)
    score = mean_score([scored(history, series, origin) for origin in series.origins])

    assert score.missing == 0
    assert score.wape <= limit
    assert 76 <= score.inside <= 86
