"""What the engine asks of this package: refuse what is proven impossible, and keep a roster that meets every `must`."""

from dataclasses import dataclass

from domain.errors import NoRosterError
from scheduling.arena import Arena
from scheduling.conflict.case import Case, person_of
from scheduling.conflict.decision import Witness, decision
from scheduling.conflict.finding import Budget, Conflict, conflict_in, proven_stretch
from scheduling.conflict.words import sentence_of, words_of
from scheduling.cover_state import NO_DAY, CoverState, empty_state, fill
from scheduling.cover_terms import CoverTerms
from scheduling.objective import Terms
from scheduling.options import SolveOptions
from scheduling.staff_tables import Staff

EARLY_SHARE, LEAST_EARLY_S = 0.15, 2.0  # of the time limit, for deciding before anything is sought
EXPLAIN_S = 60.0  # for naming a conflict once it is proven: nothing else is left to do then
ROUNDING = 1e-6

type Json = str | int | float | bool | list["Json"] | dict[str, "Json"] | None


class ConflictError(NoRosterError):
    """No roster exists; the conflict says what cannot hold together."""

    def __init__(self, conflict: Conflict) -> None:
        super().__init__(sentence_of(conflict))
        self.conflict = conflict


@dataclass(frozen=True, slots=True)
class MustPlan:
    """Whether all that is marked `must` can be met, as far as that was decided: a roster that meets it, or nothing."""

    case: Case
    witness: Witness | None = None

    def state(self, problem: Arena, terms: CoverTerms) -> CoverState | None:
        """The roster that meets it, as the search has it."""
        if self.witness is None:
            return None
        tours, breaks = self.witness.tours.copy(), self.witness.breaks.copy()
        state = empty_state(problem, terms)._replace(tours=tours, breaks=breaks)
        fill(problem, terms, state, NO_DAY)
        return state


def must_plan(case: Case, staff: Staff, options: SolveOptions) -> MustPlan:
    """The plan before anything is sought; raises ConflictError where no roster exists and that is soon proven."""
    if not case.asks_anything:
        return MustPlan(case)
    if case.leads_must and not case.site.leads:
        raise NoRosterError(
            "No roster exists in which anybody is at work: the span of control is marked must, and staff.csv lists no "
            "team lead; add team leads, or set must = false to see a roster with the shortfall"
        )
    seconds = max(LEAST_EARLY_S, EARLY_SHARE * options.time_limit_s)
    budget = Budget(options.clock, options.clock() + seconds)
    found = decision(case, budget.effort())
    if found.verdict == "none":
        raise ConflictError(conflict_in(case, proven_stretch(case, staff, budget) or case, _for_words(options)))
    if found.verdict == "unknown":
        _refuse_proven(case, staff, budget, options)
    return MustPlan(case, found.witness)


def refuse_later(plan: MustPlan, staff: Staff, options: SolveOptions) -> None:
    """Raise ConflictError where, after a search in vain, more time shows that no roster exists."""
    _refuse_proven(plan.case, staff, _for_words(options), options)


def _refuse_proven(case: Case, staff: Staff, budget: Budget, options: SolveOptions) -> None:
    part = proven_stretch(case, staff, budget)
    if part is not None:
        raise ConflictError(conflict_in(case, part, _for_words(options)))


def _for_words(options: SolveOptions) -> Budget:
    return Budget(options.clock, options.clock() + EXPLAIN_S)


def named(error: NoRosterError, case: Case, options: SolveOptions) -> NoRosterError:
    """The conflict of the person to whom rules, files and kept duties together leave no legal tour.

    The error itself where it is not about one person: kept duties that take more desks than there are.
    """
    until = _for_words(options)
    locked = {lock.agent_id for lock in case.locks} | {duty.agent_id for duty in case.site.previous}
    ids = [person.id for person in case.site.people if person.id in locked]
    for agent_id in sorted(ids, key=lambda one: one not in str(error)):  # whom the error speaks of comes first
        alone = person_of(case, agent_id)
        if until.is_up():
            break
        if decision(alone, until.effort()).verdict == "none":
            return ConflictError(conflict_in(alone, alone, until))
    return error


def unmet(case: Case, terms: Terms) -> str:
    """What is marked `must` and not met, in words; empty where all is met."""
    told = [
        f"queue {queue} lacks {terms.short_by_queue.get(queue, 0.0):.1f} agent-intervals"
        for queue in case.needs
        if terms.short_by_queue.get(queue, 0.0) > ROUNDING
    ]
    if case.leads_must and terms.lead_intervals_short > 0:
        told.append(f"{terms.lead_intervals_short:.0f} team leads are missing in all")
    return " and ".join(told)


def undecided_sentence(missing: str) -> str:
    """What is said of a roster that does not meet what is marked `must`, where it is not known whether one does."""
    return (
        f"The roster keeps every rule but does not meet what is marked must: {missing}; in the time given none was "
        "found that does, nor proven that none exists: give more time, or set must = false."
    )


def conflict_json(conflict: Conflict) -> dict[str, Json]:
    """The conflict for `report.json`."""
    where = conflict.where.window
    return {
        "members": [
            {"kind": member.kind, "of": member.of, "words": words_of(conflict, member)} for member in conflict.members
        ],
        "smallest": conflict.is_smallest,
        "by_grid_of_breaks": conflict.by_grid,
        "shows_in": {"start": where.start.isoformat(), "days": where.days},
    }
