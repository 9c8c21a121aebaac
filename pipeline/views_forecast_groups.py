"""All queues together and each channel on the forecast page: their forecast from the night, their history added up."""

from collections.abc import Iterator

import pandas as pd

from domain.frame_files import read_forecast, read_forecast_totals
from domain.frames import TOTAL
from domain.history_files import EVERY_QUEUE
from domain.site_config import Queue
from forecasting.override_totals import moved_totals
from pipeline.file_names import FORECAST_FILE, TOTALS_FILE
from pipeline.views_night import PublishedNight

# Keys beside the queues' ids: all are called as in `events.csv`, and no id holds a space.
ALL_QUEUES = EVERY_QUEUE
CHANNEL_KEY = f"{EVERY_QUEUE} "


def group_forecast(night: PublishedNight, forecast: pd.DataFrame) -> pd.DataFrame:
    """Channels and total of `forecast` (the night's, with the overrides made since) as rows of a `queue` that is a key.

    No rows where the night has no totals. A channel of a single queue, or of all of them, is no group of its own.
    `model_offered` is the model's own mean.
    """
    folder, timezone, queues = night.folder, night.site.config.site.timezone, night.site.queues
    columns = ["interval_start", "queue", "offered", "p10", "p50", "p90", "model_offered"]
    if not (folder / TOTALS_FILE).is_file():
        return pd.DataFrame(columns=columns).astype({"interval_start": "datetime64[ns]"})
    channels = {queue.id: queue.channel for queue in queues}
    published = read_forecast(folder / FORECAST_FILE, timezone)
    written = read_forecast_totals(folder / TOTALS_FILE, timezone)
    totals = moved_totals(written, published, forecast, channels)
    models = moved_totals(written, published, forecast.assign(offered=forecast["model_offered"]), channels)
    totals = totals.assign(model_offered=models["offered"])
    return keyed_totals(totals, queues)[columns]


def keyed_totals(totals: pd.DataFrame, queues: tuple[Queue, ...]) -> pd.DataFrame:
    """The rows of channels and total that are groups of the page, each with its key as `queue`."""
    keys = (CHANNEL_KEY + totals["name"]).mask(totals["level"] == TOTAL, ALL_QUEUES)
    shown = keys.isin([key for key, _ in groups_of(queues)])
    return totals.assign(queue=keys)[shown].reset_index(drop=True)


def group_history(history: pd.DataFrame, queues: tuple[Queue, ...]) -> pd.DataFrame:
    """The history's contacts of every group by interval."""
    parts = [
        history[history["queue"].isin(ids)].groupby("interval_start", as_index=False)["offered"].sum().assign(queue=key)
        for key, ids in groups_of(queues)
    ]
    return pd.concat(parts, ignore_index=True) if parts else history.head(0)[["interval_start", "offered", "queue"]]


def groups_of(queues: tuple[Queue, ...]) -> Iterator[tuple[str, list[str]]]:
    """Key and queues of every group: all of them first, then channels of several but not all."""
    if len(queues) < 2:
        return
    yield ALL_QUEUES, [queue.id for queue in queues]
    for channel in dict.fromkeys(queue.channel for queue in queues):
        ids = [queue.id for queue in queues if queue.channel == channel]
        if 1 < len(ids) < len(queues):
            yield CHANNEL_KEY + channel, ids
