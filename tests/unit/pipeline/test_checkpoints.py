"""Steps that are done once, and taken up again only as long as nothing they depend on has changed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipeline.checkpoints import Checkpoints, Details, Step, step_folder, step_hash
from pipeline.site_store import open_site_database
from store.nights import begin_night
from store.records import Stamp
from tests.unit.pipeline.sites import tiny_site

NIGHT = date(2026, 3, 2)


@pytest.fixture
def checkpoints(tmp_path: Path) -> Iterator[Checkpoints]:
    site = tiny_site(tmp_path / "site")
    with open_site_database(site) as database:
        night = begin_night(database, "tiny", NIGHT, Stamp("test", datetime(2026, 3, 2, tzinfo=UTC)))
        yield Checkpoints(site, database, night)


def counting_step(runs: list[str], text: str = "one", **inputs: str) -> Step:
    def work(folder: Path) -> Details:
        runs.append(text)
        (folder / "out.txt").write_text(text, encoding="utf-8")
        return {"said": text}

    return Step("forecast", ("out.txt",), inputs, work)


def test_a_finished_step_is_taken_up_with_its_files_and_its_words(checkpoints: Checkpoints) -> None:
    runs: list[str] = []
    first = checkpoints.done(counting_step(runs, history="a"))
    again = checkpoints.done(counting_step(runs, history="a"))
    assert runs == ["one"]
    assert (first.resumed, again.resumed) == (False, True)
    assert again.hashes == first.hashes
    assert again.details["said"] == "one"
    assert (again.folder / "out.txt").read_text(encoding="utf-8") == "one"


def test_a_step_whose_inputs_changed_is_done_anew(checkpoints: Checkpoints) -> None:
    runs: list[str] = []
    checkpoints.done(counting_step(runs, history="a"))
    assert not checkpoints.done(counting_step(runs, "two", history="b")).resumed
    assert runs == ["one", "two"]


def test_a_step_is_known_by_the_program_too(monkeypatch: pytest.MonkeyPatch) -> None:
    step = counting_step([], history="a")
    before = step_hash(step)
    monkeypatch.setattr("pipeline.code_version.ROOMS", ("domain",))
    from pipeline.code_version import code_version

    code_version.cache_clear()
    after = step_hash(step)
    code_version.cache_clear()
    assert before != after


def test_a_step_whose_files_were_touched_is_done_anew(checkpoints: Checkpoints) -> None:
    runs: list[str] = []
    first = checkpoints.done(counting_step(runs, history="a"))
    (first.folder / "out.txt").write_text("touched", encoding="utf-8")
    again = checkpoints.done(counting_step(runs, history="a"))
    assert not again.resumed
    assert (again.folder / "out.txt").read_text(encoding="utf-8") == "one"


def test_a_step_that_fails_leaves_no_files_and_is_not_recorded(checkpoints: Checkpoints) -> None:
    def work(folder: Path) -> Details:
        (folder / "out.txt").write_text("half", encoding="utf-8")
        raise ValueError("stopped")

    step = Step("forecast", ("out.txt",), {"history": "a"}, work)
    with pytest.raises(ValueError, match="stopped"):
        checkpoints.done(step)
    folder = step_folder(checkpoints.site_dir, NIGHT, step, step_hash(step))
    assert not folder.exists()
    assert list(folder.parent.iterdir()) == []
    assert checkpoints.done(counting_step([], history="a")).resumed is False


def test_a_step_that_forgets_a_file_is_an_error(checkpoints: Checkpoints) -> None:
    step = Step("forecast", ("out.txt",), {"history": "a"}, lambda folder: {})
    with pytest.raises(Exception, match=r"out\.txt"):
        checkpoints.done(step)
