"""Every published value for Erlang B, C, A and M/M/c/K that an independent computation reproduces."""

import pytest

from bench.reference_values import COMPUTED, Row, published_rows, row_name
from tests.shared import needs_shared


@needs_shared
@pytest.mark.parametrize("row", published_rows(reproduces=True), ids=row_name)
def test_a_published_value_is_reproduced(row: Row) -> None:
    assert COMPUTED[row["model"]](row) == pytest.approx(float(row["published"]), rel=0, abs=float(row["tolerance"]))


@needs_shared
@pytest.mark.parametrize("row", published_rows(reproduces=False), ids=row_name)
def test_a_published_value_marked_wrong_is_not_reproduced(row: Row) -> None:
    assert COMPUTED[row["model"]](row) != pytest.approx(float(row["published"]), rel=0, abs=float(row["tolerance"]))


@needs_shared
def test_no_published_row_of_the_models_is_left_out() -> None:
    assert len(published_rows(reproduces=True)) == 117
    assert len(published_rows(reproduces=False)) == 3
    assert {row["model"] for row in published_rows(reproduces=True)} == set(COMPUTED)
