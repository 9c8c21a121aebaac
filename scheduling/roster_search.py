"""A roster on its way to a better one: what its stages change, and what each core needs to search by itself."""

from dataclasses import dataclass

from scheduling.arena import Arena, Floats
from scheduling.contact_prices import exact_points, price_after
from scheduling.cover_change import Trail, empty_trail
from scheduling.cover_state import NO_DAY, CoverState, copy_state, empty_state, fill
from scheduling.cover_terms import CoverTerms, reprice
from scheduling.drafts import Choices, Draft, choices, empty_draft
from scheduling.prices import Prices, priced_duties, start_prices
from scheduling.watch import Watch


@dataclass(frozen=True, slots=True)
class Lane:
    """What one core needs to search by itself."""

    state: CoverState
    draft: Draft
    trail: Trail


@dataclass(frozen=True, slots=True)
class RosterSearch:
    """A roster on its way to a better one; its states change."""

    arena: Arena
    terms: CoverTerms
    choices: Choices
    state: CoverState
    best: CoverState
    lanes: tuple[Lane, ...]
    watch: Watch
    priced: Floats  # `[p, d, s]`, points of duties at the bound's prices

    def note(self) -> None:
        """Keep the roster if it is the best so far."""
        points = exact_points(self.arena, self.terms, self.state)
        if self.watch.incumbent is None or points < self.watch.incumbent:
            self.watch.incumbent = points
            copy_state(self.state, self.best)

    def go_on_from_best(self) -> None:
        """Make the best roster the one that is changed, counted at today's price of a contact."""
        copy_state(self.best, self.state)
        fill(self.arena, self.terms, self.state, NO_DAY)

    def meet_goals(self) -> None:
        """Make contacts dearer whose goal is missed and cheaper where more are answered than promised."""
        if self.arena.contacts.goals:
            reprice(self.arena, self.terms, price_after(self.arena, self.terms, self.state))
            fill(self.arena, self.terms, self.state, NO_DAY)


def new_search(
    arena: Arena, terms: CoverTerms, state: CoverState, watch: Watch, prices: Prices | None = None
) -> RosterSearch:
    """A search that starts from a roster; the bound's `prices` tell it which duties are worth looking at together."""
    lanes = tuple(
        Lane(empty_state(arena, terms), empty_draft(arena), empty_trail(arena.grains, terms))
        for _ in range(max(1, watch.options.threads))
    )
    priced = priced_duties(arena, prices or start_prices(arena))
    found = RosterSearch(arena, terms, choices(arena), state, empty_state(arena, terms), lanes, watch, priced)
    found.note()
    return found
