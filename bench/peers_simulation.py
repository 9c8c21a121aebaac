"""The same day in the simulators that people take from the shelf: simpy and ciw, each as its own manual shows.

One queue, exponential handling and patience, Poisson arrivals and agents that change by the half-hour; who leaves
finishes the contact in hand. A day takes them seconds, so one is measured.
"""

from dataclasses import dataclass

import numpy as np

INTERVAL_S = 1800.0


@dataclass(frozen=True, slots=True)
class Day:
    """Mean contacts and agents by half-hour, mean handling time and patience in seconds."""

    offered: np.ndarray
    agents: np.ndarray
    aht_s: float
    patience_s: float

    @property
    def length_s(self) -> float:
        """Length of the day."""
        return INTERVAL_S * self.offered.size


def simpy_response_rate(day: Day, seed: int) -> float:
    """A process for each contact, which waits for an agent or its patience; those not at work hold their own place."""
    import simpy

    chance, environment = np.random.default_rng(seed), simpy.Environment()
    most = int(day.agents.max())
    agents = simpy.PriorityResource(environment, capacity=most)
    counts = {"offered": 0, "answered": 0}

    def contact():
        counts["offered"] += 1
        with agents.request(priority=1) as asked:
            yield asked | environment.timeout(chance.exponential(day.patience_s))
            if asked.triggered:
                counts["answered"] += 1
                yield environment.timeout(chance.exponential(day.aht_s))

    def away(interval: int):
        with agents.request(priority=0) as asked:
            yield asked
            yield environment.timeout(max((interval + 1) * INTERVAL_S - environment.now, 0.0))

    def arrivals():
        for interval, mean in enumerate(day.offered):
            for _ in range(most - int(day.agents[interval])):
                environment.process(away(interval))
            until = (interval + 1) * INTERVAL_S
            while mean > 0:
                gap = chance.exponential(INTERVAL_S / mean)
                if environment.now + gap > until:
                    break
                yield environment.timeout(gap)
                environment.process(contact())
            yield environment.timeout(until - environment.now)

    environment.process(arrivals())
    environment.run()
    return counts["answered"] / counts["offered"]


def ciw_response_rate(day: Day, seed: int) -> float:
    """A network of one node with a schedule of servers, reneging customers and arrivals by interval.

    Its schedule relieves every server at each change: the busy finish beside as many new ones as are scheduled.
    """
    import ciw

    ends = [INTERVAL_S * (k + 1) for k in range(day.offered.size)]
    network = ciw.create_network(
        arrival_distributions=[
            ciw.dists.PoissonIntervals(
                rates=list(day.offered / INTERVAL_S), endpoints=ends, max_sample_date=day.length_s
            )
        ],
        service_distributions=[ciw.dists.Exponential(rate=1 / day.aht_s)],
        reneging_time_distributions=[ciw.dists.Exponential(rate=1 / day.patience_s)],
        number_of_servers=[
            ciw.Schedule(numbers_of_servers=[int(n) for n in day.agents], shift_end_dates=ends, preemption=False)
        ],
    )
    ciw.seed(seed)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(day.length_s)
    kinds = [record.record_type for record in simulation.get_all_records()]
    answered = kinds.count("service")
    return answered / (answered + kinds.count("renege"))
