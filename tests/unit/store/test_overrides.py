"""Overrides in the database: given, listed, withdrawn once, never changed, each act in the audit trail."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, update

from domain.errors import WfmError
from domain.overrides import OverrideError, OverrideKind, OverrideOrder
from store.audit_trail import list_audit
from store.database import writing
from store.overrides import add_override, list_overrides, overrides_in_force, withdraw_override
from store.tables import override_withdrawals, overrides
from tests.unit.store.small import SEOUL, stamp


def order(why: str = "mailing", value: float = 1.2) -> OverrideOrder:
    zone = ZoneInfo(SEOUL)
    span = datetime(2026, 3, 3, tzinfo=zone), datetime(2026, 3, 4, tzinfo=zone)
    return OverrideOrder("general", *span, OverrideKind.FACTOR, value, why)


def test_an_override_is_read_back_as_it_was_given(engine: Engine) -> None:
    given = add_override(engine, "bank", order(), stamp())
    assert overrides_in_force(engine, "bank", SEOUL) == (given,)
    assert (given.order, given.who, given.at) == (order(), "night", stamp().at)
    assert overrides_in_force(engine, "other", SEOUL) == ()


def test_a_withdrawn_override_stays_in_the_list_with_who_when_and_why(engine: Engine) -> None:
    first, second = (add_override(engine, "bank", order(value=value), stamp()) for value in (1.2, 1.3))
    gone = withdraw_override(engine, "bank", first.id, "called off", stamp(5), SEOUL)
    assert overrides_in_force(engine, "bank", SEOUL) == (second,)
    assert list_overrides(engine, "bank", SEOUL)[0] == gone
    assert gone.withdrawal is not None
    assert (gone.withdrawal.who, gone.withdrawal.at, gone.withdrawal.why) == ("night", stamp(5).at, "called off")


def test_every_act_is_in_the_audit_trail(engine: Engine) -> None:
    given = add_override(engine, "bank", order(), stamp())
    withdraw_override(engine, "bank", given.id, "called off", stamp(5), SEOUL)
    span = "general, 2026-03-03 00:00 to 2026-03-04 00:00, x1.2"
    assert [(line.what, line.detail) for line in list_audit(engine, "bank")] == [
        ("override withdrawn", f"{given.id}: {span}: called off"),
        ("override added", f"{given.id}: {span}: mailing"),
    ]


def test_an_override_is_withdrawn_once_and_only_by_its_site(engine: Engine) -> None:
    given = add_override(engine, "bank", order(), stamp())
    with pytest.raises(OverrideError, match=f"site other has no override {given.id}"):
        withdraw_override(engine, "other", given.id, "called off", stamp())
    withdraw_override(engine, "bank", given.id, "called off", stamp())
    with pytest.raises(OverrideError, match="was withdrawn before, 2026-03-02 01:00 UTC by night"):
        withdraw_override(engine, "bank", given.id, "once more", stamp())


def test_neither_an_override_nor_a_withdrawal_comes_without_a_reason(engine: Engine) -> None:
    with pytest.raises(OverrideError, match="a reason is required"):
        add_override(engine, "bank", order(why=" \n"), stamp())
    given = add_override(engine, "bank", order(), stamp())
    with pytest.raises(OverrideError, match="a reason is required"):
        withdraw_override(engine, "bank", given.id, "", stamp())
    assert overrides_in_force(engine, "bank", SEOUL) == (given,)


def test_the_database_refuses_to_change_or_delete_what_was_given_or_withdrawn(engine: Engine) -> None:
    given = add_override(engine, "bank", order(), stamp())
    withdraw_override(engine, "bank", given.id, "called off", stamp())
    deeds = [update(overrides).values(value=2.0), override_withdrawals.delete()]
    for deed in deeds:
        with pytest.raises(WfmError, match="overrides are only added and withdrawn"), writing(engine) as connection:
            connection.execute(deed)
    assert list_overrides(engine, "bank", SEOUL)[0].override == given
