"""What a solve gives back: the roster with its cost, its bound and its audit."""

from dataclasses import dataclass
from typing import Literal

from pandera.typing.pandas import DataFrame

from domain.frames import Requirement
from domain.roster import Roster
from domain.site import Site
from scheduling.audit import AuditReport
from scheduling.objective import Terms
from scheduling.options import Progress
from scheduling.staff_tables import Staff
from scheduling.watch import StoppedBy

PROVEN = 1e-6


@dataclass(frozen=True, slots=True)
class RosterOutcome:
    """A legal roster with what it costs, the bound that no roster beats, and how the solve ended.

    `short_in_bound` numbers the intervals of the window in which the bound itself is short of leads; None without one.
    """

    site: Site
    staff: Staff
    requirement: DataFrame[Requirement]
    roster: Roster
    terms: Terms
    audit: AuditReport
    bound: float
    seconds: float
    stopped_by: StoppedBy
    course: tuple[Progress, ...] = ()
    short_in_bound: frozenset[int] | None = None
    unmet: str = ""  # what is marked `must` and not met, where it was not decided whether a roster meets it

    @property
    def gap(self) -> float:
        """(objective - bound) / |objective|, never below 0."""
        points = self.terms.total
        return max(0.0, (points - self.bound) / abs(points)) if points else 0.0

    @property
    def status(self) -> Literal["optimal", "feasible"]:
        """Optimal only where the bound proves it."""
        return "optimal" if self.gap <= PROVEN else "feasible"
