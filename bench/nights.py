"""Nights measured: killed at random moments, beside each other and beside planners, and on a large site.

    python -m bench.nights [--parts PART ...] [--kills N] [--kills-postgres N] [--planners N] [--rounds N] [--seed N]

A part is a module of bench/nights_parts: it prints its tables and gives what was promised. Linear algebra with threads
of its own does not survive the forks of `kills`: set OPENBLAS_NUM_THREADS=1.
"""

import os
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from bench import nights_parts
from bench.night_counts import take_counts
from bench.parts import run_parts

if __name__ == "__main__":
    sys.exit(run_parts(nights_parts, "Nights measured.", take_counts(sys.argv[1:])))
