"""Which days a night plans."""

from datetime import date

import pytest

from domain.site_config import SiteSection
from pipeline.planning import next_window


@pytest.mark.parametrize(
    ("week_start", "night", "first"),
    [
        ("monday", date(2003, 10, 26), date(2003, 10, 27)),  # a Sunday night plans from the next morning
        ("monday", date(2003, 10, 27), date(2003, 11, 3)),  # a Monday has begun already: the next week is planned
        ("monday", date(2003, 10, 24), date(2003, 10, 27)),
        ("sunday", date(2003, 10, 25), date(2003, 10, 26)),
        ("sunday", date(2003, 10, 26), date(2003, 11, 2)),
    ],
)
def test_the_window_begins_with_the_first_site_week_after_the_night(week_start: str, night: date, first: date) -> None:
    section = SiteSection.model_validate(
        {"id": "tiny", "timezone": "Asia/Seoul", "country": "KR", "week_start": week_start}
    )
    window = next_window(section, night, 28)
    assert (window.start, window.days) == (first, 28)
