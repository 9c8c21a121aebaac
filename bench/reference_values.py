"""The reference values of the queue formulas, and the product's own figures for each: by its functions, by its files.

published.csv holds values of books, papers, manuals and other packages' tests with their sources; exact.csv holds
values of 40 digits. A row of published.csv may ask for the least n, or the greatest load, for a limit.
"""

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from bench.material import SHARED
from staffing.erlang import erlang_b, erlang_b_agents, erlang_b_load, erlang_c, erlang_c_agents, erlang_c_load
from staffing.least_agents import least_agents
from staffing.limited_queue import limited_queue
from staffing.queue_figures import queue_figures
from staffing.shrinkage import scheduled

FOLDER = SHARED / "vectors"
MODELS = ("ErlangB", "ErlangC", "ErlangA", "MMcK")
ENDLESS = 5000  # places: a waiting room that M/M/n never fills in the rows here
ASKED = 1e-9  # relative, of an exact value
BELOW_REFERENCE = 1e-40  # smaller values of exact.csv are rounding of its 40 digits (one is negative)
EXACT_COLUMNS = {
    "erlang_b": "p_block",
    "erlang_c": "p_wait_patient",
    "erlangA_pwait": "p_wait",
    "erlangA_pab": "p_abandon",
    "erlangA_EW_over_aht": "wait_s",
    "erlangA_occ": "occupancy",
    "erlangA_served_within_t": "service_level",
}
Row = dict[str, str]


def published_rows(reproduces: bool) -> list[Row]:
    """The published values of the models, those that an independent computation reproduces or those it does not."""
    path = FOLDER / "published.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [r for r in rows if r["model"].split("-")[0] in MODELS and (r["reproduces"] == "True") is reproduces]


def exact_rows() -> pd.DataFrame:
    """Exact values by n, load, patience and threshold."""
    return pd.read_csv(FOLDER / "exact.csv")


def row_name(row: Row) -> str:
    """The row in a few words."""
    return f"{row['model']}, n={row['n']}, {row['metric']}"


def load_of(row: Row) -> float:
    """The row's load in erlangs."""
    return float(row["arrivals_per_s"]) * float(row["aht_s"])


def patience_of(row: Row) -> float | None:
    """The row's mean patience in its own unit of time."""
    return float(row["patience_s"]) if row["patience_s"] else None


def number_in(pattern: str, text: str) -> float:
    """The number that the pattern's group finds."""
    found = re.search(pattern, text)
    assert found, f"{text!r} has no {pattern!r}"
    return float(found.group(1))


def share_in(metric: str) -> float:
    """The limit that a metric such as `min n P(W>0)<=15%` names."""
    limit = number_in(r"=\s*([\d.]+)", metric)
    return limit / 100 if metric.endswith("%") else limit


def agrees(row: Row, value: float) -> bool:
    """Whether a value is the published one within its tolerance."""
    return bool(abs(value - float(row["published"])) <= float(row["tolerance"]) * (1 + 1e-9))


def steady_metric(row: Row, p_wait: float, p_abandon: float, level: float, occupancy: float, wait: float) -> float:
    """The metric of a steady Erlang C or A row from its figures, in the row's own unit of time."""
    arrivals, aht = float(row["arrivals_per_s"]), float(row["aht_s"])
    by_metric = {
        "P(W>0)": p_wait,
        "P(ab)": p_abandon,
        "SL20": level,
        "SL20 (served<=20s)/offered": level,
        "occupancy": occupancy,
        "E[W] s": wait,
        "wq": wait,
        "Wq min": wait * 60,
        "W": wait + aht,
        "W h": wait + aht,
        "L": arrivals * wait + load_of(row),
        "Lq": arrivals * wait,
        "lq": arrivals * wait,
    }
    return by_metric[row["metric"]]


def steady(row: Row) -> float:
    """A steady Erlang C or A row by the product's functions."""
    if row["metric"] == "p0":
        return float(limited_queue(load_of(row), int(row["n"]), ENDLESS).p_empty)
    got = queue_figures(load_of(row), int(row["n"]), float(row["aht_s"]), patience_of(row), 20)
    figures = (got.p_wait, got.p_abandon, got.service_level, got.occupancy, got.wait_s)
    return steady_metric(row, *(float(figure) for figure in figures))


def limited(row: Row) -> float:
    """An M/M/c/K row by the product's functions."""
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
    """The least agents of an Erlang C row, shrinkage included where the row asks for it."""
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
    "ErlangC": steady,
    "ErlangC-staffing": erlang_c_staffing,
    "ErlangC-inverse": lambda row: float(erlang_c_load(int(row["n"]), share_in(row["metric"]))),
    "ErlangA": steady,
    "MMcK": limited,
}


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many values of a file are reproduced, and how far off the furthest is."""

    agreeing: int
    values: int
    worst: float


def exact_agreement(figures: pd.DataFrame, aht_s: float) -> Agreement:
    """Figures by the names of `EXACT_COLUMNS` beside the exact ones; relative, times over the AHT."""
    rows, agreeing, worst, values = exact_rows(), 0, 0.0, 0
    for name, column in EXACT_COLUMNS.items():
        if column in figures:
            ours, exact = figures[column].to_numpy() / (aht_s if column == "wait_s" else 1.0), rows[name].to_numpy()
            off = np.abs(ours - exact)
            agreeing += int((off <= ASKED * np.abs(exact) + BELOW_REFERENCE).sum())
            worst = max(worst, float(np.max(off[exact > BELOW_REFERENCE] / exact[exact > BELOW_REFERENCE])))
            values += len(exact)
    return Agreement(agreeing, values, worst)


def exact_figures(aht_s: float) -> pd.DataFrame:
    """The product's figures for the rows of exact.csv by its functions."""
    rows = exact_rows()
    load, n = rows["load"], rows["n"]
    got = queue_figures(load, n, aht_s, aht_s / rows["theta_over_mu"], aht_s * rows["t_over_aht"])
    names = ("p_wait", "p_abandon", "wait_s", "occupancy", "service_level")
    figures = pd.DataFrame({name: getattr(got, name) for name in names})
    return figures.assign(p_block=erlang_b(load, n), p_wait_patient=erlang_c(load, n))


def exact_cases(aht_s: float, patient: bool) -> pd.DataFrame:
    """The rows of exact.csv as cases of `wfm erlang --file`, with their patience or without any."""
    rows = exact_rows()
    cases = {
        "offered": rows["load"] * 1800 / aht_s,
        "interval_min": 30,
        "aht_s": aht_s,
        "patience_s": np.nan if patient else aht_s / rows["theta_over_mu"],
        "agents": rows["n"],
        "answer_within_s": aht_s * rows["t_over_aht"],
    }
    return pd.DataFrame(cases)
