"""A public shift-scheduling instance as its file tells it.

Sections of lines with commas; a staff line holds, after the most duties of each shift, the most and least total
minutes, the most and fewest days worked in a row, the fewest days off in a row and the most weekends worked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ShiftType:
    """A shift and those that must not begin on the day after it."""

    id: str
    minutes: int
    not_before: frozenset[str]


@dataclass(frozen=True, slots=True)
class Worker:
    """One person's limits."""

    id: str
    most_of_shift: dict[str, int]
    most_min: int
    least_min: int
    most_run: int
    least_run: int
    least_off: int
    most_weekends: int


@dataclass(frozen=True, slots=True)
class Wish:
    """A shift on a day that somebody asks for, or asks to be spared, at so many points."""

    worker: str
    day: int
    shift: str
    points: int


@dataclass(frozen=True, slots=True)
class Cover:
    """How many people a shift needs on a day, and the points of each who is missing or over."""

    day: int
    shift: str
    need: int
    under: int
    over: int


@dataclass(frozen=True, slots=True)
class Instance:
    """One instance; days are counted from 0, a Monday."""

    days: int
    shifts: tuple[ShiftType, ...]
    workers: tuple[Worker, ...]
    days_off: dict[str, frozenset[int]]
    wanted: tuple[Wish, ...]
    unwanted: tuple[Wish, ...]
    cover: tuple[Cover, ...]


def read_instance(path: Path) -> Instance:
    """The instance of a file."""
    lines: dict[str, list[list[str]]] = {}
    for section, fields in _lines(path):
        lines.setdefault(section, []).append(fields)
    return Instance(
        days=int(lines["HORIZON"][0][0]),
        shifts=tuple(
            ShiftType(name, int(minutes), frozenset(filter(None, "".join(bans).split("|"))))
            for name, minutes, *bans in lines["SHIFTS"]
        ),
        workers=tuple(_worker(fields) for fields in lines["STAFF"]),
        days_off={fields[0]: frozenset(map(int, filter(None, fields[1:]))) for fields in lines.get("DAYS_OFF", [])},
        wanted=_wishes(lines.get("SHIFT_ON_REQUESTS", [])),
        unwanted=_wishes(lines.get("SHIFT_OFF_REQUESTS", [])),
        cover=tuple(
            Cover(int(day), shift, int(need), int(under), int(over)) for day, shift, need, under, over in lines["COVER"]
        ),
    )


def _lines(path: Path) -> Iterator[tuple[str, list[str]]]:
    section = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("SECTION_"):
            section = line.strip().removeprefix("SECTION_")
        elif line.strip() and not line.startswith("#"):
            yield section, [field.strip() for field in line.split(",")]


def _worker(fields: list[str]) -> Worker:
    most_of_shift = {name: int(most) for name, most in (pair.split("=") for pair in fields[1].split("|"))}
    return Worker(fields[0], most_of_shift, *map(int, fields[2:8]))


def _wishes(lines: list[list[str]]) -> tuple[Wish, ...]:
    return tuple(Wish(worker, int(day), shift, int(points)) for worker, day, shift, points in lines)
