"""Folders are published whole, replace the old one in one step, and never take a stranger's file away."""

import os
import time
from pathlib import Path

import pytest

from domain.errors import WfmError
from store import folders
from store.files import sweep_leftovers
from store.folders import latest_folder, point_latest, restore_set_aside, staged_folder, tidy_folder
from tests.unit.store.small import killed, started

NAMES = ("roster.csv", "report.json")
HALF_A_FOLDER = """
import sys, time
from pathlib import Path
from store.folders import staged_folder
with staged_folder(Path(sys.argv[1]), ["*"]) as staged:
    (staged / "roster.csv").write_text("half")
    print("ready", flush=True)
    time.sleep(60)
"""
NIGHT_AFTER_NIGHT = """
import itertools, sys
from pathlib import Path
from store.files import write_text
from store.folders import point_latest, staged_folder
place = Path(sys.argv[1])
for number in itertools.count():
    text = str(number % 10) * 200_000
    write_text(place / "history.csv", text)
    with staged_folder(place / f"night {number % 2}", ["*"]) as staged:
        (staged / "roster.csv").write_text(text)
        (staged / "report.json").write_text(text)
    point_latest(place, f"night {number % 2}")
    if number == 2:
        print("ready", flush=True)
"""
AFTER_S = (0.0, 0.003, 0.011, 0.023, 0.037, 0.052, 0.071, 0.094, 0.12, 0.15)


def publish(folder: Path, text: str, *names: str) -> None:
    with staged_folder(folder, NAMES) as staged:
        for name in names:
            (staged / name).write_text(text)


def held(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted(folder.iterdir())}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture(params=["exchange", "two steps"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """With the swap in one step, and as on a file system that lacks it."""
    if request.param == "two steps":
        monkeypatch.setattr(folders, "_exchanged", lambda staged, target: False)
    return str(request.param)


def test_a_new_folder_appears_with_all_its_files(tmp_path: Path) -> None:
    publish(tmp_path / "nights" / "2026-03-02", "new", "roster.csv", "report.json")
    assert held(tmp_path / "nights" / "2026-03-02") == {"roster.csv": "new", "report.json": "new"}
    assert names(tmp_path / "nights") == ["2026-03-02"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    publish(tmp_path / "out", "new", "roster.csv")
    assert held(tmp_path / "out") == {"roster.csv": "new"}


def test_a_published_folder_replaces_the_old_one_whole(tmp_path: Path, way: str) -> None:
    publish(tmp_path / "out", "old", "roster.csv", "report.json")
    publish(tmp_path / "out", "new", "report.json")
    assert held(tmp_path / "out") == {"report.json": "new"}
    assert names(tmp_path) == ["out"]


def test_the_swap_in_one_step_works_where_the_tests_run(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "it").write_text(name)
    if not folders._exchanged(tmp_path / "a", tmp_path / "b"):
        pytest.skip("this file system cannot swap two names: replacing a folder in one step was NOT checked")
    assert (tmp_path / "a" / "it").read_text() == "b"
    assert (tmp_path / "b" / "it").read_text() == "a"


def test_an_error_in_the_middle_leaves_the_old_folder(tmp_path: Path) -> None:
    publish(tmp_path / "out", "old", "roster.csv")
    with pytest.raises(ZeroDivisionError), staged_folder(tmp_path / "out", NAMES) as staged:
        (staged / "roster.csv").write_text("new")
        raise ZeroDivisionError
    assert held(tmp_path / "out") == {"roster.csv": "old"}
    assert names(tmp_path) == ["out"]


def test_a_folder_with_a_strangers_file_is_refused_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "my notes.txt").write_text("mine")
    said = r"out holds 'my notes\.txt', which this run would not write"
    with pytest.raises(WfmError, match=said), staged_folder(tmp_path / "out", NAMES):
        pytest.fail("the block must not run")
    assert held(tmp_path / "out") == {"my notes.txt": "mine"}


def test_a_strangers_file_that_came_meanwhile_is_kept_too(tmp_path: Path) -> None:
    publish(tmp_path / "out", "old", "roster.csv")
    with pytest.raises(WfmError, match=r"holds 'notes\.txt'"), staged_folder(tmp_path / "out", NAMES):
        (tmp_path / "out" / "notes.txt").write_text("mine")
    assert held(tmp_path / "out") == {"notes.txt": "mine", "roster.csv": "old"}


def test_a_file_in_the_place_of_the_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(WfmError, match="out is a file, but a folder is to be written there"):
        publish(tmp_path / "out", "new", "roster.csv")


def test_a_publisher_killed_in_the_middle_leaves_the_old_folder_and_a_leftover_that_is_swept(tmp_path: Path) -> None:
    publish(tmp_path / "out", "old", "roster.csv")
    writer = started(HALF_A_FOLDER, tmp_path / "out")
    assert sweep_leftovers(tmp_path) == ()
    killed(writer)
    assert held(tmp_path / "out") == {"roster.csv": "old"}
    assert len(sweep_leftovers(tmp_path)) == 1
    assert names(tmp_path) == ["out"]


def test_kills_at_ten_moments_leave_only_whole_files_and_folders_that_agree(tmp_path: Path) -> None:
    for after_s in AFTER_S:
        writer = started(NIGHT_AFTER_NIGHT, tmp_path)
        time.sleep(after_s)
        killed(writer)
        tidy_folder(tmp_path)
        assert names(tmp_path) == ["history.csv", "latest", "night 0", "night 1"]
        assert is_whole((tmp_path / "history.csv").read_text())
        for folder in (tmp_path / "night 0", tmp_path / "night 1"):
            assert names(folder) == ["report.json", "roster.csv"]
            assert len(set(held(folder).values())) == 1
            assert is_whole((folder / "roster.csv").read_text())
        assert latest_folder(tmp_path) in {tmp_path / "night 0", tmp_path / "night 1"}


def is_whole(text: str) -> bool:
    return len(text) == 200_000 and len(set(text)) == 1


def test_tidying_mends_and_sweeps_at_once(tmp_path: Path) -> None:
    publish(tmp_path / ".old-wfm-out", "old", "roster.csv")
    (tmp_path / ".part-wfm-1-1.csv").write_text("ha")
    assert tidy_folder(tmp_path) == ("out", ".part-wfm-1-1.csv")
    assert names(tmp_path) == ["out"]


def test_a_kill_between_the_two_steps_is_mended(tmp_path: Path) -> None:
    publish(tmp_path / "out", "old", "roster.csv")
    (tmp_path / "out").rename(tmp_path / ".old-wfm-out")
    assert restore_set_aside(tmp_path) == ("out",)
    assert held(tmp_path / "out") == {"roster.csv": "old"}


def test_an_old_folder_whose_place_is_taken_is_removed(tmp_path: Path) -> None:
    publish(tmp_path / "out", "new", "roster.csv")
    publish(tmp_path / ".old-wfm-out", "old", "roster.csv")
    assert restore_set_aside(tmp_path) == ()
    assert names(tmp_path) == ["out"]


def test_latest_points_to_the_newest_folder_and_moves_on(tmp_path: Path) -> None:
    assert latest_folder(tmp_path) is None
    for name in ("2026-03-01", "2026-03-02"):
        (tmp_path / name).mkdir()
        point_latest(tmp_path, name)
        assert latest_folder(tmp_path) == tmp_path / name
    assert (tmp_path / "latest").readlink() == Path("2026-03-02")
    assert names(tmp_path) == ["2026-03-01", "2026-03-02", "latest"]


def test_latest_is_a_text_file_where_links_are_not_possible(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(self: Path, target: str) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "symlink_to", no_links)
    (tmp_path / "2026-03-02").mkdir()
    point_latest(tmp_path, "2026-03-02")
    assert (tmp_path / "latest").read_text() == "2026-03-02\n"
    assert latest_folder(tmp_path) == tmp_path / "2026-03-02"


def test_latest_never_points_to_nothing(tmp_path: Path) -> None:
    with pytest.raises(WfmError, match=r"2026-03-02 does not exist"):
        point_latest(tmp_path, "2026-03-02")
    (tmp_path / "gone").mkdir()
    point_latest(tmp_path, "gone")
    (tmp_path / "gone").rmdir()
    assert latest_folder(tmp_path) is None


def test_a_link_that_a_killed_run_left_is_swept_without_its_folder(tmp_path: Path) -> None:
    (tmp_path / "2026-03-02").mkdir()
    (tmp_path / f".part-wfm-{os.getpid()}-999").symlink_to("2026-03-02")
    assert len(sweep_leftovers(tmp_path)) == 1
    assert names(tmp_path) == ["2026-03-02"]
