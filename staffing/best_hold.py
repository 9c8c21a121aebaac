"""The most contacts that the people at work can answer, each on a queue that they know: which queue gets whom.

In an interval people of one set of skills are alike. With x[s, q] of them on queue q and the contacts that a queue
answers by number of agents concave (a curve's gains g[q, k] for the k-th agent), the most is a linear program:

    max  sum over q, k of weight[q] g[q, k] y[q, k]        0 <= y[q, k] <= 1
         sum over q known to s of x[s, q] <= people[s]      for each set of skills s
         sum over k of y[q, k]             = sum over s of x[s, q]    for each queue q

No other use of the same people answers more by these curves: it is a bound as well. With `floors` no queue answers
fewer in any interval than is given there, so that the many of one queue are not served at the price of all of another:

         sum over k of g[q, k] y[q, k]     >= floor[q]      for each queue q that has one

Half an interval of a person counts as half. Meals, rests and recovery are outside: only what is worked is shared out.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array, vstack

from domain.errors import WfmError
from staffing.compiling import FloatArray

FLOOR_SLACK = 1e-6  # of a floor: rounding alone makes no plan impossible


@dataclass(frozen=True, slots=True, eq=False)
class _Program:
    """The program's columns, gains of steps first, and its rows: people and floors, then queues."""

    gains: FloatArray
    most: FloatArray
    limited: csr_array
    limits: FloatArray
    balanced: csr_array


def best_hold(
    people: pd.DataFrame, curve: pd.DataFrame, weights: Mapping[str, float], floors: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The best use of people: interval_start, queue, agents and answered (contacts, by the curves).

    `people` has interval_start, skills (a frozenset) and agents; `curve` is as in `curve.csv`; `weights` says what a
    contact of a queue counts, 1 where it names none; `floors` has interval_start, queue and answered.
    """
    steps = curve.sort_values(["interval_start", "queue", "agents"], ignore_index=True)
    gained = steps.groupby(["interval_start", "queue"])["answered"].diff().fillna(steps["answered"]).clip(lower=0)
    steps = steps.assign(gained=gained)
    places = steps[["interval_start", "queue"]].drop_duplicates(ignore_index=True)
    pairs = _pairs(people, places)
    if steps.empty or pairs.empty:
        return places.assign(agents=0.0, answered=0.0)
    used = _solved(_program(people, places, pairs, steps, weights, floors))[: len(steps)]
    found = steps.assign(agents=used, answered=used * gained)
    return found.groupby(["interval_start", "queue"], as_index=False)[["agents", "answered"]].sum()


def _pairs(people: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Who could work where: a row of `people` and a row of `places`, of one interval."""
    numbered = people.reset_index(drop=True).reset_index(names="group")
    both = numbered.merge(places.reset_index(names="place"), on="interval_start")
    knows = [queue in skills for queue, skills in zip(both["queue"], both["skills"], strict=True)]
    return both.loc[knows, ["group", "place"]].reset_index(drop=True)


def _program(
    people: pd.DataFrame,
    places: pd.DataFrame,
    pairs: pd.DataFrame,
    steps: pd.DataFrame,
    weights: Mapping[str, float],
    floors: pd.DataFrame | None,
) -> _Program:
    n_steps, n_pairs = len(steps), len(pairs)
    place_of = steps.merge(places.reset_index(names="place"), on=["interval_start", "queue"])["place"].to_numpy()
    step_columns, pair_columns = np.arange(n_steps), n_steps + np.arange(n_pairs)
    ones = np.ones(n_pairs)
    columns = n_steps + n_pairs
    of_people = coo_array((ones, (pairs["group"].to_numpy(), pair_columns)), shape=(len(people), columns))
    balanced = coo_array(
        (
            np.concatenate([np.ones(n_steps), -ones]),
            (np.concatenate([place_of, pairs["place"].to_numpy()]), np.concatenate([step_columns, pair_columns])),
        ),
        shape=(len(places), columns),
    )
    limits, rows = [people["agents"].to_numpy(float)], [of_people]
    if floors is not None:
        least = places.merge(floors, on=["interval_start", "queue"], how="left")["answered"].fillna(0.0).to_numpy(float)
        rows.append(coo_array((-steps["gained"].to_numpy(float), (place_of, step_columns)), shape=balanced.shape))
        limits.append(-least * (1 - FLOOR_SLACK))
    weight = steps["queue"].map(lambda queue: weights.get(queue, 1.0)).to_numpy(float)
    gains = np.concatenate([steps["gained"].to_numpy(float) * weight, np.zeros(n_pairs)])
    most = np.concatenate([np.ones(n_steps), np.full(n_pairs, np.inf)])
    return _Program(gains, most, vstack(rows, format="csr"), np.concatenate(limits), balanced.tocsr())


def _solved(program: _Program) -> FloatArray:
    found = linprog(
        -program.gains,
        A_ub=program.limited,
        b_ub=program.limits,
        A_eq=program.balanced,
        b_eq=np.zeros(program.balanced.shape[0]),
        bounds=np.column_stack([np.zeros(len(program.gains)), program.most]),
        method="highs",
    )
    if not found.success:
        raise WfmError(f"People could not be shared over the queues: {found.message}")
    used: FloatArray = found.x
    return used
