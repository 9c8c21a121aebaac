"""Every night's inputs and outputs as versions in the store: kept once by content, never changed."""

from collections.abc import Mapping, Sequence

import pandas as pd

from domain.frame_files import read_forecast, read_requirement
from domain.roster_files import REPORT_FILE, ROSTER_FILE, activity_frame, read_roster, roster_frame
from domain.tables import read_text
from pipeline.checkpoints import Checkpoints, StepResult
from pipeline.file_names import (
    FORECAST_FILE,
    MODEL_FORECAST_FILE,
    RECORD_FILE,
    REQUIREMENT_FILE,
    SITE_FILES,
    TOTALS_FILE,
)
from pipeline.night_steps import NightPlan
from pipeline.site_store import stamp_now
from store.json_text import Json, json_text
from store.versions import save_version


def save_versions(
    checkpoints: Checkpoints, plan: NightPlan, results: Sequence[StepResult], content: Mapping[str, Json]
) -> None:
    """Saves what is new; a version that the night has already is not saved again."""
    stamp, note = stamp_now(), f"night of {checkpoints.night.night.isoformat()}"
    for kind, kept in _kept(plan, results, content).items():
        save_version(checkpoints.database, plan.site.id, kind, kept, stamp, checkpoints.night.night, note)


def _kept(
    plan: NightPlan, results: Sequence[StepResult], content: Mapping[str, Json]
) -> dict[str, pd.DataFrame | bytes]:
    """Inputs and outputs by kind: frames as frames, documents as bytes."""
    paths = {name: result.folder / name for result in results for name in result.hashes}
    zone = plan.site.config.site.timezone
    roster = read_roster(paths[ROSTER_FILE].parent, plan.window)
    site_files = {name: plan.site_dir / name for name in SITE_FILES}
    texts = {name: read_text(path) for name, path in site_files.items() if path.is_file()}
    model = paths.get(MODEL_FORECAST_FILE)
    return {
        **({} if model is None else {"forecast_model": read_forecast(model, zone)}),
        "history": plan.inputs.history,
        "site": json_text(texts).encode(),
        "forecast": read_forecast(paths[FORECAST_FILE], zone),
        **({"forecast_totals": paths[TOTALS_FILE].read_bytes()} if TOTALS_FILE in paths else {}),
        "forecast_record": paths[RECORD_FILE].read_bytes(),
        "requirement": read_requirement(paths[REQUIREMENT_FILE], zone),
        "roster": roster_frame(roster.duties),
        "activities": activity_frame(roster.activities),
        "report": paths[REPORT_FILE].read_bytes(),
        "manifest": json_text(content).encode(),
    }
