"""What a person at the terminal sees while a command works; everything goes to standard error."""

import ctypes
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

import typer
from rich.console import Console
from rich.markup import escape

PAUSE_S = 10.0
STANDARD_OUTPUT, STANDARD_ERROR = 1, 2


def console() -> Console:
    """Standard error, where messages go: standard output is kept for results."""
    return Console(stderr=True, highlight=False)


def shown_json(value: object) -> None:
    """Writes a result to standard output."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1))


@contextmanager
def telling() -> Iterator[Callable[[str], None]]:
    """A listener for a run's sentences: the latest one beside a spinner at a terminal, else as lines."""
    screen = console()
    with chatter_aside():
        if not screen.is_terminal:
            yield line_teller(lambda sentence: screen.print(sentence, markup=False, soft_wrap=True))
            return
        with screen.status("…") as status:
            yield lambda sentence: status.update(escape(sentence))


@contextmanager
def chatter_aside() -> Iterator[None]:
    """Has compiled libraries print to standard error: HiGHS greets on standard output, whatever its options say."""
    sys.stdout.flush()
    kept = os.dup(STANDARD_OUTPUT)
    os.dup2(STANDARD_ERROR, STANDARD_OUTPUT)
    try:
        yield
    finally:
        ctypes.CDLL(None).fflush(None)  # what C still holds back belongs to standard error too
        os.dup2(kept, STANDARD_OUTPUT)
        os.close(kept)


def line_teller(write: Callable[[str], None], clock: Callable[[], float] = monotonic) -> Callable[[str], None]:
    """Writes a sentence when it begins otherwise than the last one (up to its comma), or ten seconds after that.

    A solver tells its progress many times a second, and a log is to be read.
    """
    last = ("", -PAUSE_S)

    def told(sentence: str) -> None:
        nonlocal last
        beginning, now = sentence.partition(",")[0], clock()
        if beginning != last[0] or now - last[1] >= PAUSE_S:
            last = (beginning, now)
            write(sentence)

    return told
