"""Queues spread over processes and clusters: where they were made cannot be seen, a lost cluster is one sentence."""

import importlib.util
import os
import pickle
import time
from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from domain.errors import ForecastError, UsageError
from domain.frames import CallHistory, checked
from forecasting import clusters
from forecasting.backtest_report import backtest_queues
from forecasting.forecast import ForecastOutcome, forecast_queues
from forecasting.models.moving_level import MovingLevel
from forecasting.models.simple import PlannerMean
from forecasting.queue_rows import known_before, rows_by_queue
from forecasting.record import record_json
from forecasting.spread_out import ONE_PROCESS, Engine, EngineName, spread_out
from tests.unit.forecasting.histories import MONDAY, korea, noisy, rows_of, steady, week_wave

DAYS = 84
START = MONDAY + timedelta(days=DAYS)
MODELS = (MovingLevel(), PlannerMean())


def three_queues() -> pd.DataFrame:
    parts = [rows_of(noisy(week_wave, seed), DAYS, queue=name) for seed, name in ((1, "a"), (5, "b"), (9, "c"))]
    return checked(CallHistory, pd.concat(parts, ignore_index=True))


def forecast_by(engine: Engine) -> ForecastOutcome:
    return forecast_queues(three_queues(), korea(), START, 14, 60, {}, None, 2, MODELS, engine)


@pytest.fixture(scope="module")
def cluster() -> Iterator[object]:
    distributed = pytest.importorskip("distributed", reason="no package distributed: the Dask engine was NOT checked")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as running:
        running.wait_for_workers(2)
        yield running


@pytest.mark.slow
def test_a_dask_cluster_forecasts_the_same_bytes_as_one_process(cluster: object) -> None:
    engine = Engine(EngineName.DASK, cluster.scheduler_address)  # type: ignore[attr-defined]
    here, there = forecast_by(ONE_PROCESS), forecast_by(engine)

    assert list(here.frame["queue"].unique()) == ["a", "b", "c"]
    assert here.frame.to_csv() == there.frame.to_csv()
    assert here.changes.to_csv() == there.changes.to_csv()
    assert [record_json(record) for record in here.records] == [record_json(record) for record in there.records]


@pytest.mark.slow
def test_a_dask_cluster_backtests_the_same_bytes_as_one_process(cluster: object) -> None:
    engine = Engine(EngineName.DASK, cluster.scheduler_address, jobs=1)  # type: ignore[attr-defined]
    here, there = (
        backtest_queues(three_queues(), korea(), 14, 60, 2, None, MODELS, each) for each in (ONE_PROCESS, engine)
    )

    assert here.forecasts.to_csv() == there.forecasts.to_csv()
    assert here.scores.to_csv() == there.scores.to_csv()


@pytest.mark.slow
def test_a_cluster_lost_at_work_is_one_sentence() -> None:
    distributed = pytest.importorskip("distributed", reason="no package distributed: the Dask engine was NOT checked")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as running:
        running.wait_for_workers(2)
        found = spread_out(slowly, range(40), 40, Engine(EngineName.DASK, running.scheduler_address))
        assert next(found) == 0
        running.close()
        with pytest.raises(ForecastError, match=r"dask cluster at tcp://.* was lost while it worked \(scheduler-"):
            list(found)


@pytest.mark.slow
def test_a_worker_that_dies_at_its_work_is_one_sentence(cluster: object) -> None:
    engine = Engine(EngineName.DASK, cluster.scheduler_address)  # type: ignore[attr-defined]
    with pytest.raises(ForecastError, match=r"The dask cluster at tcp://.* was lost while it worked"):
        list(spread_out(dies, range(2), 2, engine))


@pytest.mark.slow
def test_a_cluster_without_the_product_is_told_to_install_it(cluster: object) -> None:
    engine = Engine(EngineName.DASK, cluster.scheduler_address)  # type: ignore[attr-defined]
    with pytest.raises(ForecastError, match="does not run this version of the product; install the same one"):
        list(spread_out(lacks_a_module, range(2), 2, engine))


@pytest.mark.slow
def test_a_mistake_in_the_work_itself_is_not_blamed_on_the_cluster(cluster: object) -> None:
    engine = Engine(EngineName.DASK, cluster.scheduler_address)  # type: ignore[attr-defined]
    with pytest.raises(ZeroDivisionError):
        list(spread_out(divided_by, range(2), 2, engine))


def dies(_number: int) -> int:
    os._exit(1)


def lacks_a_module(_number: int) -> int:
    raise ModuleNotFoundError("No module named 'forecasting.next'", name="forecasting.next")


def divided_by(number: int) -> float:
    return 1 / number


def slowly(number: int) -> int:
    time.sleep(0.3)
    return number


def test_a_scheduler_that_does_not_answer_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="no package distributed: the Dask engine was NOT checked")
    monkeypatch.setattr(clusters, "CONNECT_S", 0.5)
    with pytest.raises(ForecastError, match=r"No dask scheduler answered at tcp://127\.0\.0\.1:9 within"):
        forecast_by(Engine(EngineName.DASK, "tcp://127.0.0.1:9"))


def test_an_address_that_is_none_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="no package distributed: the Dask engine was NOT checked")
    monkeypatch.setattr(clusters, "CONNECT_S", 0.5)
    with pytest.raises(ForecastError, match="No dask scheduler answered at nowhere within"):
        forecast_by(Engine(EngineName.DASK, "nowhere"))


@pytest.mark.parametrize("name", [EngineName.DASK, EngineName.RAY])
def test_a_cluster_without_an_address_says_what_to_give(name: EngineName) -> None:
    with pytest.raises(UsageError, match=f"The engine {name} needs the address of a cluster .* give --scheduler"):
        forecast_by(Engine(name))


@pytest.mark.skipif(importlib.util.find_spec("ray") is not None, reason="Ray is installed here")
def test_a_library_that_is_not_installed_is_named() -> None:
    with pytest.raises(UsageError, match="The engine ray needs the package ray; install it: pip install ray"):
        forecast_by(Engine(EngineName.RAY, "ray://127.0.0.1:10001"))


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_order_and_each_is_told(jobs: int) -> None:
    heard: list[tuple[int, int]] = []
    found = spread_out(abs, (-number for number in range(5)), 5, Engine(jobs=jobs), lambda *done: heard.append(done))

    assert list(found) == [0, 1, 2, 3, 4]
    assert heard == [(done, 5) for done in range(1, 6)]


@pytest.mark.parametrize("mixed", [False, True], ids=["queue after queue", "queues mixed"])
def test_every_queue_gets_its_own_rows_alone(mixed: bool) -> None:
    rows = pd.concat([rows_of(steady(level), 3, queue=name) for level, name in ((7.0, "b"), (5.0, "a"))])
    rows = rows.sort_values(["interval_start", "queue"]) if mixed else rows
    notes = pd.DataFrame({"queue": ["a", "b", "a"], "was": [1.0, 2.0, 3.0]})
    found = rows_by_queue(rows, notes)

    assert list(found) == ["a", "b"]
    assert [set(found[name].history["offered"]) for name in found] == [{5.0}, {7.0}]
    assert [set(found[name].history["queue"]) for name in found] == [{"a"}, {"b"}]
    assert all(found[name].history["interval_start"].is_monotonic_increasing for name in found)
    assert [list(found[name].left_out["was"]) for name in found] == [[1.0, 3.0], [2.0]]


def test_what_a_worker_is_sent_does_not_grow_with_the_other_queues() -> None:
    few, many = (
        pd.concat([rows_of(steady(), 14, queue=f"queue {number:04d}") for number in range(queues)], ignore_index=True)
        for queues in (2, 20)
    )
    sizes = [len(pickle.dumps(rows_by_queue(rows, rows.head(0))["queue 0001"])) for rows in (few, many)]

    assert sizes[1] == pytest.approx(sizes[0], rel=0.02)


def test_a_history_that_ends_before_the_day_is_not_copied() -> None:
    rows = rows_of(steady(), 7)

    assert known_before(rows, MONDAY + timedelta(days=7)) is rows
    assert len(known_before(rows, MONDAY + timedelta(days=3))) == 3 * 24
    assert np.array_equal(known_before(rows, date(2000, 1, 1)).index, [])
