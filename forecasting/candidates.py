"""The models that are tried on every queue, the most trusted first."""

from forecasting.models.boosting import BoostedLevel, Boosting
from forecasting.models.moving_level import MovingLevel
from forecasting.models.prophet_days import ProphetDays
from forecasting.models.protocol import Model
from forecasting.models.regression import Regression
from forecasting.models.simple import PlannerMean, PlannerMeanWithHolidays, SeasonalNaive
from forecasting.models.smoothing import Smoothing

# The order is the order of trust: the first that a history is long enough for is used unless another proves better.
DEFAULT_CANDIDATES: tuple[Model, ...] = (
    MovingLevel(),
    BoostedLevel(),
    Boosting(),
    Regression(),
    Smoothing(),
    PlannerMeanWithHolidays(),
    PlannerMean(),
    ProphetDays(),
    SeasonalNaive(),
)
