"""Two nights at once and one beside planners, each once; prints what came of both as JSON. Run as a program.

    python -m tests.cli.nights_at_once FOLDER [URL of a PostgreSQL server]

Nights and planners are forked children of one process that has imported the rooms, so that all of it takes seconds.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from bench.busy_nights import beside_planners, two_at_once
from bench.killed_nights import Copies
from bench.nights_parts.kills import shorten_search
from bench.nights_parts.together import night_of, prepared
from pipeline.code_version import code_version

PLANNERS = 3


def main(folder: Path, server: str | None) -> None:
    code_version()  # read once for all children: a source file saved meanwhile would make it another program
    shorten_search()
    copies = Copies(folder, server)
    start, expected = prepared(copies)
    pair = two_at_once(copies, start, night_of, expected)
    beside = beside_planners(copies, start, night_of, expected, PLANNERS)
    print(json.dumps({"pair": asdict(pair), "beside": asdict(beside)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)
