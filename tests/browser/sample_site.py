"""The sample `dasan` with two years of two of its queues, and a night whose forecast is a planner's four-week mean.

Two years hold two Lunar New Years, and two queues are forecast in a third of a minute: all seven, over four years, take
a minute. The night's own forecast is there to be compared with; what the tests ask for is forecast by all models.
"""

from datetime import date
from pathlib import Path

import pandas as pd

from forecasting.candidates import DEFAULT_CANDIDATES
from forecasting.forecast import forecast_queues
from pipeline.file_names import FORECAST_FILE, MANIFEST_FILE, RECORD_FILE, SITE_FILES, TOTALS_FILE
from pipeline.first_run import DASAN_NIGHT
from pipeline.forecasting_run import HistorySource, calendar_for, history_and_settings
from pipeline.ingest import ingest
from pipeline.site_template import HISTORY_FILE, make_site
from store.csv_files import write_csv
from store.files import write_json
from store.folders import point_latest
from store.hashes import sha256_of
from store.layout import night_folder

FIRST, DAYS = date(2026, 9, 7), 28
SINCE, QUEUES = "2024-09-07", ("general", "chat")


def sample_night(folder: Path) -> Path:
    """The site's folder, with that history and that night."""
    make_site(folder, "dasan")
    calls = pd.read_csv(folder / HISTORY_FILE, dtype=str)
    export = folder.with_name(f"{folder.name}_calls.csv")
    calls[calls["queue"].isin(QUEUES) & (calls["interval_start"] >= SINCE)].to_csv(export, index=False)
    ingest(folder, [export])
    published = night_folder(folder, DASAN_NIGHT)
    published.mkdir(parents=True)
    history, settings = history_and_settings(HistorySource(folder))
    mean = [model for model in DEFAULT_CANDIDATES if model.name == "planner_mean"]
    calendar = calendar_for(history, settings, date(2026, 12, 31))
    found = forecast_queues(
        history, calendar, FIRST, DAYS, settings.interval_min, settings.aht_s,
        backtest_origins=1, candidates=mean, channels=settings.channels,
    )  # fmt: skip
    write_csv(published / FORECAST_FILE, found.frame)
    if found.levels is not None:
        write_csv(published / TOTALS_FILE, found.levels.frame)
    about = {"site": "dasan", "night": DASAN_NIGHT, "window": {"start": FIRST, "days": DAYS}}
    inputs = {name: sha256_of(folder / name) for name in SITE_FILES if (folder / name).is_file()}
    write_json(published / MANIFEST_FILE, about | {"inputs": inputs, "outputs": {}})
    write_json(published / RECORD_FILE, {"intervals": 0, "queues": [], "missing": {}})
    point_latest(published.parent, published.name)
    return folder
