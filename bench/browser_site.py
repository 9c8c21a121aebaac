"""A site folder with a published night, for measuring screens: a given site, calls made up for it, one real night.

python -m bench.browser_site --from SITE --out DIR [--seconds 60]
"""

import argparse
import shutil
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from domain.site_config import read_site_config
from pipeline.engine import chosen_engine
from pipeline.ingest import ingest
from pipeline.nightly import NightOrder, run_night
from pipeline.schedule_run import SolveLimits
from pipeline.simulated_history import simulated_history
from store.csv_files import write_csv

FIRST, DAYS = date(2026, 12, 7), 28  # the window that the given sites are made for
HISTORY_DAYS = 280


def made_site(source: Path, folder: Path, seconds: float) -> Path:
    """The folder: the source's files but for its requirement, history up to the window, and the night before it."""
    folder.mkdir(parents=True)
    for file in source.iterdir():
        if file.is_file() and file.name != "requirement.csv":
            shutil.copy(file, folder / file.name)
    config = read_site_config(folder / "site.toml")
    calls = simulated_history(config, FIRST - timedelta(days=HISTORY_DAYS), FIRST - timedelta(days=1), seed=7)
    export = folder.with_name(f"{folder.name}_history.csv")
    write_csv(export, calls)
    ingest(folder, [export])
    limits = SolveLimits(seconds, 0.01, 0)
    run_night(NightOrder(folder, FIRST - timedelta(days=1), DAYS, limits, chosen_engine("local", None, 1)))
    return folder


def main(arguments: Sequence[str]) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="A site with a night, to measure screens on.")
    parser.add_argument("--from", dest="source", type=Path, required=True, help="site folder to copy")
    parser.add_argument("--out", type=Path, required=True, help="the new folder")
    parser.add_argument("--seconds", type=float, default=60, help="what the roster's search may take")
    given = parser.parse_args(arguments)
    print(made_site(given.source, given.out, given.seconds))


if __name__ == "__main__":
    main(sys.argv[1:])
