"""Published values of queues with few customers."""

import pytest

from staffing.finite_source import repair_figures

# Peck and Hazelwood, Finite Queuing Tables (Wiley 1958), population 5, as reprinted in Heizer and Render, Operations
# Management, module D: service factor X = T / (T + U), channels M, probability of a delay D, efficiency F.
TABLE = [
    (0.012, 1, 0.048, 0.999),
    (0.025, 1, 0.100, 0.997),
    (0.050, 1, 0.198, 0.989),
    (0.060, 1, 0.237, 0.983),
    (0.070, 1, 0.275, 0.977),
    (0.080, 1, 0.313, 0.969),
    (0.090, 1, 0.350, 0.960),
    (0.090, 2, 0.044, 0.998),
    (0.100, 1, 0.386, 0.950),
    (0.100, 2, 0.054, 0.997),
]


@pytest.mark.parametrize(("factor", "channels", "delayed", "efficiency"), TABLE)
def test_the_finite_queuing_tables_of_five_machines(
    factor: float, channels: int, delayed: float, efficiency: float
) -> None:
    found = repair_figures(5, channels, factor / (1 - factor))
    assert found.p_wait == pytest.approx(delayed, abs=0.00051)
    assert (5 - found.waiting) / 5 == pytest.approx(efficiency, abs=0.00051)


def test_five_printers_of_which_each_needs_two_hours_after_twenty() -> None:
    """Heizer and Render, module D: on average 0.64 printers are down with one technician, 0.46 with two."""
    one, two = (repair_figures(5, technicians, 2 / 20) for technicians in (1, 2))
    assert one.busy + one.waiting == pytest.approx(0.64, abs=0.005)
    assert two.busy + two.waiting == pytest.approx(0.46, abs=0.005)
