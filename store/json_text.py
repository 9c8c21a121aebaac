"""JSON as the program writes it: the order given, Korean as Korean, and no number that JSON does not know."""

import dataclasses
import json
import math
import numbers
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from enum import Enum
from pathlib import PurePath

type Json = bool | int | float | str | list[Json] | dict[str, Json] | None


def json_text(value: object, sort_keys: bool = False) -> str:
    """The value as indented JSON with a final line feed: the same value gives the same bytes."""
    return json.dumps(plain(value), ensure_ascii=False, allow_nan=False, indent=2, sort_keys=sort_keys) + "\n"


def plain(value: object) -> Json:
    """The value in JSON's own types: dataclasses as objects, days and times as ISO text, NaN and infinity as null."""
    match value:
        case Enum():
            return plain(value.value)
        case None | bool() | str():
            return value
        case numbers.Integral():
            return int(value)
        case numbers.Real():
            return float(value) if math.isfinite(value) else None
        case date():
            return value.isoformat() if value == value else None  # pandas' NaT is a date that differs from itself
        case PurePath():
            return str(value)
    return _plain_container(value)


def plain_object(value: Mapping[str, object]) -> dict[str, Json]:
    """The mapping in JSON's own types."""
    return {key: plain(item) for key, item in value.items()}


def _plain_container(value: object) -> Json:
    match value:
        case Mapping():
            return {_key(key): plain(item) for key, item in value.items()}
        case AbstractSet():
            return [plain(item) for item in sorted(value, key=str)]
        case Sequence():
            return [plain(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    in_plain_types = getattr(value, "tolist", None)  # NumPy's truths and arrays have it
    if callable(in_plain_types):
        return plain(in_plain_types())
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def _key(key: object) -> str:
    return key if type(key) is str else str(plain(key))
