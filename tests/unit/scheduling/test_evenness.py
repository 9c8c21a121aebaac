"""Even shares: what a role carries is shared out among those of the role who can carry it, and among nobody else."""

import numpy as np
import pytest

from domain.roster import PlanningWindow
from scheduling.evenness import burdens
from scheduling.objective import carried
from scheduling.path_labels import OFF
from scheduling.rules.fairness import apart_from_shares
from scheduling.staff_tables import staff_tables
from tests.builders import MONDAY, NIGHT, person, shift, site

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
