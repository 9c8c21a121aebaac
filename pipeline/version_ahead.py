"""The cover and law report of an edited version, worked out beside the server, so that no click waits for it.

The audit of a large roster takes seconds. A process of its own writes the version's files (`pipeline.roster_versions`);
whoever looks meanwhile is told that it is at work. Small rosters are worked out at once.
"""

import logging
import os
import subprocess
import sys
from pathlib import Path
from threading import Lock

from domain.access import Act
from domain.roster import PlanningWindow
from domain.site_folder import read_site
from pipeline.access import needs
from pipeline.acting import OPERATOR, acting_as
from pipeline.roster_versions import FILES, Origin, RosterVersion, find_version, version_files
from store.layout import version_folder

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[1]
SMALL = 3_000  # people's days: audited in less than half a second
POLITE = 5
_at_work: dict[Path, subprocess.Popen[bytes]] = {}
_one_at_a_time = Lock()


@needs(Act.SEE_ROSTER)
def version_is_ready(site_dir: Path, version: RosterVersion) -> bool:
    """Whether the version can be shown without a wait; where it cannot, its files are being written from now on.

    One process at a time per site: the version that is asked for next is begun when that one has ended.
    """
    if version.origin is not Origin.EDIT or _has_files(site_dir, version.number) or _is_small(site_dir, version):
        return True
    with _one_at_a_time:
        running = _at_work.get(site_dir)
        if running is None or running.poll() is not None:
            _at_work[site_dir] = _started(site_dir, version.number)
            if running is not None and running.returncode:
                logger.warning("a version's files were not written (exit code %s); trying again", running.returncode)
    return False


def _has_files(site_dir: Path, number: int) -> bool:
    folder = version_folder(site_dir, number)
    return all((folder / name).is_file() for name in FILES)


def _is_small(site_dir: Path, version: RosterVersion) -> bool:
    days = len(PlanningWindow(version.start, version.days).dates())
    return len(read_site(site_dir).people) * days <= SMALL


def _started(site_dir: Path, number: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "pipeline.version_ahead", str(site_dir.resolve()), str(number)]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, cwd=ROOT, start_new_session=True)


def main(words: list[str]) -> None:
    """The process: a site folder and a version's number."""
    site_dir, number = Path(words[0]), int(words[1])
    os.nice(POLITE)
    with acting_as(OPERATOR):  # whoever asked was checked when it was asked
        version_files(site_dir, find_version(site_dir, number).number)


if __name__ == "__main__":
    main(sys.argv[1:])
