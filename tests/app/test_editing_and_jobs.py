"""Editing and jobs on the pages without a browser, in both languages: answers, refusals, how jobs ended."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pipeline.roster_versions import site_versions
from pipeline.site_store import open_site_database, stamp_of
from store.job_records import JobKind, JobState, JobStep
from store.jobs import add_job, begin_job, end_job, note_step
from tests.app.screen import charts, opened, show_section, texts
from tests.app.small_night import small_night
from tests.app.test_pages import words_left

ACTIONS = {"ko": ("휴로 바꾸기", "근무조 바꾸기", "고정"), "en": ("day off", "another shift", "lock")}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return small_night(tmp_path / "mini")


def by_hand(app: AppTest, action: str, shift: str = "") -> AppTest:
    """One edit of A0001's Monday under the grid."""
    app.selectbox(key="hand_person").set_value("A0001").run()
    app.selectbox(key="hand_action").set_value(action).run()
    if shift:
        app.selectbox(key="hand_shift").set_value(shift).run()
    return app.button(key="hand_do").click().run()


@pytest.mark.parametrize(
    ("language", "refused", "saved", "clash"),
    [
        ("ko", "규칙에 어긋나 저장하지 않았습니다.", "버전 2(으)로 저장했습니다.", "고정된 칸입니다: A0001"),
        ("en", "It breaks a rule and was not saved.", "Saved as version 2.", "Locked: A0001"),
    ],
)
def test_an_edit_is_answered_beside_the_grid_in_the_language(
    site: Path, monkeypatch: pytest.MonkeyPatch, language: str, refused: str, saved: str, clash: str
) -> None:
    off, another, lock = ACTIONS[language]
    app = show_section(opened(monkeypatch, site, "roster", language), "roster", "edit")
    by_hand(app, another, "N22")
    assert refused in app.error[0].value
    assert ("근무 간 휴식" if language == "ko" else "Rest between duties") in app.error[0].value
    assert words_left(app.error[0].value, language) in ([], ["material", "block"])
    by_hand(app, lock)
    assert saved in app.success[0].value
    by_hand(app, off)
    assert clash in app.error[0].value
    assert [version.number for version in site_versions(site).versions] == [2, 1]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_who_can_cover_a_gap_is_listed_with_what_keeps_others_off(
    site: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    app = show_section(opened(monkeypatch, site, "roster", language), "roster", "edit")
    app.selectbox(key="gap_time").set_value(600).run()
    assert not app.exception
    shown = app.dataframe[-1].value
    assert shown.iloc[:, 0].tolist() == ["A0001", "A0002", "A0003"]
    assert shown.iloc[:, 2].tolist() == (["이미 근무 중"] * 3 if language == "ko" else ["on duty already"] * 3)


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize(
    ("state", "said", "korean", "english"),
    [
        (JobState.FAILED, "mini has no requirement", "작업이 실패했습니다.", "The job failed"),
        (JobState.CANCELLED, "", "그만두었습니다.", "It was given up"),
        (JobState.DIED, "", "다시 시작하십시오.", "start it again"),
        (JobState.DONE, "", "초안 버전 1", "Draft version 1"),
    ],
)
def test_a_job_says_how_it_ended_and_what_to_do_next(
    site: Path,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    state: JobState,
    said: str,
    korean: str,
    english: str,
) -> None:
    with open_site_database(site) as database:
        job = add_job(database, "mini", JobKind.SCHEDULE, {}, stamp_of("kim"))
        begin_job(database, job.id)
        for step in (JobStep("bound", 1, None, 90), JobStep("search", 2, 120, 100), JobStep("search", 3, 110, 100)):
            note_step(database, job.id, step)
        end_job(database, job.id, state, said, {"version": 1} if state is JobState.DONE else {}, stamp_of("kim"))
    app = show_section(opened(monkeypatch, site, "roster", language), "roster", "solve")
    assert not app.exception
    assert any((korean if language == "ko" else english) in text for text in texts(app))
    assert len(charts(app)) == 1
    assert "9.09%" in [metric.value for metric in app.metric]
    runs = opened(monkeypatch, site, "runs", language)
    assert not runs.exception
    assert runs.dataframe[0].value.iloc[0, 3] == "kim"


def test_a_job_whose_process_is_gone_is_shown_as_died(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_site_database(site) as database:
        add_job(database, "mini", JobKind.REPAIR, {}, stamp_of("kim"))
    app = show_section(opened(monkeypatch, site, "roster"), "roster", "solve")
    assert "갑자기 끝남" in app.subheader[0].value
    assert app.button(key="solve_start")  # the forms are there again
