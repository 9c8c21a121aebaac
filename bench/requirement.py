"""The requirement measured: formulas, days through time, the simulator, skills, e-mail, curves; peers run beside.

    python -m bench.requirement [--parts PART ...]

A part is a module of bench/requirement_parts: it prints its tables and gives what was promised. Peers come from
bench/requirements.txt (`make bench`); where one is absent that is said, and the product's own figures are still made.
"""

import sys

from bench import requirement_parts
from bench.parts import run_parts

if __name__ == "__main__":
    sys.exit(run_parts(requirement_parts, "The requirement measured.", sys.argv[1:]))
