"""One run per site at a time, and a lock that dies with its process."""

import os
import signal
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.errors import LockHeldError, WfmError
from store.lock import lock_holder, run_lock
from tests.unit.store.small import killed, started

SINCE = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
HOLD = """
import sys, time
from datetime import datetime, UTC
from pathlib import Path
from store.lock import run_lock
with run_lock(Path(sys.argv[1]), "night 2026-03-02", datetime(2026, 3, 2, 1, 30, tzinfo=UTC)):
    print("ready", flush=True)
    time.sleep(60)
"""
HOLD_WITH_WORKER = """
import os, sys, time
from datetime import datetime, UTC
from pathlib import Path
from store.lock import run_lock
with run_lock(Path(sys.argv[1]), "night", datetime(2026, 3, 2, tzinfo=UTC)):
    worker = os.fork()
    if worker == 0:
        time.sleep(60)
        os._exit(0)
    Path(sys.argv[1], "worker").write_text(str(worker))
    print("ready", flush=True)
    time.sleep(60)
"""
ASK = """
import sys
from pathlib import Path
from store.lock import lock_holder
print("ready", flush=True)
while True:
    lock_holder(Path(sys.argv[1]))
"""


def test_a_second_run_is_refused_and_told_who_holds_the_lock(tmp_path: Path) -> None:
    first = started(HOLD, tmp_path)
    try:
        with pytest.raises(LockHeldError) as caught, run_lock(tmp_path, "ingest", SINCE):
            pytest.fail("the block must not run")
        said = str(caught.value)
        assert f"night 2026-03-02, process {first.pid}, since 2026-03-02T01:30:00+00:00" in said
        assert caught.value.exit_code == 6
        holder = lock_holder(tmp_path)
        assert holder is not None
        assert (holder.pid, holder.what) == (first.pid, "night 2026-03-02")
    finally:
        killed(first)


def test_a_killed_run_leaves_the_lock_free(tmp_path: Path) -> None:
    killed(started(HOLD, tmp_path))
    assert lock_holder(tmp_path) is None
    with run_lock(tmp_path, "night", SINCE):
        holder = lock_holder(tmp_path)
    assert holder is not None
    assert holder.pid == os.getpid()


def test_a_worker_that_outlives_its_killed_parent_does_not_keep_the_lock(tmp_path: Path) -> None:
    killed(started(HOLD_WITH_WORKER, tmp_path))
    worker = int((tmp_path / "worker").read_text())
    try:
        with run_lock(tmp_path, "night", SINCE):
            os.kill(worker, 0)  # it lives still
            holder = lock_holder(tmp_path)
        assert holder is not None
        assert holder.pid == os.getpid()
    finally:
        os.kill(worker, signal.SIGKILL)


def test_the_lock_is_free_after_the_block_and_after_an_error_in_it(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), run_lock(tmp_path, "night", SINCE):
        raise ZeroDivisionError
    with run_lock(tmp_path, "night", SINCE), pytest.raises(LockHeldError), run_lock(tmp_path, "app", SINCE):
        pytest.fail("the block must not run")
    assert lock_holder(tmp_path) is None


def test_a_site_without_any_run_has_no_holder_and_asking_makes_no_file(tmp_path: Path) -> None:
    assert lock_holder(tmp_path) is None
    assert list(tmp_path.iterdir()) == []


def test_asking_who_holds_the_lock_never_turns_a_run_away(tmp_path: Path) -> None:
    killed(started(HOLD, tmp_path))
    asking = started(ASK, tmp_path)
    holders: list[int] = []
    try:
        for _ in range(50):
            with run_lock(tmp_path, "night", SINCE):
                holder = lock_holder(tmp_path)
                holders += [holder.pid] if holder is not None else []
        assert asking.poll() is None  # it asked all the while
        assert holders == [os.getpid()] * 50
    finally:
        killed(asking)


def test_a_work_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / ".wfm").write_text("a file")
    with pytest.raises(WfmError, match=r"cannot lock .*\.wfm: file exists"), run_lock(tmp_path, "night", SINCE):
        pytest.fail("the block must not run")
