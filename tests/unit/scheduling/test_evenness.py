"""Even shares: what a role carries is shared out among those of the role who can carry it, and among nobody else."""

from dataclasses import replace

import numpy as np
import pytest

from domain.roster import PlanningWindow
from scheduling.arena import arena
from scheduling.cover_state import roster_state, uneven_points
from scheduling.cover_terms import cover_terms
from scheduling.day_grid import DayGrid, needed_agents
from scheduling.evenness import burdens
from scheduling.objective import carried
from scheduling.path_labels import OFF
from scheduling.prices import start_prices
from scheduling.relaxation import relaxed
from scheduling.rules.fairness import apart_from_shares
from scheduling.staff_tables import staff_tables
from tests.builders import MONDAY, NIGHT, person, requirement, shift, site

PEOPLE = (person("A0001", consents=True), person("A0002", consents=True), person("A0003"), person("L001", role="lead"))


def test_a_weekend_of_a_lead_is_nobody_elses_share() -> None:
    built = site(PEOPLE, [shift(), NIGHT])
    staff = staff_tables(built, PlanningWindow(MONDAY, 7))
    of = {(burden.kind, burden.role): burden for burden in burdens(built, staff)}
    tours = np.full((4, 7), OFF)
    tours[0, [5, 6]] = tours[3, [5, 6]] = 0

    agents, leads = of["weekend", "agent"], of["weekend", "lead"]

    assert carried(agents, tours).tolist() == [2, 0, 0, 0]
    assert carried(leads, tours).tolist() == [0, 0, 0, 2]
    assert apart_from_shares(carried(agents, tours), agents.share) == pytest.approx(2 - 2 / 3 - 1)
    assert apart_from_shares(carried(leads, tours), leads.share) == 0


def test_nights_are_shared_by_those_who_agreed_to_them() -> None:
    built = site(PEOPLE, [shift(), NIGHT])
    staff = staff_tables(built, PlanningWindow(MONDAY, 7))

    (nights,) = [burden for burden in burdens(built, staff) if burden.kind == "night"]

    assert nights.role == "agent"
    assert nights.share.tolist() == [0.5, 0.5, 0, 0]


def test_the_bound_asks_for_too_many_and_too_few_what_they_cost() -> None:
    built, window = site(PEOPLE, [shift(), NIGHT]), PlanningWindow(MONDAY, 14)
    staff, grid = staff_tables(built, window), DayGrid(window, 30)
    of = arena(built, staff, grid, needed_agents(built, requirement(14, "09:00", "18:00", 1), grid))
    tours = np.full((4, 14), OFF)
    tours[0, [5, 6, 12, 13]] = 0
    state, none = roster_state(of, cover_terms(of), tours), start_prices(of)
    apart = state.carried - of.share * state.carried.sum(axis=1, keepdims=True)
    too_many_or_few = np.stack([apart > 1, apart < -1])

    asked = replace(none, burden=too_many_or_few * of.burden_points[:, None])

    points = relaxed(of, asked, 1, tours).bound - relaxed(of, none, 1, tours).bound
    assert too_many_or_few.any(axis=(1, 2)).all()
    assert points == pytest.approx(sum(uneven_points(of, of_kind, kind) for kind, of_kind in enumerate(state.carried)))
