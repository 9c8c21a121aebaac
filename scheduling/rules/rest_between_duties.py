"""Rest between duties: house policy after article 59 and EU 2003/88; the statute gives 11 h to some sectors only."""

from collections.abc import Iterator
from datetime import timedelta

from domain.roster import Duty
from domain.rule_pack import RuleParameters
from scheduling.rules.rule import Case, PersonFacts, Tour, TourRule


def long_enough(parameters: RuleParameters, earlier: Duty, later: Duty) -> bool:
    """start of the later - end of the earlier >= min_rest_between_duties_h."""
    return later.start - earlier.end >= timedelta(hours=parameters.min_rest_between_duties_h)


def cases(facts: PersonFacts, tour: Tour) -> Iterator[Case]:
    """Every duty of the window starts at least `min_rest_between_duties_h` after the one before."""
    duties, first_new = tour.all_duties, len(tour.previous)
    for position in range(max(1, first_new), len(duties)):
        earlier, later = duties[position - 1], duties[position]
        kept = long_enough(facts.parameters, earlier, later)
        yield Case(kept, f"{facts.person.id} {earlier.end:%Y-%m-%d %H:%M} to {later.start:%Y-%m-%d %H:%M}")


RULE = TourRule("rest_between_duties", cases)
