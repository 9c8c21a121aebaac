"""Overrides among a night's inputs, and the accuracy of earlier nights: redone when they change, else taken up."""

import csv
import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from domain.frame_files import read_forecast
from domain.overrides import OverrideKind
from domain.site_folder import read_site
from pipeline.checkpoints import Checkpoints, StepResult
from pipeline.file_names import ACCURACY_FILE, FORECAST_FILE, MODEL_FORECAST_FILE, RECORD_FILE
from pipeline.forecast_accuracy import refresh_accuracy
from pipeline.forecasting_run import site_settings
from pipeline.ingest import ingest
from pipeline.night_accuracy import accuracy_step
from pipeline.night_inputs import night_inputs
from pipeline.night_steps import NightPlan, forecast_step
from pipeline.overrides import OverrideRequest, give_override, take_back_override
from pipeline.planning import next_window
from pipeline.schedule_run import DEFAULT_LIMITS
from pipeline.site_store import Database, open_site_database, stamp_now
from pipeline.telling import nobody
from store.forecast_errors import list_errors
from store.history import read_history
from store.nights import begin_night
from store.versions import save_version
from tests.cli.tiny import LAST_DAY, NIGHT, tiny_history, tiny_site

MONDAY = date(2026, 6, 8)
KINDS = {FORECAST_FILE: "forecast", MODEL_FORECAST_FILE: "forecast_model"}


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_history(tmp_path_factory.mktemp("history") / "calls.csv")


@pytest.fixture
def site(tmp_path: Path, history: Path) -> Path:
    made = tiny_site(tmp_path / "site")
    ingest(made, [history])
    return made


@pytest.fixture
def database(site: Path) -> Iterator[Database]:
    with open_site_database(site) as opened:
        yield opened


def override(site: Path, value: float = 2.0, day: date = MONDAY) -> int:
    request = OverrideRequest("general", str(day), str(day), OverrideKind.FACTOR, value, "mailing", "P01")
    return give_override(site, request).override.id


def plan_of(folder: Path, database: Database, night: date) -> NightPlan:
    site = read_site(folder)
    window = next_window(site.config.site, night, 7)
    return NightPlan(folder, site, night_inputs(folder, site, database, window, night), window, DEFAULT_LIMITS, nobody)


def forecast_of(folder: Path, database: Database, night: date = NIGHT) -> StepResult:
    """The forecast step of a night, with its versions saved as a whole night saves them."""
    checkpoints = Checkpoints(folder, database, begin_night(database, "tiny", night, stamp_now()))
    done = checkpoints.done(forecast_step(plan_of(folder, database, night)))
    for name in done.hashes:
        path = done.folder / name
        kept = path.read_bytes() if name == RECORD_FILE else read_forecast(path, "Asia/Seoul")
        save_version(database, "tiny", KINDS.get(name, "forecast_record"), kept, stamp_now(), night)
    return done


def accuracy_of(folder: Path, database: Database, night: date) -> StepResult:
    checkpoints = Checkpoints(folder, database, begin_night(database, "tiny", night, stamp_now()))
    return checkpoints.done(accuracy_step(plan_of(folder, database, night), database, night))


def came(folder: Path, day: date, offered: int) -> None:
    """The actuals of a day: the same count in each of its twenty half-hours."""
    starts = [datetime(day.year, day.month, day.day, 9) + timedelta(minutes=30 * slot) for slot in range(20)]
    export = folder.parent / f"{day}-{offered}.csv"
    lines = [f"{start:%Y-%m-%dT%H:%M},general,{offered}" for start in starts]
    export.write_text("\n".join(["interval_start,queue,offered", *lines]) + "\n", encoding="utf-8")
    ingest(folder, [export])


def bytes_of(done: StepResult, name: str = FORECAST_FILE) -> bytes:
    return (done.folder / name).read_bytes()


def rows(done: StepResult) -> list[dict[str, str]]:
    return list(csv.DictReader(bytes_of(done, ACCURACY_FILE).decode().splitlines()))


def test_an_override_redoes_the_forecast_and_the_models_figures_stay_byte_for_byte(
    site: Path, database: Database
) -> None:
    plain = forecast_of(site, database)
    assert set(plain.hashes) == {FORECAST_FILE, RECORD_FILE}
    assert "overrides" not in json.loads(bytes_of(plain, RECORD_FILE))
    number = override(site)
    changed = forecast_of(site, database)
    assert not changed.resumed
    assert bytes_of(changed, MODEL_FORECAST_FILE) == bytes_of(plain)
    files = (changed.folder / name for name in (MODEL_FORECAST_FILE, FORECAST_FILE))
    model, planned = (read_forecast(path, "Asia/Seoul") for path in files)
    is_monday = model["interval_start"].dt.date == MONDAY
    assert planned.loc[is_monday, "offered"].sum() == pytest.approx(2 * model.loc[is_monday, "offered"].sum(), abs=0.01)
    assert planned[~is_monday].equals(model[~is_monday])
    (told,) = json.loads(bytes_of(changed, RECORD_FILE))["overrides"]
    assert (told["id"], told["queue"], told["from"], told["who"], told["why"]) == (
        number,
        "general",
        "2026-06-08T00:00:00",
        "P01",
        "mailing",
    )
    assert told["planner_contacts"] == pytest.approx(2 * told["model_contacts"], abs=0.01)


def test_the_same_overrides_are_taken_up_and_a_withdrawn_one_gives_the_first_bytes_again(
    site: Path, database: Database
) -> None:
    plain, number = forecast_of(site, database), override(site)
    changed = forecast_of(site, database)
    again = forecast_of(site, database)
    assert again.resumed
    assert again.hashes == changed.hashes
    override(site, 3.0)
    more = forecast_of(site, database)
    assert not more.resumed
    assert bytes_of(more) != bytes_of(changed)
    take_back_override(site, number, "called off")
    take_back_override(site, number + 1, "called off")
    back = forecast_of(site, database)
    assert back.resumed
    assert bytes_of(back) == bytes_of(plain)


def test_an_override_of_days_that_the_night_does_not_plan_changes_nothing(site: Path, database: Database) -> None:
    plain = forecast_of(site, database)
    override(site, day=MONDAY + timedelta(days=28))
    again = forecast_of(site, database)
    assert again.resumed
    assert again.folder == plain.folder


def test_a_first_night_has_no_accuracy_and_a_later_one_that_of_the_days_that_came(
    site: Path, database: Database
) -> None:
    assert rows(accuracy_of(site, database, NIGHT)) == []
    override(site)
    forecast = forecast_of(site, database)
    came(site, MONDAY, 10)
    next_night = NIGHT + timedelta(days=1)
    found = {(row["grouping"], row["group"]): row for row in rows(accuracy_of(site, database, next_night))}
    lead = (MONDAY - LAST_DAY).days  # counted from the last day that the forecast saw, a Friday
    assert lead == 3
    assert set(found) == {("all", "all"), ("lead", "2-7"), ("day_class", "ordinary"), ("override", "changed")}
    changed = found["override", "changed"]
    assert (changed["night"], changed["intervals"], changed["contacts"]) == (str(NIGHT), "20", "200")
    planned = read_forecast(forecast.folder / FORECAST_FILE, "Asia/Seoul")["offered"].iloc[:20]
    assert float(changed["wape"]) == pytest.approx((planned - 10).abs().sum() / 200, abs=1e-5)
    model = read_forecast(forecast.folder / MODEL_FORECAST_FILE, "Asia/Seoul")["offered"].iloc[:20]
    assert float(changed["model_bias"]) == pytest.approx((model - 10).sum() / 200, abs=1e-5)
    assert float(changed["mean_wape"]) > 0
    assert accuracy_of(site, database, next_night).resumed


def test_an_actual_that_changes_later_changes_the_figure_and_what_stands_still_is_not_redone(
    site: Path, database: Database
) -> None:
    forecast_of(site, database)
    came(site, MONDAY, 10)

    def refreshed() -> int:
        known = read_history(database, "tiny", "Asia/Seoul")
        return refresh_accuracy(database, "tiny", known, site_settings(site, read_site(site).config))

    assert refreshed() == 1
    assert refreshed() == 0
    before = list_errors(database, "tiny")[0].forecast
    came(site, MONDAY, 20)
    assert refreshed() == 1
    after = list_errors(database, "tiny")[0].forecast
    assert (before.actual, after.actual) == (200, 400)
    came(site, MONDAY + timedelta(days=70), 20)  # long after the days that were forecast
    assert refreshed() == 0
