"""The roster engine measured: known sites, very many people; every roster judged from its files.

    python -m bench.roster [--parts PART ...]

A part is a module of bench/roster_parts: it prints its tables and gives what was promised. Leave the machine to it: a
time limit is part of what is measured.
"""

import sys

from bench import roster_parts
from bench.parts import run_parts

if __name__ == "__main__":
    sys.exit(run_parts(roster_parts, "The roster engine measured.", sys.argv[1:]))
