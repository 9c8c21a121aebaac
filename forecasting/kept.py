"""Results that several models of a queue need, made once."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """A thing that equals itself alone. It is held, so its identity cannot pass to another."""

    thing: object

    def __hash__(self) -> int:
        return id(self.thing)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.thing is other.thing


def kept[**Given, Result](most: int) -> Callable[[Callable[Given, Result]], Callable[Given, Result]]:
    """Keeps the last `most` results of a pure function of unchanging things, for calls with the very same things.

    The result must not be changed by whoever gets it. Positional arguments only.
    """

    def keeping(function: Callable[Given, Result]) -> Callable[Given, Result]:
        @lru_cache(maxsize=most)
        def again(*things: _Same) -> Result:
            return function(*(same.thing for same in things))  # type: ignore[arg-type, call-arg]

        @wraps(function)
        def called(*given: Given.args, **named: Given.kwargs) -> Result:
            assert not named
            return again(*map(_Same, given))

        return called

    return keeping
