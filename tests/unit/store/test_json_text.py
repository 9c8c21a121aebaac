"""JSON holds only what JSON knows, in a stated order, with Korean as Korean."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from store.json_text import json_text, plain


class Status(StrEnum):
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Gap:
    share: float
    night: date


def test_keys_keep_their_order_or_are_sorted() -> None:
    assert json_text({"b": 1, "a": 2}) == '{\n  "b": 1,\n  "a": 2\n}\n'
    assert json_text({"b": 1, "a": 2}, sort_keys=True) == '{\n  "a": 2,\n  "b": 1\n}\n'


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (float("nan"), None),
        (float("inf"), None),
        (np.float64(0.5), 0.5),
        (np.int64(7), 7),
        (np.bool_(True), True),
        (True, True),
        (np.array([1, 2]), [1, 2]),
        (date(2026, 3, 2), "2026-03-02"),
        (datetime(2026, 3, 2, 1, tzinfo=UTC), "2026-03-02T01:00:00+00:00"),
        (pd.Timestamp("2026-03-02"), "2026-03-02T00:00:00"),
        (pd.NaT, None),
        (Status.DONE, "done"),
        (Path("a") / "b", "a/b"),
        ({"b", "a"}, ["a", "b"]),
        ((1, None), [1, None]),
        ({date(2026, 3, 2): 1, 5: 2}, {"2026-03-02": 1, "5": 2}),
        (Gap(0.01, date(2026, 3, 2)), {"share": 0.01, "night": "2026-03-02"}),
    ],
)
def test_a_value_is_put_in_plain_types(value: object, expected: object) -> None:
    assert plain(value) == expected
    assert type(plain(value)) is type(expected)


def test_what_has_no_form_in_json_is_refused() -> None:
    with pytest.raises(TypeError, match="object has no form in JSON"):
        plain(object())
