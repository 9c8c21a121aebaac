"""A measurement in parts: modules of one folder, each of which prints its tables and gives what was promised."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType

from rich.console import Console

from bench.target import Target, target_table


def run_parts(folder: ModuleType, description: str, arguments: Sequence[str]) -> int:
    """Print the tables of the named parts of the folder, of all where none is named; then everything promised."""
    place = Path(next(iter(folder.__path__)))
    parts = tuple(sorted(part.stem for part in place.glob("[a-z]*.py")))
    parser = argparse.ArgumentParser(prog=folder.__name__.removesuffix("_parts"), description=description)
    parser.add_argument("--parts", nargs="+", choices=parts, help="these parts alone")
    given = parser.parse_args(arguments)
    console = Console(width=None if sys.stdout.isatty() else 150)
    found: list[Target] = []
    for part in given.parts or parts:
        console.rule(part)
        found += import_module(f"{folder.__name__}.{part}").targets(console)
    console.print(target_table(found))
    return 0
