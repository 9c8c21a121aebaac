"""The price of a goal on the requirement page: the same figures as `wfm price`, its goal marked, empty states said."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app_parts.words import words_of
from domain.frame_files import read_forecast
from domain.frames import TOTAL
from domain.roster import PlanningWindow
from pipeline.file_names import FORECAST_FILE
from pipeline.price_run import prices_of_goals
from pipeline.queue_price import Simulation
from pipeline.views_night import PublishedNight, latest_mark, published_night
from pipeline.views_price import RATE_PARTS, PriceView, price_file, price_part, price_scene, price_view, priced_window
from staffing.contacts_bought.price import RESPONSE_RATES
from tests.app.screen import charts, elements, opened, show_section
from tests.app.small_night import DAYS, FIRST, small_night

COST = '\n[cost]\nagent_hour = 21000\ncurrency = "KRW"\n\n[recovery]\nevents_per_agent_month = 10\n'
WINDOW, FIRST_DAY = PlanningWindow(FIRST, DAYS), PlanningWindow(FIRST, 1)
BACKLOG = "[queue.goal]\nmax_backlog_h = 4\n"


def changed(site: Path, *changes: tuple[str, str], added: str = "") -> Path:
    """The site with words of its site.toml in the place of others."""
    file = site / "site.toml"
    text = file.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    file.write_text(text + added, encoding="utf-8")
    return site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One small night with a cost, which no test of this module changes."""
    return changed(small_night(tmp_path_factory.mktemp("sites") / "mini"), added=COST)


def night_of(site: Path) -> PublishedNight:
    mark = latest_mark(site)
    assert mark is not None
    return published_night(mark)


def viewed(night: PublishedNight, queue: str | None, window: PlanningWindow = WINDOW) -> PriceView | None:
    """The view of a queue, or of all together, its parts worked out as the page does."""
    scene = price_scene(night)
    queues = scene.queues if queue is None else (queue,)
    parts = [price_part(night, scene, each, window, rates) for each in queues for rates in RATE_PARTS]
    return price_view(night, scene, queue, window, parts)


@pytest.fixture(scope="module")
def together(site: Path) -> PriceView:
    """Both queues over the window."""
    found = viewed(night_of(site), None)
    assert found is not None
    return found


def test_the_page_has_every_rate_once() -> None:
    assert tuple(rate for part in RATE_PARTS for rate in part) == RESPONSE_RATES


def test_the_figures_are_those_of_the_command(site: Path, together: PriceView) -> None:
    night = night_of(site)
    forecast = read_forecast(night.folder / FORECAST_FILE, night.site.config.site.timezone)
    report = prices_of_goals(night.site.config, forecast, Simulation())
    both = [frame.sort_values(["queue", "response_rate"]) for frame in (report.prices, together.prices)]
    columns = list(report.prices.columns)
    assert both[0][columns].to_numpy().tolist() == both[1][columns].to_numpy().tolist()
    assert together.simulated_days == DAYS * report.replications


def test_what_the_next_half_point_adds_is_the_difference_of_two_rates(together: PriceView) -> None:
    for step, after in zip(together.steps, together.steps[1:], strict=False):
        assert step.next_hours == after.agent_hours - step.agent_hours
        assert step.next_cost == pytest.approx(21000 * step.next_hours)
    assert together.steps[-1].next_hours is None
    assert together.steps[-1].next_cost is None


def test_a_goal_belongs_to_a_queue_and_not_to_the_total(site: Path, together: PriceView) -> None:
    general = viewed(night_of(site), "general")
    assert general is not None
    assert general.goal == 0.95
    assert general.reference == next(step for step in general.steps if step.response_rate == 0.95)
    assert together.goal is None
    assert set(general.prices["queue"]) == {"general"}
    assert set(together.prices["queue"]) == {"general", "chat", TOTAL}


def test_a_queue_without_a_response_rate_is_looked_at_from_95_percent(site: Path) -> None:
    chat = viewed(night_of(site), "chat")
    assert chat is not None
    assert chat.goal is None
    assert chat.reference is not None
    assert chat.reference.response_rate == 0.95


@pytest.mark.parametrize(("goal", "at"), [(0.9725, 0.975), (0.9, 0.9), (0.85, 0.95), (1.0, 1.0)])
def test_the_reference_keeps_the_goal_where_that_has_a_price(tmp_path: Path, goal: float, at: float) -> None:
    site = changed(small_night(tmp_path / "mini"), ("response_rate = 0.95", f"response_rate = {goal}"))
    found = viewed(night_of(site), "general", FIRST_DAY)
    assert found is not None
    assert found.reference is not None
    assert found.reference.response_rate == at


def test_where_another_goal_asks_for_as_many_that_is_told_up_to_the_last_such_rate(tmp_path: Path) -> None:
    before, after = "max_occupancy = 0.88", "max_occupancy = 0.4"
    found = viewed(night_of(changed(small_night(tmp_path / "mini"), (before, after))), "general", FIRST_DAY)
    assert found is not None
    assert found.flat_until is not None
    assert found.flat_until >= 0.95
    hours = {step.response_rate: step.agent_hours for step in found.steps}
    assert hours[found.flat_until] <= 1.01 * hours[0.9]
    assert all(hours[rate] > 1.01 * hours[0.9] for rate in hours if rate > found.flat_until)


def test_the_last_week_ends_with_the_planned_days(site: Path) -> None:
    night = replace(night_of(site), window=PlanningWindow(FIRST, 10))
    assert priced_window(night, date(2026, 10, 12)) == PlanningWindow(date(2026, 10, 12), 3)
    assert priced_window(night, FIRST) == PlanningWindow(FIRST, 7)
    assert priced_window(night, None) == night.window


def test_days_without_a_forecast_of_the_queue_need_nobody(site: Path) -> None:
    assert viewed(night_of(site), "general", PlanningWindow(date(2027, 1, 1), 7)) is None


def test_the_file_names_site_night_queue_and_days(site: Path, together: PriceView) -> None:
    name, content = price_file(night_of(site), together, WINDOW)
    assert name == "mini_2026-10-04_price_total_2026-10-05_2026-10-11.csv"
    lines = content.decode().splitlines()
    assert lines[0] == "queue,response_rate,agent_hours,cost,simulated_response_rate"
    assert len(lines) == 1 + 3 * len(RESPONSE_RATES)


def priced(site: Path, monkeypatch: pytest.MonkeyPatch, language: str = "ko", queue: str | None = None) -> AppTest:
    """The section, of another queue where one is named."""
    app = show_section(opened(monkeypatch, site, "requirement", language), "requirement", "price")
    if queue is not None:
        app.button_group(key="price_queue").set_value(queue).run()
    assert not app.exception
    assert not app.error
    return app


def test_the_section_begins_with_the_goal_and_what_half_a_point_more_costs(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = priced(site, monkeypatch)
    general = viewed(night_of(site), "general")
    assert general is not None
    assert general.reference is not None
    at = general.reference
    figures = {metric.label: (metric.value, metric.delta) for metric in app.metric}
    assert figures["응대율 95.0%에 드는 인시"] == (f"{at.agent_hours:,.0f}인시", f"목표 95.0% · {at.cost:,.0f} KRW")
    assert figures["다음 0.5%p (95.5%까지)"][0] == f"+{at.next_hours:,.1f}인시"
    table = app.dataframe[0].value
    assert table.loc[table[" "] == "●", "응대율"].tolist() == [95.0]
    assert table["인시"].tolist() == [step.agent_hours for step in general.steps]


def test_the_goal_is_marked_in_the_chart_of_its_queue_alone(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def marks(queue: str) -> list[str]:
        curve = charts(priced(site, monkeypatch, "en", queue))[0]
        return [layer["mark"]["type"] for layer in curve["layer"]]

    assert marks("general") == ["rule", "text", "point", "line"]
    assert marks("chat") == marks("*") == ["point", "line"]


@pytest.mark.parametrize(
    ("queue", "said"),
    [
        ("general", "above the promised one"),
        ("general", "99.95%, all but one contact in 2,000"),
        ("general", "reserve for recovery"),
        ("chat", "no goal of a response rate"),
        ("*", "Goals differ by queue"),
    ],
)
def test_what_has_to_be_known_is_said(site: Path, monkeypatch: pytest.MonkeyPatch, queue: str, said: str) -> None:
    assert any(said in caption.value for caption in priced(site, monkeypatch, "en", queue).caption[1:])


def test_without_a_cost_there_is_no_money_and_the_page_says_where_to_give_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = priced(small_night(tmp_path / "mini"), monkeypatch)
    assert "[cost]" in app.caption[-1].value
    assert not [column for column in app.dataframe[0].value if "비용" in column]


def test_a_site_whose_work_waits_for_hours_is_told_that_nothing_has_a_price(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = changed(
        small_night(tmp_path / "mini"),
        ("aht_s = 180\npatience_s = 120\n[queue.goal]\nresponse_rate = 0.95\nmax_occupancy = 0.88\n",
         f'channel = "email"\naht_s = 180\n{BACKLOG}'),
        ('channel = "chat"\nconcurrency = 2\naht_s = 400\n[queue.goal]\nservice_level = 0.8\n',
         f'channel = "sns"\naht_s = 400\n{BACKLOG}'),
    )  # fmt: skip
    app = priced(site, monkeypatch)
    assert "chat, general" in app.info[-1].value
    assert not charts(app)


def test_the_queue_and_the_week_of_the_other_sections_are_shown_first(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(monkeypatch, site, "requirement")
    app.button_group(key="queue").set_value("chat").run()
    show_section(app, "requirement", "price")
    assert app.button_group(key="price_queue").value == "chat"
    assert app.selectbox(key="price_days").value == FIRST


def test_the_table_can_be_taken_away(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    buttons = [each for each in elements(priced(site, monkeypatch)) if each.type == "download_button"]
    assert [each.proto.label for each in buttons] == [words_of("ko")("price.download")]
