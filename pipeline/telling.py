"""How a run tells what it does while it does it: plain sentences to whoever listens, a person or nobody."""

from collections.abc import Callable

type Tell = Callable[[str], None]


def nobody(_sentence: str) -> None:
    """Tells nobody."""
