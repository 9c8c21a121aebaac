"""The time that a step of a night may take: beyond it the step is ended, as by Ctrl-C, but with its own sentence."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from domain.errors import WfmError

SOLVE_SHARE = 0.75  # of the roster's budget is the solver's; reading, breaks, audit and writing have the rest


class OverBudgetError(WfmError):
    """A step of a night took longer than `[nightly] budget_s` allows."""


@contextmanager
def within(step: str, budget_s: float | None) -> Iterator[None]:
    """Raises OverBudgetError in the block when the budget is used up; compiled code is left as soon as it returns.

    Only a main thread can be interrupted; in another the step runs on, however long it takes.
    """
    if budget_s is None or threading.current_thread() is not threading.main_thread():
        yield
        return

    def over(number: int, frame: FrameType | None) -> None:
        del number, frame
        raise OverBudgetError(
            f"The step {step} was ended after its budget of {budget_s:g} s; give it more ([nightly] budget_s), or see "
            "what has slowed it down."
        )

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, budget_s)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
