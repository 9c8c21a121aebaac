"""Reads of a year's holidays and of events that are kept between clicks: by the night's mark and what jobs made."""

import pandas as pd

from app_parts.cached import forecast_frames, night, part_of_it
from pipeline.coming_events import anew_days
from pipeline.forecasts_anew import Anew
from pipeline.views_feasts import FeastFrames, FeastPair, feast_days, feast_frames, feasts_ahead
from pipeline.views_night import NightMark


@part_of_it
def ahead(mark: NightMark, language: str) -> tuple[FeastPair, ...]:
    """The holidays of a year."""
    return feasts_ahead(night(mark), language)


@part_of_it
def frames(mark: NightMark, pair: FeastPair, made: tuple[Anew, ...]) -> FeastFrames:
    """Forecast and last year's contacts of a holiday's days."""
    return feast_frames(night(mark), forecast_frames(mark), pair, made)


@part_of_it
def days(mark: NightMark, pair: FeastPair, made: tuple[Anew, ...], queue: str, language: str) -> pd.DataFrame:
    """A holiday by day."""
    return feast_days(night(mark), frames(mark, pair, made), pair, queue, language)


@part_of_it
def anew(mark: NightMark, made: Anew, queue: str) -> pd.DataFrame:
    """Days with events, as planned and as forecast anew."""
    return anew_days(night(mark), forecast_frames(mark), made, queue)
