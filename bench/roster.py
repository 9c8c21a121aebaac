"""The roster engine measured: known sites, very many people; every roster judged from its files.

    python -m bench.roster [--parts PART ...]

A part is a module of bench/roster_parts: it prints its tables and gives what was promised. Leave the machine to it: a
time limit is part of what is measured.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from rich.console import Console

from bench import roster_parts
from bench.target import Target, target_table

FOLDER = Path(roster_parts.__file__).parent
PARTS = tuple(sorted(part.stem for part in FOLDER.glob("[a-z]*.py")))


def main(arguments: Sequence[str]) -> int:
    """Print the tables of the named parts, of all where none is named; then everything promised."""
    parser = argparse.ArgumentParser(prog="bench.roster", description="The roster engine measured.")
    parser.add_argument("--parts", nargs="+", choices=PARTS, help="these parts alone")
    given = parser.parse_args(arguments)
    console = Console(width=None if sys.stdout.isatty() else 150)
    found: list[Target] = []
    for part in given.parts or PARTS:
        console.rule(part)
        found += import_module(f"bench.roster_parts.{part}").targets(console)
    console.print(target_table(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
