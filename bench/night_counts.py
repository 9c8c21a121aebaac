"""How often the nights of a measurement are killed, how many planners write beside one, and the seed of it all."""

import argparse
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts of one measurement; 0 kills leaves that database out."""

    kills: int = 200
    kills_postgres: int = 50
    planners: int = 8
    rounds: int = 5
    seed: int = 7


_given: list[Counts] = [Counts()]


def counts() -> Counts:
    """The counts that the command line gave."""
    return _given[-1]


def take_counts(arguments: Sequence[str]) -> list[str]:
    """Takes the options that are counts from the arguments; what is left is for the parts."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    for name, default in asdict(Counts()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, default=default)
    given, left = parser.parse_known_args(arguments)
    _given.append(Counts(**vars(given)))
    return left
