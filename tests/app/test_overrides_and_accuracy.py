"""Overriding the forecast on the page: the effect at once, both lines, the list, the withdrawal; and past accuracy."""

import io
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from app_parts import session
from domain.forecast_errors import ErrorSums, GroupErrors
from domain.overrides import OverrideKind
from pipeline.overrides import OverrideRequest, all_overrides, give_override
from pipeline.site_store import open_site_database
from pipeline.views_night import latest_mark, published_night
from pipeline.views_overrides import forecast_now, overrides_view
from store.forecast_errors import ScoredForecast, keep_errors
from tests.app.screen import charts, elements, opened, show_section, texts
from tests.app.small_night import EVENT_DAY, NIGHT, small_night

TUESDAY = date(2026, 10, 6)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return small_night(tmp_path / "mini")


def given(site: Path, value: float = 2.0, queue: str = "general") -> None:
    day = TUESDAY.isoformat()
    give_override(site, OverrideRequest(queue, day, day, OverrideKind.FACTOR, value, "mailing", "P01"))


def filled(app: AppTest, value: float | None, why: str) -> AppTest:
    """The page after its form was filled for Tuesday from nine to noon and sent."""
    app.selectbox(key="day").set_value(TUESDAY).run()
    app.selectbox(key="override_from").set_value(9 * 60)
    app.selectbox(key="override_until").set_value(12 * 60)
    if value is not None:
        app.number_input(key="override_value").set_value(value)
    app.text_input(key="override_why").set_value(why)
    app.text_input(key="override_who").set_value("P01")
    return app.button(key="override_give").click().run()


def page_of(monkeypatch: pytest.MonkeyPatch, site: Path, language: str = "ko", queue: str = "general") -> AppTest:
    """The forecast page with one queue chosen."""
    app = opened(monkeypatch, site, language=language)
    app.session_state[session.FORECAST_QUEUE] = queue
    return app.run()


def fan_layers(app: AppTest) -> list[dict]:
    return charts(app)[1]["layer"]


def dashed(app: AppTest) -> bool:
    return any("strokeDash" in layer["mark"] for layer in fan_layers(app))


def test_an_override_given_on_the_page_shows_at_once_beside_the_models_line(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page_of(monkeypatch, site, "en")
    assert not dashed(app)
    app = filled(app, 2.0, "mailing")
    assert not app.exception
    (kept,) = all_overrides(site)
    assert (kept.override.order.queue, kept.override.who, kept.override.order.why) == ("general", "P01", "mailing")
    assert kept.override.order.span == "2026-10-06 09:00 to 2026-10-06 12:00"
    # 6 half-hours of 100 contacts, doubled.
    assert app.metric[0].value == f"{11_880 + 600:,}"
    assert dashed(app)
    shown = texts(app)
    assert any("model 600, changed to 1,200" in text for text in shown)
    assert any("used from the next night on" in text for text in shown)
    assert f"wfm nightly --site {site} --date {NIGHT}" in app.info[0].value


def test_all_queues_together_follow_an_override_but_take_none(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given(site)
    app = opened(monkeypatch, site, language="en")
    app.selectbox(key="day").set_value(TUESDAY).run()
    assert dashed(app)
    assert any("choose one queue" in text for text in texts(app))
    assert not [button for button in app.button if button.key == "override_give"]


def test_a_day_that_nobody_changed_has_one_line(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given(site)
    app = page_of(monkeypatch, site)
    app.selectbox(key="day").set_value(EVENT_DAY).run()
    assert not dashed(app)
    app.selectbox(key="day").set_value(TUESDAY).run()
    assert dashed(app)


@pytest.mark.parametrize(
    ("value", "why", "said"),
    [(2.0, " ", "a reason is required"), (-1.0, "mailing", "give zero or more"), (None, "mailing", "값을 적으십시오")],
)
def test_an_override_that_makes_no_sense_is_refused_in_a_sentence(
    site: Path, monkeypatch: pytest.MonkeyPatch, value: float | None, why: str, said: str
) -> None:
    app = filled(page_of(monkeypatch, site), value, why)
    assert not app.exception
    assert said in app.error[0].value
    assert all_overrides(site) == ()


def test_an_override_is_withdrawn_on_the_page_with_a_reason(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given(site)
    app = page_of(monkeypatch, site, "en")
    assert app.metric[0].value == f"{11_880 + 1_800:,}"
    app.button(key="withdraw_1").click().run()
    assert "a reason is required" in app.error[0].value
    app.text_input(key="withdraw_why_1").set_value("called off")
    app.button(key="withdraw_1").click().run()
    assert not app.exception
    (kept,) = all_overrides(site)
    assert kept.withdrawal is not None
    assert kept.withdrawal.why == "called off"
    assert app.metric[0].value == "11,880"


def test_the_view_works_from_the_models_figures_where_the_night_had_overrides(site: Path) -> None:
    given(site, 2.0)
    folder = site / "nights" / "latest"
    plain = (folder / "forecast.csv").read_text(encoding="utf-8")
    (folder / "forecast_model.csv").write_text(plain, encoding="utf-8")
    changed = plain.replace("2026-10-06T09:00:00,general,100,90,100,110", "2026-10-06T09:00:00,general,200,180,200,220")
    (folder / "forecast.csv").write_text(changed, encoding="utf-8")
    mark = latest_mark(site)
    assert mark is not None
    now = forecast_now(published_night(mark))
    is_nine = now["interval_start"].astype(str).str.startswith("2026-10-06 09:00")
    first = now[(now["queue"] == "general") & is_nine].iloc[0]
    assert (first["model_offered"], first["offered"], first["p90"]) == (100, 200, 220)
    assert overrides_view(published_night(mark)).changed_since_night  # the night's record names no override


def accurate(site: Path) -> None:
    """Errors of one night, as a later night would keep them."""
    sums = [ErrorSums(18, 1000.0, error, error / 2, error / 4) for error in (80.0, 120.0, 100.0)]
    groups = [("all", "all", None), ("lead", "1", None), ("lead", "2-7", None), ("day_class", "ordinary", None)]
    groups += [("override", "changed", sums[2])]
    errors = [GroupErrors(NIGHT, "general", kind, group, sums[0], sums[1], model) for kind, group, model in groups]
    with open_site_database(site) as database:
        keep_errors(database, "mini", ScoredForecast(NIGHT, NIGHT, NIGHT, "0" * 64), errors)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_record_shows_accuracy_by_days_ahead_beside_the_mean_and_overrides_beside_the_model(
    site: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    accurate(site)
    app = show_section(opened(monkeypatch, site, language=language), "forecast", "record")
    assert not app.exception
    titles = {"Error by days ahead", "며칠 앞을 예측했는지에 따른 오차"}
    (chart,) = [each for each in elements(app) if each.type == "vega_lite_chart" and each.proto.alt in titles]
    rows = pa.ipc.open_stream(io.BytesIO(chart.proto.datasets[0].data.data)).read_all().to_pandas()
    assert rows["wape"].tolist() == [0.08, 0.12, 0.08, 0.12]
    tables = [table.value for table in app.dataframe]
    assert tables[-4].iloc[0, 2:].tolist() == [0.08, 0.12, 0.04, 0.02]
    assert tables[-3].iloc[0].tolist() == ["general", 1000.0, 0.08, 0.1, 0.12]


def test_without_a_forecast_that_came_due_the_section_says_so(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = show_section(opened(monkeypatch, site, language="en"), "forecast", "record")
    assert "No past forecast can be compared" in app.info[-1].value
