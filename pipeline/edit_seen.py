"""Which version a planner had before her eyes when she typed, so that nothing is written over that she has not seen.

The screen is drawn anew after each of her edits, with what others changed meanwhile. A value that came onto it a moment
ago, while her hand was already on its way, counts as not seen: the edit is then judged on the version before, and both
values are told.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.edit_orders import Change, EditVerdict, SwapDay
from pipeline.roster_states import Place

SEEN_S = 5.0  # how long a value stands on the screen before it counts as seen: own, generous to slow machines


@dataclass(frozen=True, slots=True)
class Drawn:
    """A version that was sent to the screen, and when, in seconds of a clock that only goes forward."""

    number: int
    at_s: float


def with_drawn(drawn: tuple[Drawn, ...], number: int, at_s: float) -> tuple[Drawn, ...]:
    """The versions drawn with one more, without those that have been off the screen for `SEEN_S`."""
    if drawn and drawn[-1].number == number:
        return drawn
    return (*_on_screen(drawn, at_s), Drawn(number, at_s))


def _on_screen(drawn: tuple[Drawn, ...], at_s: float) -> tuple[Drawn, ...]:
    """Those that were on the screen at some time in the last `SEEN_S`: the newest, and what was replaced since."""
    gone = sum(1 for following in drawn[1:] if following.at_s <= at_s - SEEN_S)
    return drawn[gone:]


def version_seen(drawn: tuple[Drawn, ...], told: Mapping[Place, int], place: Place, at_s: float) -> int:
    """The version on which an edit of a person's day is judged, of those drawn, of which there is one at least.

    The oldest that may still have been before her eyes; later where she was told what became of that very day.
    """
    return max(_on_screen(drawn, at_s)[0].number, told.get(place, 0))


def with_told(told: Mapping[Place, int], changes: tuple[Change, ...], verdict: EditVerdict) -> dict[Place, int]:
    """What she was told, with the answer to an edit: the value that was saved, or the one that others had saved."""
    newest = verdict.saved if verdict.saved is not None else verdict.newest
    named = {(clash.agent_id, clash.day) for clash in verdict.clashes}
    if verdict.saved is not None:
        named |= {(change.agent_id, change.day) for change in changes}
        named |= {(change.with_id, change.day) for change in changes if isinstance(change, SwapDay)}
    return dict(told) | dict.fromkeys(named, newest)
