"""The chart of the forecast's record: how far the chosen model and the planner's yardsticks erred."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from app_parts.chart_base import legend
from app_parts.palette import ACCENT, GREY_LIGHT, GREY_PALE, LABEL, LINE
from app_parts.words import Words, share
from pipeline.views_record import PLANNERS_MEAN, SEASONAL_NAIVE, QueueRecord

QUEUE_PX = 64
AROUND_PX = 84
TEXT_ROOM = 1.1  # beyond the longest bar, for its figure
CHOSEN = "chosen"
YARDSTICKS = {CHOSEN: ACCENT, PLANNERS_MEAN: GREY_LIGHT, SEASONAL_NAIVE: GREY_PALE}


def errors_chart(records: Sequence[QueueRecord], words: Words) -> alt.LayerChart | alt.FacetChart:
    """The error of each queue's model beside the planner's four-week mean and last week again; shorter is better."""
    rows = pd.DataFrame([row for record in records for row in _rows(record, words)])
    names = [words(f"record.{name}") for name in YARDSTICKS]
    queues = [record.queue for record in records]
    x_axis = alt.X(
        "wape:Q",
        scale=alt.Scale(domain=[0, float(rows["wape"].max()) * TEXT_ROOM], nice=False),
        axis=alt.Axis(format=".0%", title=None, gridColor=LINE, tickMinStep=0.01, tickCount=8),
    )
    y_axis = alt.Y("queue:N", sort=queues, axis=alt.Axis(title=None, ticks=False, domain=False, labelLimit=200))
    scale = alt.Scale(domain=names, range=list(YARDSTICKS.values()))
    tooltip = [
        alt.Tooltip("queue:N", title=words("queue")),
        alt.Tooltip("name:N", title=words("record.model")),
        alt.Tooltip("wape:Q", title=words("record.wape"), format=".1%"),
    ]
    base = alt.Chart(rows).encode(x=x_axis, y=y_axis, yOffset=alt.YOffset("name:N", sort=names), tooltip=tooltip)
    bars = base.mark_bar().encode(color=alt.Color("name:N", scale=scale, legend=legend(words("record.axis"))))
    texts = base.mark_text(align="left", dx=5, fontSize=12, color=LABEL).encode(text="text:N")
    return alt.layer(bars, texts).properties(height=QUEUE_PX * len(records) + AROUND_PX)


def _rows(record: QueueRecord, words: Words) -> list[dict[str, object]]:
    """One row for each error that is known."""
    errors = {name: record.chosen if name == CHOSEN else record.error_of(name) for name in YARDSTICKS}
    return [
        {"queue": record.queue, "name": words(f"record.{name}"), "wape": error.wape, "text": share(error.wape)}
        for name, error in errors.items()
        if error is not None
    ]
