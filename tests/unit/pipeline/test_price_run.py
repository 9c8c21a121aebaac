"""The price of a response rate: hours that rise with it, a cost where the site has one, the rate when simulated."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from domain.errors import ConfigError
from domain.frames import TOTAL
from domain.site_config import Cost, Goal, Queue, SiteConfig, SiteSection
from pipeline.price_run import PriceReport, price_json, price_to_file, prices_of_goals
from pipeline.queue_price import Simulation
from staffing.contacts_bought.price import RESPONSE_RATES
from tests.unit.staffing.small import small_forecast

ONCE = Simulation(replications=40, seed=3, jobs=1)
VOICE = Queue(id="general", aht_s=180, patience_s=120, goal=Goal(service_level=0.5))
MAIL = Queue(id="mail", channel="email", aht_s=180, goal=Goal(max_backlog_h=4))


def site(*queues: Queue, cost: Cost | None = None, shrinkage: float = 0.0) -> SiteConfig:
    """Half-hours in Seoul."""
    section = SiteSection(id="tiny", timezone="Asia/Seoul", country="KR")
    return SiteConfig(site=section, queue=queues, cost=cost, shrinkage={"absence": shrinkage} if shrinkage else {})


def priced(queue: Queue = VOICE, shrinkage: float = 0.0, simulation: Simulation = ONCE) -> PriceReport:
    """The price of one queue's rates on a morning of three half-hours."""
    return prices_of_goals(site(queue, shrinkage=shrinkage), small_forecast([60, 150, 90]), simulation)


def test_rates_go_from_90_to_100_percent_by_half_points() -> None:
    assert len(RESPONSE_RATES) == 21
    assert RESPONSE_RATES[0] == 0.9
    assert RESPONSE_RATES[-1] == 1
    assert np.diff(RESPONSE_RATES) == pytest.approx(0.005)


def test_a_higher_rate_never_costs_fewer_hours() -> None:
    of_queue = priced().prices.query("queue == 'general'")
    assert of_queue["response_rate"].tolist() == pytest.approx(list(RESPONSE_RATES))
    assert (of_queue["agent_hours"].diff().dropna() >= 0).all()
    assert of_queue["agent_hours"].iloc[-1] > of_queue["agent_hours"].iloc[0] + 2


@pytest.mark.parametrize("shrinkage", [0.0, 0.25])
def test_the_simulated_rate_is_about_the_promised_one(shrinkage: float) -> None:
    """A scope of a day leaves nothing to rounding; who waits from an interval into the next moves a point or two."""
    over_day = VOICE.model_copy(update={"goal": Goal(scope="day", max_asa_s=500)})
    of_queue = priced(over_day, shrinkage).prices.query("queue == 'general'")
    missed = of_queue["simulated_response_rate"] - of_queue["response_rate"]
    assert missed.abs().max() < 0.025


def test_a_scope_of_a_day_has_its_own_lower_price() -> None:
    over_day = VOICE.model_copy(update={"goal": Goal(service_level=0.5, scope="day")})
    each, together = (report.prices["agent_hours"].sum() for report in (priced(), priced(over_day)))
    assert together < each


def test_the_total_adds_up_queues_that_answer_at_once_and_says_which_do_not() -> None:
    second = VOICE.model_copy(update={"id": "second"})
    forecast = pd.concat([small_forecast([60, 90], name) for name in ("general", "second", "mail")], ignore_index=True)
    report = prices_of_goals(site(VOICE, second, MAIL, cost=Cost(agent_hour=20.0, currency="USD")), forecast, ONCE)
    hours = report.prices.pivot(index="response_rate", columns="queue", values="agent_hours")
    assert list(hours.columns) == ["general", "second", TOTAL]
    assert (hours[TOTAL] == hours["general"] + hours["second"]).all()
    assert (report.prices["cost"] == 20 * report.prices["agent_hours"]).all()
    assert report.currency == "USD"
    assert any("mail" in note for note in report.notes)


def test_without_a_cost_there_is_none() -> None:
    report = priced()
    assert report.prices["cost"].isna().all()
    assert price_json(report)["prices"][0]["cost"] is None


def test_the_same_seed_gives_the_same_prices_and_another_one_other_results() -> None:
    pd.testing.assert_frame_equal(priced().prices, priced().prices)
    other = priced(simulation=Simulation(replications=40, seed=4, jobs=2))
    assert (other.prices["simulated_response_rate"] != priced().prices["simulated_response_rate"]).any()


def test_a_site_that_answers_nobody_at_once_has_no_price() -> None:
    with pytest.raises(ConfigError, match="answers at once"):
        prices_of_goals(site(MAIL), small_forecast([60], "mail"), ONCE)


def test_without_a_number_a_hundred_days_are_simulated() -> None:
    assert priced(simulation=Simulation()).replications == 100


def test_the_file_holds_the_columns_of_the_price(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text(
        '[site]\nid = "tiny"\ntimezone = "Asia/Seoul"\ncountry = "KR"\n'
        '[[queue]]\nid = "general"\naht_s = 180\npatience_s = 120\n[queue.goal]\nresponse_rate = 0.9\n'
        '[cost]\nagent_hour = 21000\ncurrency = "KRW"\n',
        encoding="utf-8",
    )
    forecast = "interval_start,queue,offered,p10,p50,p90,aht_s\n2026-03-02T09:00,general,40,32,40,48,180\n"
    (tmp_path / "forecast.csv").write_text(forecast, encoding="utf-8")
    price_to_file(tmp_path, tmp_path / "forecast.csv", tmp_path / "price.csv", ONCE)
    lines = (tmp_path / "price.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "queue,response_rate,agent_hours,cost,simulated_response_rate"
    assert len(lines) == 1 + 2 * 21


def test_a_queue_that_the_site_does_not_have_is_named() -> None:
    with pytest.raises(ConfigError, match=r"has queue general, site\.toml only mail"):
        prices_of_goals(site(MAIL), small_forecast([60]), ONCE)
