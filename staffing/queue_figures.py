"""What a number of agents reaches: the figures of M/M/n (Erlang C) and M/M/n+M (Erlang A), exact, in seconds.

Poisson arrivals and exponential handling and patience at a steady rate. The answered are the offered that did not
abandon; service level is the share of *offered* answered within `answer_within_s`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from staffing.cases import (
    checked_agents,
    checked_load,
    checked_patience,
    checked_positive,
    flat_cases,
    in_shape,
    refuse,
)
from staffing.compiling import FloatArray
from staffing.kernels import figures_of_each


@dataclass(frozen=True, slots=True)
class QueueFigures:
    """The figures of each case; `wait_s` is the mean of all offered, `asa_s` that of the answered."""

    p_wait: FloatArray
    p_abandon: FloatArray
    response_rate: FloatArray
    service_level: FloatArray
    wait_s: FloatArray
    asa_s: FloatArray
    occupancy: FloatArray


def queue_figures(
    load: ArrayLike,
    agents: ArrayLike,
    aht_s: ArrayLike,
    patience_s: ArrayLike | None = None,
    answer_within_s: ArrayLike = 20.0,
) -> QueueFigures:
    """The figures of `agents` under `load` erlangs, with patience Erlang A, without (None, NaN or inf) Erlang C.

    Mean wait of all offered under Erlang A: P(abandon) times mean patience. Erlang C with load >= agents has no steady
    state; what is given is its limit: everybody waits, without end (inf), nobody is answered in time, agents / load of
    the offered are answered, the agents are always busy. Nobody at work answers nobody, and has no occupancy (NaN).
    """
    shape, (loads, counts, aht, patience, within) = flat_cases(
        load, agents, aht_s, checked_patience(patience_s), answer_within_s
    )
    heads = checked_agents(counts)
    checked_load(loads), checked_positive(aht, "aht_s")
    refuse(~(within >= 0), "answer_within_s", within, "seconds, 0 or more")
    impatience = aht / patience
    p_wait, p_abandon, response_rate, in_time, asa = figures_of_each(loads, heads, impatience, within / aht).T
    with np.errstate(invalid="ignore", divide="ignore"):
        wait_s = np.where(np.isinf(patience), asa * aht, p_abandon * patience)
        occupancy = loads * response_rate / heads
    figures = (p_wait, p_abandon, response_rate, in_time, wait_s, asa * aht, occupancy)
    return QueueFigures(*(in_shape(figure, shape) for figure in figures))
