"""Every row and column of the exact values for Erlang B, C and A, n = 1 to 2,000: relative 1e-9."""

import numpy as np
import pandas as pd
import pytest

from staffing.erlang import erlang_b, erlang_c
from staffing.queue_figures import queue_figures
from tests.shared import SHARED, needs_shared

ASKED = 1e-9
BELOW_REFERENCE = (
    1e-40  # the reference was computed with 40 digits; smaller values in it are rounding (one is negative)
)
AHT_S = 180.0

pytestmark = needs_shared


def exact_rows() -> pd.DataFrame:
    return pd.read_csv(SHARED / "vectors" / "exact.csv")


def worst(ours: np.ndarray, exact: pd.Series) -> str:
    off = np.abs(ours - exact.to_numpy()) - ASKED * np.abs(exact.to_numpy())
    row = int(np.argmax(off))
    return f"row {row + 2}: {ours[row]!r} instead of {exact[row]!r}"


def assert_agrees(ours: np.ndarray, exact: pd.Series) -> None:
    assert len(exact) == 84
    assert np.allclose(ours, exact, rtol=ASKED, atol=BELOW_REFERENCE), worst(ours, exact)


def test_erlang_b_is_exact() -> None:
    rows = exact_rows()
    assert_agrees(erlang_b(rows["load"], rows["n"]), rows["erlang_b"])


def test_erlang_c_is_exact() -> None:
    rows = exact_rows()
    assert_agrees(erlang_c(rows["load"], rows["n"]), rows["erlang_c"])


@pytest.mark.parametrize(
    ("figure", "column", "unit_s"),
    [
        ("p_wait", "erlangA_pwait", 1.0),
        ("p_abandon", "erlangA_pab", 1.0),
        ("wait_s", "erlangA_EW_over_aht", AHT_S),
        ("occupancy", "erlangA_occ", 1.0),
        ("service_level", "erlangA_served_within_t", 1.0),
    ],
)
def test_erlang_a_is_exact(figure: str, column: str, unit_s: float) -> None:
    rows = exact_rows()
    reached = queue_figures(rows["load"], rows["n"], AHT_S, AHT_S / rows["theta_over_mu"], AHT_S * rows["t_over_aht"])
    assert_agrees(getattr(reached, figure) / unit_s, rows[column])
