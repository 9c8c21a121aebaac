"""Looking into JSON that a run wrote earlier: what is not of the kind expected counts as absent."""

import sys
from collections.abc import Mapping

from store.json_text import Json


def as_object(value: object) -> Mapping[str, Json]:
    """The value where it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def as_objects(value: object) -> list[Mapping[str, Json]]:
    """The objects of a list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def as_texts(value: object) -> list[str]:
    """The items of a list, as text."""
    return [str(item) for item in value] if isinstance(value, list) else []


def as_number(value: object) -> float | None:
    """The value where it is a number that is finite and no larger than a float."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= sys.float_info.max:
        return None
    return float(value)
