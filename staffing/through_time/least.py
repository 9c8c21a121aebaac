"""The least agents of a queue through time, and what given agents reach: the forward equations where callers leave."""

import numpy as np

from staffing.agent_search import least_agents_of_each
from staffing.compiling import IntArray
from staffing.least_agents import BINDING_WORDS
from staffing.through_time.answers import FiguresThroughTime, Goals, LeastThroughTime
from staffing.through_time.course import FINE_STEPS, STEPS, course_of
from staffing.through_time.patient import figures_without_patience, least_without_patience
from staffing.through_time.run import run
from staffing.through_time.traffic import Traffic, extended


def least_agents_through_time(traffic: Traffic, goals: Goals) -> LeastThroughTime:
    """The least agents of each interval given those before it."""
    if traffic.patience_s is None:
        return least_without_patience(traffic, goals)
    longer, _, own = extended(traffic)
    course = course_of(longer, own.start > 0, is_assured=goals.assurance is not None)
    plain = plain_agents(longer, goals)
    answers, figures = run(course, goals.asked, goals.assurance or 0.0, plain, False, own.stop)
    binding = BINDING_WORDS[answers[own, 1]]
    return LeastThroughTime(answers[own, 0], binding, FiguresThroughTime(*figures[own].T))


def figures_through_time(traffic: Traffic, agents: IntArray, is_fine: bool = False) -> FiguresThroughTime:
    """What so many agents in each interval reach; `is_fine` to six digits or so, as a check of the ordinary steps."""
    if traffic.patience_s is None:
        return figures_without_patience(traffic, agents)
    longer, places, own = extended(traffic)
    accuracy = (FINE_STEPS, False) if is_fine else (STEPS, True)
    course = course_of(longer, own.start > 0, *accuracy)
    given = np.ascontiguousarray(agents[places], dtype=np.int64)
    _, figures = run(course, Goals().asked, 0.0, given, True, own.stop)
    return FiguresThroughTime(*figures[own].T)


def plain_agents(traffic: Traffic, goals: Goals) -> IntArray:
    """Agents by Erlang A, each interval for itself and at its mean rate: where the search begins."""
    one = np.ones((traffic.offered.size, 1))
    patience_s, asked = float(traffic.patience_s or np.inf), np.tile(goals.asked, (traffic.offered.size, 1))
    asked[:, 2] /= traffic.aht_s
    found = least_agents_of_each(
        traffic.load, traffic.aht_s / patience_s, traffic.answer_within_s / traffic.aht_s, asked, (one, one)
    )
    return -(-found[:, 0] // traffic.concurrency)
