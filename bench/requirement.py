"""The requirement measured: formulas, days through time, the simulator, skills, e-mail, curves; peers run beside.

    python -m bench.requirement [--parts PART ...]

A part is a module of bench/requirement_parts: it prints its tables and gives what was promised. Peers come from
bench/requirements.txt (`make bench`); where one is absent that is said, and the product's own figures are still made.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from rich.console import Console

from bench import requirement_parts
from bench.target import Target, target_table

FOLDER = Path(requirement_parts.__file__).parent
PARTS = tuple(sorted(part.stem for part in FOLDER.glob("[a-z]*.py")))


def main(arguments: Sequence[str]) -> int:
    """Print the tables of the named parts, of all where none is named; then everything promised."""
    parser = argparse.ArgumentParser(prog="bench.requirement", description="The requirement measured.")
    parser.add_argument("--parts", nargs="+", choices=PARTS, help="these parts alone")
    given = parser.parse_args(arguments)
    console = Console(width=None if sys.stdout.isatty() else 150)
    found: list[Target] = []
    for part in given.parts or PARTS:
        console.rule(part)
        found += import_module(f"bench.requirement_parts.{part}").targets(console)
    console.print(target_table(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
