"""Who acts in this thread or block, as the doors say it; a module that loads nothing, for the command line's start."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

OPERATOR = object()  # whoever has a shell on this machine can read and write the site's files anyway
_acting: ContextVar[object] = ContextVar("acting", default=None)
_asked: list[Callable[[], str | None]] = []


@contextmanager
def acting_as(name: object) -> Iterator[None]:
    """Within the block the account of this name acts, or `OPERATOR`."""
    token = _acting.set(name)
    try:
        yield
    finally:
        _acting.reset(token)


def ask_who_acts(asked: Callable[[], str | None]) -> None:
    """From now on this process asks here for the name of the account that acts, where no block names one."""
    _asked[:] = [asked]


def named_actor() -> object:
    """The name of the account that acts, `OPERATOR`, or None where nobody was named."""
    named = _acting.get()
    return _asked[0]() if named is None and _asked else named
