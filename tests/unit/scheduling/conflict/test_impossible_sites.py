"""Where no roster exists the smallest conflict is named, and without any one member of it a roster exists."""

import time
from collections.abc import Callable

import numpy as np
import pytest

from domain.errors import NoRosterError
from domain.roster import Roster
from domain.site import Site
from scheduling.arena import arena
from scheduling.audit import audit
from scheduling.conflict.case import Case, case_of
from scheduling.conflict.decision import Effort, decision
from scheduling.conflict.members import without
from scheduling.conflict.musts import ConflictError, MustPlan, conflict_json
from scheduling.cover_terms import cover_terms
from scheduling.day_grid import DayGrid
from scheduling.engine import make_roster
from scheduling.explain import short_intervals, short_leads
from scheduling.naming import named_roster
from scheduling.objective import objective
from scheduling.options import SolveOptions
from scheduling.staff_tables import staff_tables
from tests.unit.scheduling.conflict.impossible import LOCKS_ALONE, SITES, WEEK, Impossible, without_must

LONG = Effort(60)
by_site = pytest.mark.parametrize("made", SITES, ids=lambda made: made.__name__)


def options(of: Impossible) -> SolveOptions:
    return SolveOptions(clock=time.monotonic, time_limit_s=60, gap=0.99, locks=of.locks)


def refused(of: Impossible, site: Site) -> ConflictError:
    with pytest.raises(NoRosterError) as found:
        make_roster(site, of.needed, WEEK, options(of))
    assert found.value.exit_code == 5
    assert isinstance(found.value, ConflictError)
    return found.value


def roster_of(case: Case, of: Impossible) -> Roster:
    """The roster that a decision gives as its witness."""
    found = decision(case, LONG)
    assert found.verdict == "exists"
    staff, grid = staff_tables(case.site, WEEK), DayGrid(WEEK, 30)
    needs = {queue.id: case.needs.get(queue.id, 0.0) for queue in case.site.queues}
    problem = arena(case.site, staff, grid, needs)
    state = MustPlan(case, found.witness).state(problem, cover_terms(problem))
    return named_roster(case.site, staff, grid, problem, state, np.zeros(0))


@by_site
def test_the_conflict_is_named_in_one_sentence_with_its_members(made: Callable[[], Impossible]) -> None:
    of = made()

    error = refused(of, of.site)

    assert {(member.kind, member.of) for member in error.conflict.members} == of.members
    assert str(error).startswith("No roster exists")
    assert of.words in str(error)
    assert ". " not in str(error).replace("csv: ", "") and "\n" not in str(error)
    assert conflict_json(error.conflict)["smallest"] is True
    assert conflict_json(error.conflict)["by_grid_of_breaks"] is False


@by_site
def test_without_any_one_member_a_legal_roster_exists_that_keeps_the_others(made: Callable[[], Impossible]) -> None:
    of = made()
    whole = case_of(of.site, of.needed, WEEK, of.locks)
    assert decision(whole, LONG).verdict == "none"

    for member in refused(of, of.site).conflict.members:
        case = without(whole, [member])
        roster = roster_of(case, of)
        assert audit(case.site, roster, of.needed).hard_broken == 0, member
        short = objective(case.site, staff_tables(case.site, WEEK), roster, of.needed).short_by_queue
        assert all(short[queue] < 1e-6 for queue, need in case.needs.items() if need.any()), member
        kept = {lock.duty for lock in case.locks}
        assert {(duty.agent_id, duty.day, duty.shift) for duty in kept} <= {
            (duty.agent_id, duty.day, duty.shift) for duty in roster.duties
        }, member


@by_site
def test_with_wishes_instead_of_musts_a_legal_roster_says_who_was_kept_off(made: Callable[[], Impossible]) -> None:
    of = made()
    free = without_must(of.site)
    if made in LOCKS_ALONE:
        assert {(member.kind, member.of) for member in refused(of, free).conflict.members} == of.members
        return

    outcome = make_roster(free, of.needed, WEEK, options(of))

    assert outcome.audit.hard_broken == 0
    short = short_intervals(free, outcome.roster, of.needed)
    leads = short_leads(free, outcome.roster, outcome.terms.leads)
    assert short or leads
    for interval in short:
        able = [agent for agent in free.agents if interval.queue in agent.skills]
        assert sum(interval.why.values()) == len(able)
    for interval in leads:
        assert sum(interval.why.values()) == len(free.leads)
