"""Least cuts and moved slots against a linear program and against every way of sharing agents out."""

from itertools import product

import numpy as np
import pytest
from scipy.optimize import linprog

from scheduling.arena import Arena
from scheduling.contacts import no_contacts
from scheduling.cover_cuts import MOST_CUTS, cover_cuts, short_points
from scheduling.interval_flows import shared_out

SHALLOW, DEEP, DEEP_SHARE = 11.0, 16.0, 0.2


def by_linear_program(skills: np.ndarray, need: np.ndarray, work: np.ndarray) -> float:
    """Least points of short cover when agents of groups are shared out among queues in any parts."""
    groups, queues = skills.shape
    pairs = [(group, queue) for group, queue in product(range(groups), range(queues)) if skills[group, queue]]
    cost = np.concatenate([np.zeros(len(pairs)), np.full(queues, SHALLOW), np.full(queues, DEEP)])
    short = np.hstack(
        [np.array([[float(of == q) for _, of in pairs] for q in range(queues)]), np.eye(queues), np.eye(queues)]
    )
    use = np.hstack(
        [np.array([[float(of == g) for of, _ in pairs] for g in range(groups)]), np.zeros((groups, 2 * queues))]
    )
    bounds = [(0, None)] * len(pairs) + [(0, DEEP_SHARE * of) for of in need] + [(0, None)] * queues
    found = linprog(cost, A_ub=np.vstack([-short, use]), b_ub=np.concatenate([-need, work]), bounds=bounds)
    assert found.status == 0
    return float(found.fun)


@pytest.mark.parametrize("seed", range(25))
def test_two_least_cuts_cost_what_the_best_sharing_out_costs(seed: int) -> None:
    rng = np.random.default_rng(seed)
    groups, queues = int(rng.integers(1, 5)), int(rng.integers(1, 5))
    skills = (rng.random((groups, queues)) < 0.5).astype(np.uint8)
    skills[np.arange(groups), rng.integers(0, queues, groups)] = 1
    need = rng.integers(0, 6, (1, queues)).astype(float)
    work = rng.integers(0, 9, groups) / 2
    cuts, steps = cover_cuts(skills), np.stack([need[0] * (1 - DEEP_SHARE), need[0]])  # the deep part, and all

    one_less = (work @ cuts.reach - 0.5 * cuts.reach[0])[None]
    points = short_points(
        one_less, 0, cuts.reach, 0, 0.5, (steps @ cuts.outside)[None], steps.sum(axis=1)[None],
        np.array([DEEP - SHALLOW, SHALLOW]),
    )  # fmt: skip

    assert points == pytest.approx(by_linear_program(skills, need[0], work), abs=1e-7)


def test_the_last_cut_is_everybody_and_their_number_has_a_limit() -> None:
    few = cover_cuts(np.eye(3, dtype=np.uint8))
    many = cover_cuts(np.eye(12, dtype=np.uint8))

    assert few.reach.shape == (3, 8)
    assert few.reach[:, few.everybody].tolist() == [1, 1, 1]
    assert many.reach.shape == (12, MOST_CUTS)
    assert many.reach[:, many.everybody].all()


def slots_points(slots: np.ndarray, need: np.ndarray) -> float:
    """Points of short cover of whole slots, two of them an interval."""
    short = np.maximum(0.0, need - slots / 2)
    deep = np.maximum(0.0, short - DEEP_SHARE * need)
    return float(((short - deep) * 10 + deep * 15).sum())


@pytest.mark.parametrize("seed", range(12))
def test_no_way_of_giving_whole_slots_to_queues_is_better(seed: int) -> None:
    rng = np.random.default_rng(seed)
    skills = np.array([[1, 1, 0], [0, 1, 1], [1, 0, 0]], dtype=np.uint8)
    slots = rng.integers(0, 4, 3)
    need = rng.integers(0, 4, (1, 3)).astype(float)
    names = dict.fromkeys(Arena._fields, 0)
    problem = Arena(
        **names
        | {
            "need": need,
            "skills": skills,
            "intervals": 1,
            "short_points": 10.0,
            "deep_points": 15.0,
            "deep_share": DEEP_SHARE,
            "contacts": no_contacts(1, 3),
        }
    )

    flow = shared_out(problem, slots[None] / 2, 2, np.zeros(0))[0]

    every = [
        slots_points(np.array([a + slots[2], slots[0] - a + b, slots[1] - b]), need[0])
        for a, b in product(range(slots[0] + 1), range(slots[1] + 1))
    ]
    assert flow.sum(axis=1).tolist() == slots.tolist()
    assert not flow[skills == 0].any()
    assert slots_points(flow.sum(axis=0), need[0]) == pytest.approx(min(every), abs=1e-9)
