"""The same seed gives the same simulation, and the same contacts whoever works and whatever else is simulated."""

from dataclasses import replace
from time import sleep

import numpy as np
import pytest

from domain.errors import UsageError
from staffing.simulation import simulate as simulate_module
from staffing.simulation.chance import uniform
from staffing.simulation.draws import drawn_contacts
from staffing.simulation.model import AgentGroup, Routing, Stream
from staffing.simulation.parts import parts_of
from staffing.simulation.simulate import simulate, simulate_plans
from tests.unit.staffing.simulation.small import INTERVAL_S, differing, group, stream

AGENTS = group(14, 22, 17, 4)
CHUNKS, CHUNK_S = 5_000, 0.001


def test_numbers_by_place_are_those_of_splitmix64() -> None:
    """The first words of splitmix64 seeded with 1234567 (the sample output at Rosetta Code)."""
    words = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821]
    expected = [((word >> 11) + 1) / 2**53 for word in words]
    assert [uniform(np.uint64(1234567), place) for place in range(5)] == expected


def test_jobs_change_nothing() -> None:
    alone = simulate([stream()], [AGENTS], INTERVAL_S, 64, 3)
    assert differing(alone, simulate([stream()], [AGENTS], INTERVAL_S, 64, 3, jobs=4)) == []


def test_how_many_replications_are_played_at_a_time_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    together = simulate([stream()], [AGENTS], INTERVAL_S, 12, 3)
    monkeypatch.setattr(simulate_module, "CHUNK_CONTACTS", 500.0)
    assert differing(together, simulate([stream()], [AGENTS], INTERVAL_S, 12, 3)) == []


def test_plans_played_on_contacts_drawn_once_are_those_played_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    plans = [[AGENTS], [group(10, 20, 15, 2)], [group(40)]]
    monkeypatch.setattr(simulate_module, "CHUNK_CONTACTS", 3000.0)
    found = simulate_plans([stream()], plans, INTERVAL_S, 20, 3, day_cv=0.2, jobs=2)
    alone = [simulate([stream()], plan, INTERVAL_S, 20, 3, day_cv=0.2) for plan in plans]
    assert [differing(one, other) for one, other in zip(found, alone, strict=True)] == [[], [], []]
    assert found[0].answered.sum() < found[2].answered.sum()


@pytest.mark.parametrize(
    ("plans", "said"),
    [([], "no plan"), ([[AGENTS], [group(5, skills=())]], r"Plan 1: its groups have the skills \[\(\)\]")],
)
def test_plans_that_differ_in_skills_are_refused(plans: list[list[AgentGroup]], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        simulate_plans([stream()], plans, INTERVAL_S, 2, 3)


def test_a_run_that_is_stopped_leaves_what_has_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    played: list[int] = []

    def stop(share: float) -> None:
        raise KeyboardInterrupt

    def play(*chunk: tuple[int, int]) -> None:
        sleep(CHUNK_S)  # as a real one takes its time, or all could be played before the first is told
        played.append(chunk[1][0])

    monkeypatch.setattr(simulate_module, "CHUNK_CONTACTS", 500.0)
    monkeypatch.setattr(simulate_module, "play_chunk", play)
    with pytest.raises(KeyboardInterrupt):
        simulate([stream((200_000.0, 200_000.0))], [group(5)], INTERVAL_S, CHUNKS, 3, progress=stop)
    assert len(played) < CHUNKS


def test_progress_is_told_to_the_end() -> None:
    told: list[float] = []
    simulate([stream()], [AGENTS], INTERVAL_S, 500, 3, jobs=2, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1


def test_a_replication_does_not_depend_on_how_many_there_are() -> None:
    few, many = (simulate([stream()], [AGENTS], INTERVAL_S, count, 3, day_cv=0.2) for count in (5, 50))
    assert np.array_equal(few.answered, many.answered[:5])


def test_another_seed_gives_other_contacts() -> None:
    one, other = (simulate([stream()], [AGENTS], INTERVAL_S, 5, seed) for seed in (3, 4))
    assert not np.array_equal(one.offered, other.offered)


def test_the_contacts_are_the_same_whoever_works_and_whatever_stands_beside() -> None:
    one = simulate([stream()], [AGENTS], INTERVAL_S, 20, 3)
    more_agents = simulate([stream()], [group(40)], INTERVAL_S, 20, 3)
    beside = simulate([stream(), stream((5.0, 5.0, 5.0, 5.0))], [AGENTS, group(1, skills=(1,))], INTERVAL_S, 20, 3)
    shared = simulate([stream(), stream((5.0, 5.0, 5.0, 5.0))], [group(20, skills=(1, 0))], INTERVAL_S, 20, 3)
    for other in (more_agents, beside, shared):
        assert np.array_equal(one.offered[:, 0], other.offered[:, 0])
    assert np.array_equal(one.answered[:, 0], beside.answered[:, 0])


def test_contacts_come_as_a_poisson_process_of_the_rates_given() -> None:
    offered = simulate([stream()], [AGENTS], INTERVAL_S, 4000, 11).offered[:, 0]
    mean = np.array([100.0, 200.0, 150.0, 20.0])
    assert np.abs(offered.mean(axis=0) - mean).max() < 4 * np.sqrt(200 / 4000)
    assert offered.var(axis=0) == pytest.approx(mean, rel=0.1)
    assert abs(np.corrcoef(offered[:, 0], offered[:, 1])[0, 1]) < 0.06


def test_busy_days_are_busy_in_all_intervals_of_all_queues() -> None:
    steady, both = stream((400.0, 400.0)), [stream((400.0, 400.0)), stream((400.0, 400.0))]
    offered = simulate(both, [group(60, skills=(0, 1))], INTERVAL_S, 2000, 5, day_cv=0.15).offered
    expected_sd = np.sqrt(400 + (0.15 * 400) ** 2)
    assert offered.mean() == pytest.approx(400, rel=0.01)
    assert offered.std(axis=0) == pytest.approx(np.full((2, 2), expected_sd), rel=0.08)
    assert np.corrcoef(offered[:, 0, 0], offered[:, 1, 1])[0, 1] > 0.8
    by_interval = np.array([[0.0, 0.3]])
    uneven = simulate([steady], [group(30)], INTERVAL_S, 2000, 5, day_cv=by_interval).offered[:, 0]
    assert uneven.std(axis=0) == pytest.approx([20, np.sqrt(400 + 120**2)], rel=0.08)


def test_each_day_of_a_replication_has_its_own_factor() -> None:
    four: Stream = stream((400.0, 400.0, 400.0, 400.0))
    found = simulate([four], [group(60)], INTERVAL_S, 500, 5, day_cv=0.3, factor_intervals=2)
    offered = found.offered[:, 0]
    together, apart = (np.corrcoef(offered[:, 0], offered[:, k])[0, 1] for k in (1, 2))
    assert together > 0.8
    assert abs(apart) < 0.15


def test_handling_times_have_the_mean_and_the_scatter_asked_for() -> None:
    for cv, expected in ((None, 1.0), (0.6, 0.6), (1.5, 1.5)):
        part = parts_of(
            [stream((20_000.0,), handling_cv=cv)], [], INTERVAL_S, Routing.LONGEST_WAIT, np.ones(1, dtype=np.bool_)
        )[0]
        seconds = drawn_contacts(1, (0, 3), part.law, np.ones((3, 1, 1))).handling_s
        assert seconds.mean() == pytest.approx(180, rel=0.03)
        assert seconds.std() / seconds.mean() == pytest.approx(expected, rel=0.06)


def test_the_rate_runs_within_an_interval_as_its_shape_says() -> None:
    rising = np.array([[0.1, 0.2, 0.3, 0.4]] * 2)
    shaped = replace(stream((400.0, 400.0)), shape=rising)
    part = parts_of([shaped], [], INTERVAL_S, Routing.LONGEST_WAIT, np.ones(2, dtype=np.bool_))[0]
    contacts = drawn_contacts(1, (0, 200), part.law, np.ones((200, 1, 2)))
    quarter = np.floor(contacts.came_s / (INTERVAL_S / 4)).astype(int)
    assert np.bincount(quarter, minlength=8) / 200 == pytest.approx(400 * np.tile(rising[0], 2), rel=0.05)
    assert np.array_equal(contacts.interval, quarter // 4)
    even = replace(stream(), shape=np.full((4, 1), 1.0))
    assert (
        differing(simulate([stream()], [AGENTS], INTERVAL_S, 5, 3), simulate([even], [AGENTS], INTERVAL_S, 5, 3)) == []
    )


def test_days_may_be_numbered_instead_of_counted() -> None:
    four = stream((400.0, 400.0, 400.0, 400.0))
    counted, numbered = (
        simulate([four], [group(60)], INTERVAL_S, 20, 5, day_cv=0.3, factor_intervals=days)
        for days in (2, np.array([0, 0, 1, 1]))
    )
    assert differing(counted, numbered) == []
    uneven = simulate([four], [group(60)], INTERVAL_S, 500, 5, day_cv=0.3, factor_intervals=np.array([0, 1, 1, 1]))
    apart, together = (np.corrcoef(uneven.offered[:, 0, k], uneven.offered[:, 0, k + 1])[0, 1] for k in (0, 1))
    assert together > 0.8
    assert abs(apart) < 0.15
