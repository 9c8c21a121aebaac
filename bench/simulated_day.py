"""Days of the made-up day of calls, simulated: the rate runs within half-hours as the requirement takes it to run."""

import numpy as np

from bench.day_of_calls import AHT_S, INTERVAL_MIN, PATIENCE_S, QUEUE, counts_of_the_day, queue_of, the_day
from domain.site_config import Goal
from staffing.compiling import FloatArray, IntArray
from staffing.live_rows import live_traffic
from staffing.simulation.figures import SimulatedFigures, figures
from staffing.simulation.model import AgentGroup, Stream
from staffing.simulation.simulate import simulate
from staffing.simulation.simulated import Simulated
from staffing.through_time.rate_shape import rate_shape
from staffing.through_time.traffic import extended

STRETCHES, BEFORE, JOBS = 6, 4, 2  # of five minutes in a half-hour; half-hours before the day


def contacts_by_stretch() -> FloatArray:
    """Mean contacts of each five minutes, a half-hour a row, every day being like this one."""
    longer, _, own = extended(live_traffic(queue_of(Goal()), the_day(), INTERVAL_MIN))
    edges = np.tile(np.arange(STRETCHES + 1) / STRETCHES, (longer.offered.size, 1))
    parts = np.diff(rate_shape(longer).up_to(edges), axis=1)[own]
    contacts: FloatArray = counts_of_the_day()[:, None] * parts
    return contacts


def simulated_day(
    agents: IntArray, days: int, seed: int, confidence: float = 0.95, by_day: bool = False
) -> SimulatedFigures:
    """Figures of the 48 half-hours, or of the whole day, with these agents in each half-hour.

    The day's last two hours stand before it, as if every day were like it; theirs are the last figures, to be left out.
    """
    return figures(days_simulated(agents, days, seed), parts_of_the_day(by_day), confidence)


def parts_of_the_day(by_day: bool) -> IntArray:
    """Which half-hour, or the one day, each five minutes belong to; what goes before comes last."""
    own = np.zeros(48, dtype=np.int64) if by_day else np.arange(48)
    return np.concatenate([np.full(BEFORE * STRETCHES, own.max() + 1), np.repeat(own, STRETCHES)])


def days_simulated(agents: IntArray, days: int, seed: int) -> Simulated:
    """The days by five minutes, two hours before them first."""
    lead, length_s = BEFORE * STRETCHES, 60.0 * INTERVAL_MIN / STRETCHES
    contacts, at_work = contacts_by_stretch().reshape(-1), np.repeat(agents, STRETCHES)
    contacts, at_work = (np.concatenate([of_day[-lead:], of_day]) for of_day in (contacts, at_work))
    stream = Stream(QUEUE, contacts, np.full(contacts.size, AHT_S), PATIENCE_S, 20.0)
    group = AgentGroup((0,), np.arange(contacts.size, dtype=np.float64) * length_s, at_work)
    return simulate([stream], [group], length_s, days, seed, jobs=JOBS)
