"""Files appear whole or not at all, and what a killed run leaves behind is swept."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from domain.errors import WfmError
from store.files import staged_file, sweep_leftovers, write_bytes, write_json, write_text
from tests.unit.store.small import ROOT, killed, started

HALF_A_FILE = """
import sys, time
from pathlib import Path
from store.files import staged_file
with staged_file(Path(sys.argv[1])) as staged:
    staged.write_text("half of the new te")
    print("ready", flush=True)
    time.sleep(60)
"""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written_whole_with_its_folders_and_nothing_beside_it(tmp_path: Path) -> None:
    write_text(tmp_path / "out" / "day.txt", "응대율\n")
    assert (tmp_path / "out" / "day.txt").read_bytes() == "응대율\n".encode()
    assert names(tmp_path / "out") == ["day.txt"]


def test_an_error_in_the_middle_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "day.txt"
    write_text(path, "old")
    with pytest.raises(ZeroDivisionError), staged_file(path) as staged:
        staged.write_text("ne")
        raise ZeroDivisionError
    assert path.read_text() == "old"
    assert names(tmp_path) == ["day.txt"]


def test_a_replaced_file_keeps_its_rights_and_a_new_one_has_the_usual(tmp_path: Path) -> None:
    path = tmp_path / "day.txt"
    before = os.umask(0o022)
    try:
        write_bytes(path, b"1")
        assert path.stat().st_mode & 0o777 == 0o644
        path.chmod(0o600)
        write_bytes(path, b"2")
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_link_stays_a_link_and_what_it_means_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to("real.txt")
    write_text(tmp_path / "link.txt", "new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text() == "new"


def test_the_temporary_name_keeps_the_suffix_that_libraries_look_at(tmp_path: Path) -> None:
    with staged_file(tmp_path / "roster.xlsx") as staged:
        assert staged.suffix == ".xlsx"
        assert staged.parent == tmp_path


def test_writers_of_one_file_in_several_threads_leave_one_whole_text(tmp_path: Path) -> None:
    texts = [letter * 50_000 for letter in "abcdefgh"]
    threads = [threading.Thread(target=write_text, args=(tmp_path / "one.txt", text)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (tmp_path / "one.txt").read_text() in texts
    assert names(tmp_path) == ["one.txt"]


def test_a_writer_killed_in_the_middle_leaves_the_old_file_and_a_leftover_that_is_swept(tmp_path: Path) -> None:
    path = tmp_path / "day.txt"
    write_text(path, "the old text")
    killed(started(HALF_A_FILE, path))
    assert path.read_text() == "the old text"
    assert len(names(tmp_path)) == 2
    assert len(sweep_leftovers(tmp_path)) == 1
    assert names(tmp_path) == ["day.txt"]


def test_a_sweep_leaves_alone_what_another_process_is_writing(tmp_path: Path) -> None:
    writer = started(HALF_A_FILE, tmp_path / "day.txt")
    try:
        assert sweep_leftovers(tmp_path) == ()
        assert len(names(tmp_path)) == 1
    finally:
        killed(writer)


def test_a_leftover_with_our_own_process_number_is_no_obstacle(tmp_path: Path) -> None:
    with staged_file(tmp_path / "first.txt") as staged:
        number = int(staged.name.split("-")[-1].partition(".")[0])
    for following in range(1, 4):
        (tmp_path / f".part-wfm-{os.getpid()}-{number + following}.txt").write_text("left")
    write_text(tmp_path / "second.txt", "whole")
    assert (tmp_path / "second.txt").read_text() == "whole"


def test_a_folder_that_does_not_exist_has_no_leftovers(tmp_path: Path) -> None:
    assert sweep_leftovers(tmp_path / "none") == ()


def test_json_is_written_in_the_order_given_and_readable(tmp_path: Path) -> None:
    write_json(tmp_path / "report.json", {"status": "최적", "gap": 0.0})
    assert (tmp_path / "report.json").read_text() == '{\n  "status": "최적",\n  "gap": 0.0\n}\n'


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here: a full disk was NOT checked")
def test_a_full_disk_is_said_and_the_old_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "day.txt"
    write_text(path, "old")
    said = r"cannot write .*day\.txt: the disk is full; free some space"
    with pytest.raises(WfmError, match=said), staged_file(path):
        Path("/dev/full").write_bytes(b"x" * 100_000)
    assert path.read_text() == "old"
    assert names(tmp_path) == ["day.txt"]


def test_a_limit_on_file_sizes_is_said_and_the_old_file_stays(tmp_path: Path) -> None:
    write_text(tmp_path / "day.txt", "old")
    program = (
        "import resource, sys; from pathlib import Path; from store.files import write_bytes\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "write_bytes(Path(sys.argv[1]), b'x' * 100_000)\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "day.txt")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "the file would be larger than this user or this disk allows" in done.stderr
    assert (tmp_path / "day.txt").read_text() == "old"
    assert names(tmp_path) == ["day.txt"]


def test_a_read_only_folder_is_said(read_only_folder: Path) -> None:
    with pytest.raises(WfmError, match=r"cannot write .*day\.txt: this user may not write there"):
        write_text(read_only_folder / "day.txt", "new")


def test_a_folder_in_the_place_of_the_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "day.txt").mkdir()
    with pytest.raises(WfmError, match=r"cannot write .*day\.txt: is a directory; check the path"):
        write_text(tmp_path / "day.txt", "new")
    assert names(tmp_path) == ["day.txt"]


def test_a_file_in_the_place_of_the_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(WfmError, match=r"cannot write .*out.*: (not a directory|file exists); check the path"):
        write_text(tmp_path / "out" / "day.txt", "new")
