"""The step of a night that compares earlier nights' forecasts with what came: kept in the store, and as a file."""

from datetime import date
from pathlib import Path

from pipeline.checkpoints import Details, Step
from pipeline.file_names import ACCURACY_FILE
from pipeline.forecast_accuracy import LAST_NIGHTS, accuracy_frame, published_forecasts, refresh_accuracy
from pipeline.forecasting_run import site_settings
from pipeline.night_steps import NightPlan
from pipeline.site_store import Database
from store.csv_files import write_csv
from store.forecast_errors import list_errors
from store.hashes import sha256_parts

DECIMALS = 5


def accuracy_step(plan: NightPlan, database: Database, night: date) -> Step:
    """Errors of the forecasts of the nights before this one, as far as their days have come."""
    site_id = plan.site.id
    earlier = published_forecasts(database, site_id, night)

    def work(folder: Path) -> Details:
        scored = refresh_accuracy(
            database, site_id, plan.inputs.history, site_settings(plan.site_dir, plan.site.config), night
        )
        errors = list_errors(database, site_id, night, LAST_NIGHTS)
        write_csv(folder / ACCURACY_FILE, accuracy_frame(errors), DECIMALS)
        return {"scored": scored}

    forecasts = {found.night.isoformat(): sha256_parts(found.hashes) for found in earlier}
    inputs = plan.inputs.of("history", "site.toml", "events.csv") | {"earlier": sha256_parts(forecasts)}
    return Step("accuracy", (ACCURACY_FILE,), inputs | {"night": night.isoformat()}, work)
