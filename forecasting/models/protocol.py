"""What a model must offer to be a candidate."""

from typing import Protocol

from domain.day_types import DemandCalendar
from forecasting.day_table import DayTable
from forecasting.series import Floats, QueueSeries


class FittedModel(Protocol):
    """A model that has seen a history."""

    def mean(self, future: DayTable) -> Floats:
        """Expected contacts of each future day (row) and interval of the wall clock (column)."""
        ...


class Model(Protocol):
    """A way to forecast; `least_days` of history make it worth trying."""

    @property
    def name(self) -> str:
        """The name it goes by in records and files."""
        ...

    @property
    def least_days(self) -> int:
        """Days of history below which it is not tried."""
        ...

    def fit(self, history: QueueSeries, calendar: DemandCalendar) -> FittedModel:
        """The model fitted to a cleaned series."""
        ...
