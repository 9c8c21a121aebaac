"""Where meals and rests may lie by the rules alone, on no grid: what a proof that no roster exists may reckon with."""

from dataclasses import dataclass

from domain.rule_parameters import RuleParameters
from domain.shifts import Shift


@dataclass(frozen=True, slots=True)
class LooseStretch:
    """So many minutes away from work within [first, last) minutes after the shift's start."""

    length_min: int
    first_min: int
    last_min: int


def loose_stretches(shift: Shift, parameters: RuleParameters) -> list[LooseStretch]:
    """The meal within its window, and all rests together away from the duty's ends."""
    found = []
    if shift.meal_min:
        found.append(
            LooseStretch(shift.meal_min, max(0, shift.meal_from_min), min(shift.span_min, shift.meal_until_min))
        )
    if shift.rest_count and shift.rest_min:
        apart = parameters.rest_apart_minutes
        found.append(LooseStretch(shift.rest_count * shift.rest_min, apart, shift.span_min - apart))
    return found
