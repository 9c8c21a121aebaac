"""Rules that may be left unkept at a price: one duty, tour or interval that costs nothing and one that does."""

from datetime import timedelta

import numpy as np
import pytest

from domain.people import Preference
from domain.site_config import Lead
from scheduling.path_labels import OFF
from scheduling.rules import announced_duties, contacts, contract_hours, coverage, fairness, preferences, premium_pay
from scheduling.rules.lead_span import leads_needed
from tests.builders import EU, MONDAY, NIGHT, PACK, day, facts, shift

SUNDAY = MONDAY + timedelta(days=6)
ONE_LEAD = Lead(span=8)


def under_contract(paid_min: int) -> float:
    owed = contract_hours.due_min(facts(), MONDAY, MONDAY, SUNDAY)
    return float(contract_hours.points(PACK.weights, owed, np.array([paid_min]), np.array([0]))[0])


def cover_points(need: float, have: float) -> float:
    figures = np.array([need]), np.array([have])
    return coverage.short_points(PACK.weights, *figures) + coverage.over_points(PACK.weights, *figures)


def contacts_points(promised: float, answered: float) -> float:
    return contacts.contact_points(PACK.weights, *(np.array([figure]) for figure in (0.1, 9.0, promised, answered)))


def premium(of, holidays=(), pack=PACK) -> float:
    return float(premium_pay.points(pack.parameters, pack.weights, [of], [MONDAY], frozenset(holidays))[0, 0])


def wish_points(wish: Preference, worked: str) -> float:
    return preferences.points_lost(wish, MONDAY, worked, PACK.weights)


def uneven(*carried: float) -> float:
    return fairness.apart_from_shares(np.array(carried), np.full(len(carried), 1 / len(carried)))


OFF_ON_MONDAY, NO_NIGHTS = Preference("A0001", MONDAY, "off", 1.0), Preference("A0001", None, "N22", -1.0)


# What is left unkept, in each rule's own measure: leads missing, points, or duties beyond a share.
def changed(announced: tuple[int, ...], worked: tuple[int, ...]) -> float:
    return float(announced_duties.points(PACK.weights, announced, worked).sum())


ALLOWED = {
    "lead_span of eight agents under one lead": ("lead_span", leads_needed(ONE_LEAD, 8) - 1),
    "lead_span with nobody on duty": ("lead_span", leads_needed(ONE_LEAD, 0)),
    "coverage of what is needed": ("coverage", cover_points(3, 3)),
    "contacts as promised": ("contacts", contacts_points(95, 95)),
    "contract_hours of forty": ("contract_hours", under_contract(2400)),
    "premium_pay of a day shift": ("premium_pay", premium(shift())),
    "premium_pay of a night in the eu": ("premium_pay", premium(NIGHT, pack=EU)),
    "preferences for the day off that was given": ("preferences", wish_points(OFF_ON_MONDAY, "off")),
    "preferences against nights, by day": ("preferences", wish_points(NO_NIGHTS, "D09")),
    "fairness of shares within a duty": ("fairness", uneven(3, 2, 2)),
    "announced_duties as announced": ("announced_duties", changed((0, OFF), (0, OFF))),
}
FORBIDDEN = {
    "lead_span of nine agents under one lead": ("lead_span", leads_needed(ONE_LEAD, 9) - 1, 1),
    "coverage with half an agent missing": ("coverage", cover_points(3, 2.5), 5),
    "coverage with two of three missing, beyond a fifth": ("coverage", cover_points(3, 1), 0.6 * 10 + 1.4 * 15),
    "coverage with one too many": ("coverage", cover_points(3, 4), 1),
    "contacts two fewer than promised": ("contacts", contacts_points(95, 93), 2 * 0.1 * 28),
    "contract_hours of 38": ("contract_hours", under_contract(2280), 16),
    "contract_hours of 42": ("contract_hours", under_contract(2520), 9),
    "premium_pay of a night": ("premium_pay", premium(NIGHT), 8 * 1.5),
    "premium_pay of a holiday": ("premium_pay", premium(shift(), {MONDAY}), 8 * 1.5),
    "preferences for the day off that was worked": ("preferences", wish_points(OFF_ON_MONDAY, "D09"), 10),
    "preferences against nights, by night": ("preferences", wish_points(NO_NIGHTS, "N22"), 0.5),
    "fairness of one with all": ("fairness", uneven(4, 0), 1 + 1),
    "fairness of one with none": ("fairness", uneven(0, 3, 3, 2), 2 - 1),
    "announced_duties of another shift and a duty on a day off": (
        "announced_duties",
        changed((0, OFF, 2), (1, 1, 2)),
        40,
    ),
}


@pytest.mark.parametrize(("rule", "amount"), ALLOWED.values(), ids=ALLOWED.keys())
def test_what_keeps_the_rule_costs_nothing(rule: str, amount: float) -> None:
    assert amount == 0, rule


@pytest.mark.parametrize(("rule", "amount", "expected"), FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_what_does_not_keep_the_rule_costs_what_the_pack_says(rule: str, amount: float, expected: float) -> None:
    assert amount == pytest.approx(expected), rule


def test_a_day_of_leave_takes_one_workday_of_the_contract() -> None:
    six_days = PACK.parameters.model_copy(update={"contract_workdays_week": 6})

    assert contract_hours.due_min(facts(leave=[0]), MONDAY, MONDAY, day(6)) == pytest.approx(2400 * 4 / 5)
    assert contract_hours.due_min(facts(parameters=six_days, leave=[0]), MONDAY, MONDAY, day(6)) == pytest.approx(2000)
