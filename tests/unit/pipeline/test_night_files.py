"""The published folder of a night: its manifest, and when it counts as published already."""

import json
from pathlib import Path

from pipeline.checkpoints import StepResult, file_hashes
from pipeline.file_names import MANIFEST_FILE
from pipeline.night_files import is_published, manifest, point_to_newest, publish, stable_sha256
from pipeline.night_report import StepTime, Told

ABOUT = {"site": "tiny", "night": "2026-06-07"}


def roster_step(folder: Path, seconds: float = 1.5, gap: float = 0.01) -> StepResult:
    folder.mkdir()
    (folder / "roster.csv").write_text("agent_id\nA0001\n", encoding="utf-8")
    report = {"status": "feasible", "gap": gap, "seconds": seconds}
    (folder / "report.json").write_text(json.dumps(report), encoding="utf-8")
    names = ("roster.csv", "report.json")
    return StepResult("roster", folder, file_hashes(folder, names), seconds, False)


def test_what_was_measured_does_not_change_the_hash_of_a_report(tmp_path: Path) -> None:
    quick, slow = roster_step(tmp_path / "a", seconds=1.5), roster_step(tmp_path / "b", seconds=99.0)
    other = roster_step(tmp_path / "c", gap=0.02)
    hashes = [stable_sha256(step.folder / "report.json") for step in (quick, slow, other)]
    assert hashes[0] == hashes[1] != hashes[2]


def test_two_runs_of_the_same_night_have_the_same_manifest(tmp_path: Path) -> None:
    steps = [roster_step(tmp_path / name, seconds) for name, seconds in (("a", 1.5), ("b", 99.0))]
    one, two = (manifest(ABOUT, {"history": "h"}, [step]) for step in steps)
    assert one == two


def test_a_published_night_is_known_by_its_manifest_and_its_files(tmp_path: Path) -> None:
    step, night = roster_step(tmp_path / "step"), tmp_path / "nights" / "2026-06-07"
    content = manifest(ABOUT, {"history": "h"}, [step])
    assert not is_published(night, content)
    names = publish(night, [step], content, Told((StepTime("roster", 1.5, False),)), "2026-06-07T02:00:00+00:00")
    assert sorted(names) == sorted(path.name for path in night.iterdir())
    assert is_published(night, content)
    assert not is_published(night, manifest(ABOUT, {"history": "another"}, [step]))
    (night / "roster.csv").write_text("agent_id\n", encoding="utf-8")
    assert not is_published(night, content)


def test_what_a_run_tells_stands_in_the_manifest_and_does_not_make_another_night_of_it(tmp_path: Path) -> None:
    step, night = roster_step(tmp_path / "step"), tmp_path / "nights" / "2026-06-07"
    content = manifest(ABOUT, {"history": "h"}, [step])
    told = Told((StepTime("roster", 1.5, False),), ("no forecast of chat",), ("2 lead-intervals are short",))
    publish(night, [step], content, told, "2026-06-07T02:00:00+00:00")
    run = json.loads((night / MANIFEST_FILE).read_text(encoding="utf-8"))["run"]
    assert run["steps"] == [{"step": "roster", "seconds": 1.5, "resumed": False}]
    assert (run["missing"], run["warnings"]) == (["no forecast of chat"], ["2 lead-intervals are short"])
    assert is_published(night, content)
    again = publish(night, [step], content, Told(), "2026-06-08T02:00:00+00:00")
    assert again and is_published(night, content)


def test_a_night_made_when_seconds_stood_in_a_file_of_their_own_can_be_published_anew(tmp_path: Path) -> None:
    step, night = roster_step(tmp_path / "step"), tmp_path / "nights" / "2026-06-07"
    content = manifest(ABOUT, {}, [step])
    publish(night, [step], content, Told(), "2026-06-07T02:00:00+00:00")
    (night / "timing.json").write_text("{}", encoding="utf-8")
    names = publish(night, [step], content, Told(), "2026-06-08T02:00:00+00:00")
    assert sorted(path.name for path in night.iterdir()) == sorted(names)


def test_latest_points_to_the_newest_night_also_when_one_of_the_past_is_run_again(tmp_path: Path) -> None:
    step = roster_step(tmp_path / "step")
    content = manifest(ABOUT, {}, [step])
    for night in ("2026-06-07", "2026-06-08", "2026-06-06"):
        publish(tmp_path / "nights" / night, [step], content, Told(), "2026-06-07T02:00:00+00:00")
    assert (tmp_path / "nights" / "latest").resolve().name == "2026-06-08"
    assert (tmp_path / "nights" / "2026-06-07" / MANIFEST_FILE).is_file()


def test_a_pointer_that_a_kill_prevented_is_made_up_for(tmp_path: Path) -> None:
    step, night = roster_step(tmp_path / "step"), tmp_path / "nights" / "2026-06-07"
    publish(night, [step], manifest(ABOUT, {}, [step]), Told(), "2026-06-07T02:00:00+00:00")
    (tmp_path / "nights" / "latest").unlink()
    point_to_newest(night)
    assert (tmp_path / "nights" / "latest").resolve() == night.resolve()
