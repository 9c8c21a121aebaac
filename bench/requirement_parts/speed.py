"""How long 100,000 requirements take on one core, and pyworkforce's beside them on a sample, scaled.

Loads of a contact centre's intervals are many small ones and few large ones: even on a log scale from 1 to 500 erlangs.
The hardest spread: even from 1 to 5,000. Handling 180 s, patience 120 s, 20 s to answer.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, version

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.target import Target
from staffing.compiling import FloatArray, IntArray, RateLaw
from staffing.least_agents import least_agents
from staffing.uncertain_load import rate_laws

CASES = 100_000
AHT_S, PATIENCE_S, WITHIN_S = 180.0, 120.0, 20.0
INTERVAL_MIN = 30
RESPONSE_RATE, SERVICE_LEVEL = 0.95, 0.8
RUNS = 5
LAW_CASES, POINTS, DEVIATION = 28 * 48 * 7, 6, 0.15
PEER = "pyworkforce"
PEER_SECONDS = 4.0  # of each question, on as many cases as that allows


@dataclass(frozen=True, slots=True)
class Question:
    """A goal under a formula, the seconds promised for all cases, and the same question to the peer."""

    name: str
    promised_s: float
    asked: Callable[[FloatArray], IntArray]
    peer: Callable[[float], int]


def targets(console: Console) -> list[Target]:
    """CPU seconds of this one process, the least of several runs."""
    draw = np.random.default_rng(1)
    spreads = {
        "1 to 500 (log)": np.exp(draw.uniform(0, np.log(500), CASES)),
        "1 to 5,000 (even)": draw.uniform(1, 5000, CASES),
    }
    table = Table(title=f"{CASES:,} requirements on one core, {_peer_name()} beside", title_justify="left")
    for head in ("", "loads", "seconds", "peer, scaled", "times faster", "same answer", "or its floor"):
        table.add_column(head, justify="left" if head in ("", "loads") else "right")
    found = []
    for question in _questions():
        for spread, loads in spreads.items():
            agents = question.asked(loads)
            seconds = _least_seconds(partial(question.asked, loads))
            found.append(
                Target(f"{CASES:,} of {question.name}, loads {spread}: s", seconds, None, question.promised_s, 3)
            )
            table.add_row(question.name, spread, f"{seconds:.3f}", *_peer_cells(question, loads, agents, seconds))
    found.append(_law_target(table))
    console.print(table)
    console.print(f"{PEER} never answers fewer agents than the load (its floor), though callers who leave allow it.")
    return found


def _questions() -> list[Question]:
    return [
        Question(
            "Erlang C 80/20",
            0.5,
            lambda loads: least_agents(loads, AHT_S, None, WITHIN_S, service_level=SERVICE_LEVEL).agents,
            _peer_erlang_c,
        ),
        Question(
            "Erlang A response rate 95%",
            1.0,
            lambda loads: least_agents(loads, AHT_S, PATIENCE_S, response_rate=RESPONSE_RATE).agents,
            _peer_response_rate,
        ),
        Question(
            "Erlang A 80/20",
            2.0,
            lambda loads: least_agents(loads, AHT_S, PATIENCE_S, WITHIN_S, service_level=SERVICE_LEVEL).agents,
            _peer_service_level,
        ),
    ]


def _least_seconds(act: Callable[[], object]) -> float:
    """CPU seconds, the least of several runs: others on the machine can only add to it."""
    seconds = []
    for _ in range(RUNS):
        before = time.process_time()
        act()
        seconds.append(time.process_time() - before)
    return min(seconds)


def _law_target(table: Table) -> Target:
    """Four weeks of half-hours of seven queues, each under 42 rates: six through the interval, seven of a gamma law."""
    loads = np.exp(np.random.default_rng(2).uniform(0, np.log(200), LAW_CASES))
    law = _law(LAW_CASES)
    goals = {"response_rate": RESPONSE_RATE, "service_level": SERVICE_LEVEL}

    def asked() -> IntArray:
        return least_agents(loads, AHT_S, PATIENCE_S, WITHIN_S, **goals, rate_law=law).agents

    asked()
    seconds = _least_seconds(asked)
    table.add_row(f"{LAW_CASES:,} under 42 rates", "1 to 200 (log)", f"{seconds:.3f}", "-", "-", "-", "-")
    return Target(f"{LAW_CASES:,} of Erlang A under 42 rates: s", seconds, None, 2.0, 3)


def _law(cases: int) -> RateLaw:
    """A load that doubles through the interval, uncertain by 15%."""
    points, weights = np.polynomial.legendre.leggauss(POINTS)
    rates, shares = rate_laws(np.full(cases, DEVIATION**2))
    through, weight = 1 + points / 3, weights / 2 * (1 + points / 3)
    both = rates[:, None, :] * through[None, :, None], shares[:, None, :] * weight[None, :, None]
    return both[0].reshape(cases, -1), both[1].reshape(cases, -1)


def _peer_name() -> str:
    try:
        return f"{PEER} {version(PEER)}"
    except PackageNotFoundError:
        return f"{PEER} (not installed: NOT run)"


def _peer_cells(question: Question, loads: FloatArray, agents: IntArray, seconds: float) -> list[str]:
    """What the peer takes for all cases, by the rate of those it got through, and how often it says the same."""
    same, floored, done, before = 0, 0, 0, time.process_time()
    try:
        while time.process_time() - before < PEER_SECONDS:
            answer = question.peer(float(loads[done]))
            same += answer == agents[done]
            floored += answer == max(agents[done], math.ceil(loads[done]))
            done += 1
    except ImportError:
        return ["-", "-", "-", "-"]
    scaled = (time.process_time() - before) / done * len(loads)
    return [f"{scaled:,.0f}", f"{scaled / seconds:,.0f}", f"{same:,} of {done:,}", f"{floored:,} of {done:,}"]


def _given(load: float) -> dict[str, float]:
    """A case in the peer's units: minutes."""
    aht_min = AHT_S / 60
    return {
        "transactions": load * INTERVAL_MIN / aht_min,
        "aht": aht_min,
        "asa": WITHIN_S / 60,
        "interval": INTERVAL_MIN,
    }


def _peer_erlang_c(load: float) -> int:
    from pyworkforce.queuing import ErlangC

    return int(ErlangC(**_given(load)).required_positions(service_level=SERVICE_LEVEL)["raw_positions"])


def _peer_service_level(load: float) -> int:
    from pyworkforce.queuing import ErlangA

    queue = ErlangA(**_given(load), patience=PATIENCE_S / 60)
    return int(queue.required_positions(service_level=SERVICE_LEVEL)["raw_positions"])


def _peer_response_rate(load: float) -> int:
    from pyworkforce.queuing import ErlangA

    queue = ErlangA(**_given(load), patience=PATIENCE_S / 60)
    found = queue.required_positions(service_level=0.0, max_abandonment=1 - RESPONSE_RATE)
    return int(found["raw_positions"])
