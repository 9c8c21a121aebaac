"""A night as a process of its own: whatever becomes of it, there is an answer in a planner's words."""

import sys
import time

import pytest

from pipeline import portfolio_night
from pipeline.portfolio_night import NightCommand, SiteNight, SiteState, site_night

COMMAND = NightCommand("north", "/nowhere", "2026-06-07", 14, 10.0, 0.05, 0, 1, False, 60.0)


def ended(monkeypatch: pytest.MonkeyPatch, program: str, limit_s: float = 60.0) -> SiteNight:
    """What is made of a process that runs the program in place of a night."""
    monkeypatch.setattr(portfolio_night, "words_of", lambda _command: [sys.executable, "-c", program])
    return site_night(
        NightCommand(**{name: getattr(COMMAND, name) for name in COMMAND.__slots__} | {"limit_s": limit_s})
    )


def test_a_night_that_ends_well_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    found = ended(monkeypatch, "print('HiGHS greets')")
    assert (found.state, found.exit_code, found.said) == (SiteState.DONE, 0, "")


@pytest.mark.parametrize(
    ("code", "state"), [(3, SiteState.PARTLY), (4, SiteState.FAILED), (5, SiteState.FAILED), (6, SiteState.FAILED)]
)
def test_an_exit_code_and_its_sentence_are_kept(monkeypatch: pytest.MonkeyPatch, code: int, state: SiteState) -> None:
    found = ended(
        monkeypatch, f"import sys; sys.stderr.write('noise\\nthe queue chat has no forecast\\n'); sys.exit({code})"
    )
    assert (found.state, found.exit_code, found.said) == (state, code, "the queue chat has no forecast")


def test_a_night_that_is_killed_is_told_as_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    found = ended(monkeypatch, "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    assert (found.state, found.exit_code) == (SiteState.FAILED, 1)
    assert found.said.startswith("was killed (SIGKILL): for want of memory, perhaps")


def test_a_defect_is_told_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    found = ended(monkeypatch, "{}['queue']")
    assert (found.state, found.exit_code) == (SiteState.FAILED, 1)
    assert found.said.startswith("ended by a defect of the program")
    assert found.said.endswith("(KeyError: 'queue')")


def test_a_night_that_hangs_is_ended_at_its_limit_though_it_does_not_listen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portfolio_night, "GOES_WITHIN_S", 0.2)
    began = time.monotonic()
    found = ended(
        monkeypatch, "import signal, time; signal.signal(signal.SIGINT, signal.SIG_IGN); time.sleep(600)", limit_s=2.0
    )
    assert time.monotonic() - began < 60
    assert (found.state, found.said[:35]) == (SiteState.FAILED, "was ended after its limit of 2 s; t")


def test_a_process_that_cannot_be_started_is_a_failed_night(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portfolio_night, "words_of", lambda _command: ["/nowhere/python"])
    found = site_night(COMMAND)
    assert found.state is SiteState.FAILED
    assert found.said.startswith("its process could not be started")
