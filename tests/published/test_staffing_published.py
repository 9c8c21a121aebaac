"""Every published value for Erlang B, C, A and M/M/c/K that an independent computation reproduces."""

import csv
import re
from collections.abc import Callable

import pytest

from staffing.erlang import (
    erlang_b,
    erlang_b_agents,
    erlang_b_load,
    erlang_c_agents,
    erlang_c_load,
)
from staffing.least_agents import least_agents
from staffing.limited_queue import limited_queue
from staffing.queue_figures import queue_figures
from staffing.shrinkage import scheduled
from tests.shared import SHARED, needs_shared

MODELS = ("ErlangB", "ErlangC", "ErlangA", "MMcK")
ENDLESS = 5000  # places: a waiting room that M/M/n never fills in the rows here
Row = dict[str, str]


def published_rows(reproduces: bool) -> list[Row]:
    path = SHARED / "vectors" / "published.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [r for r in rows if r["model"].split("-")[0] in MODELS and (r["reproduces"] == "True") is reproduces]


def load_of(row: Row) -> float:
    return float(row["arrivals_per_s"]) * float(row["aht_s"])


def number_in(pattern: str, text: str) -> float:
    found = re.search(pattern, text)
    assert found, f"{text!r} has no {pattern!r}"
    return float(found.group(1))


def share_in(metric: str) -> float:
    """The limit that a metric such as `min n P(W>0)<=15%` names."""
    limit = number_in(r"=\s*([\d.]+)", metric)
    return limit / 100 if metric.endswith("%") else limit


def steady(row: Row) -> dict[str, float]:
    """Every figure that a steady Erlang C or A row may ask for, in the row's own unit of time."""
    arrivals, aht = float(row["arrivals_per_s"]), float(row["aht_s"])
    patience = float(row["patience_s"]) if row["patience_s"] else None
    reached = queue_figures(load_of(row), int(row["n"]), aht, patience, 20)
    wait, in_system = float(reached.wait_s), arrivals * float(reached.wait_s) + load_of(row)
    return {
        "P(W>0)": float(reached.p_wait),
        "P(ab)": float(reached.p_abandon),
        "SL20": float(reached.service_level),
        "SL20 (served<=20s)/offered": float(reached.service_level),
        "occupancy": float(reached.occupancy),
        "E[W] s": wait,
        "wq": wait,
        "Wq min": wait * 60,
        "W": wait + aht,
        "W h": wait + aht,
        "L": in_system,
        "Lq": arrivals * wait,
        "lq": arrivals * wait,
        "p0": float(limited_queue(load_of(row), int(row["n"]), ENDLESS).p_empty),
    }


def limited(row: Row) -> float:
    places = int(number_in(r"\(K=(\d+)\)", row["metric"]))
    reached = limited_queue(load_of(row), int(row["n"]), places, float(row["aht_s"]))
    figures = {
        "p0": reached.p_empty,
        "pK": reached.p_block,
        "L": reached.in_system,
        "R": reached.time_in_system_s,
        "Wq": reached.wait_s,
    }
    return float(figures[row["metric"].split()[0]])


def erlang_c_staffing(row: Row) -> float:
    metric = row["metric"]
    if "P(W>0)" in metric:
        return float(erlang_c_agents(load_of(row), share_in(metric)))
    if metric == "n/(1-0.3) rounded up":
        level = least_agents(load_of(row), float(row["aht_s"]), None, 20, service_level=0.8)
        return float(scheduled(level.agents, 0.3))
    share, within = number_in(r"(\d+)/", metric) / 100, number_in(r"/(\d+)", metric)
    return float(least_agents(load_of(row), float(row["aht_s"]), None, within, service_level=share).agents)


COMPUTED: dict[str, Callable[[Row], float]] = {
    "ErlangB": lambda row: float(erlang_b(load_of(row), int(row["n"]))),
    "ErlangB-staffing": lambda row: float(erlang_b_agents(load_of(row), share_in(row["metric"]))),
    "ErlangB-inverse": lambda row: float(erlang_b_load(int(row["n"]), share_in(row["metric"]))),
    "ErlangC": lambda row: steady(row)[row["metric"]],
    "ErlangC-staffing": erlang_c_staffing,
    "ErlangC-inverse": lambda row: float(erlang_c_load(int(row["n"]), share_in(row["metric"]))),
    "ErlangA": lambda row: steady(row)[row["metric"]],
    "MMcK": limited,
}


def row_name(row: Row) -> str:
    return f"{row['model']}, n={row['n']}, {row['metric']}"


@needs_shared
@pytest.mark.parametrize("row", published_rows(reproduces=True), ids=row_name)
def test_a_published_value_is_reproduced(row: Row) -> None:
    assert COMPUTED[row["model"]](row) == pytest.approx(float(row["published"]), rel=0, abs=float(row["tolerance"]))


@needs_shared
@pytest.mark.parametrize("row", published_rows(reproduces=False), ids=row_name)
def test_a_published_value_marked_wrong_is_not_reproduced(row: Row) -> None:
    assert COMPUTED[row["model"]](row) != pytest.approx(float(row["published"]), rel=0, abs=float(row["tolerance"]))


@needs_shared
def test_no_published_row_of_the_models_is_left_out() -> None:
    assert len(published_rows(reproduces=True)) == 117
    assert len(published_rows(reproduces=False)) == 3
    assert {row["model"] for row in published_rows(reproduces=True)} == set(COMPUTED)
