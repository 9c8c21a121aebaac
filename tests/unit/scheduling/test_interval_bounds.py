"""The least points of an interval at given prices against every whole number of agents and leads."""

from itertools import product

import numpy as np
import pytest

from scheduling.arena import Arena
from scheduling.contacts import no_contacts
from scheduling.interval_bounds import cheapest_intervals

MOST = 9
FIELDS = dict.fromkeys(Arena._fields, 0) | {
    "intervals": 1, "short_points": 10.0, "deep_points": 15.0, "deep_share": 0.25, "over_points": 1.0,
    "lead_points": 9.0, "span": 3, "min_leads": 1, "most_on_duty": np.array([MOST]), "contacts": no_contacts(1, 2),
}  # fmt: skip


def points(need, work_price, agent_price, lead_price, agents, leads, work) -> float:
    short = np.maximum(0.0, need - work)
    deep = np.maximum(0.0, short - FIELDS["deep_share"] * need)
    cover = ((short - deep) * 10 + deep * 15).sum() - (need - short).sum()  # work that is over is paid by the tours
    missing = max(0, (max(-(-agents // 3), 1) if agents else 0) - leads)
    return cover + 9.0 * missing + (work_price * work).sum() + agent_price * agents + lead_price * leads


@pytest.mark.parametrize("seed", range(20))
def test_no_choice_of_agents_leads_and_work_is_cheaper_and_the_one_asked_for_costs_as_much(seed: int) -> None:
    rng = np.random.default_rng(seed)
    need = rng.integers(0, 5, 2).astype(float)
    prices = rng.uniform(0, 17, 2), float(rng.uniform(-6, 6)), float(rng.uniform(0, 12))
    problem = Arena(**FIELDS | {"need": need[None], "skills": np.ones((1, 2), dtype=np.uint8)})
    at_work, agents, leads = np.zeros((1, 2)), np.zeros(1), np.zeros(1)

    least = np.zeros(1)
    cheapest_intervals(
        problem,
        prices[0][None],
        *(np.array([price]) for price in prices[1:]),
        np.zeros(0),
        at_work,
        agents,
        leads,
        least,
    )

    steps = [np.arange(0, of + 0.01, 0.25) for of in need]
    every = [
        points(need, *prices, on_duty, with_leads, np.array(work))
        for on_duty, with_leads in product(range(MOST + 1), range(5))
        for work in product(*steps)
        if sum(work) <= on_duty
    ]
    assert least[0] == pytest.approx(min(every), abs=1e-9)
    assert points(need, *prices, int(agents[0]), int(leads[0]), at_work[0]) == pytest.approx(least[0], abs=1e-9)
