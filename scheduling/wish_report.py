"""The part of `report.json` on dated wishes: how much is met, and what each one that is not met would have cost."""

from collections.abc import Mapping

from domain.roster import Roster
from domain.site import Site
from scheduling.arena import Floats
from scheduling.staff_tables import Staff
from scheduling.wish_costs import UnmetWish, unmet_wishes

type Json = str | float | list["Json"] | dict[str, "Json"] | None

DECIMALS = 4
ROUNDING = 1e-6


def preferences_json(site: Site, staff: Staff, roster: Roster, needs: Mapping[str, Floats]) -> dict[str, Json]:
    """Weight of the window's dated wishes, the share met, that share where cover allows it, and the unmet ones.

    Cover allows a wish that is met, and one that a legal tour could meet with no agent and no lead more short.
    """
    wished = sum(abs(wish.weight) for wish in site.preferences if wish.day and roster.window.holds(wish.day))
    unmet = unmet_wishes(site, staff, roster, needs)
    met = wished - sum(abs(found.wish.weight) for found in unmet)
    allowed = met + sum(abs(found.wish.weight) for found in unmet if _cover_allows(found))
    return {
        "weight": round(wished, DECIMALS),
        "met_share": round(met / wished, DECIMALS) if wished else None,
        "met_share_where_cover_allows": round(met / allowed, DECIMALS) if allowed else None,
        "unmet": [_unmet(found) for found in unmet],
    }


def _cover_allows(found: UnmetWish) -> bool:
    """Whether the wish could be met with nobody more short; a wish that was not priced counts as one that could."""
    if found.forbidden_by is not None:
        return False
    return max(found.agent_intervals or 0.0, found.lead_intervals or 0.0) <= ROUNDING


def _unmet(found: UnmetWish) -> Json:
    wish = found.wish
    row: dict[str, Json] = {
        "agent_id": wish.agent_id,
        "date": found.day.isoformat(),
        "shift": wish.shift,
        "weight": wish.weight,
        "worth": round(found.worth, DECIMALS),
    }
    if found.forbidden_by is not None:
        return row | {"forbidden_by": found.forbidden_by}
    return row | {"cost": _rounded(found.points), "agent_intervals": _rounded(found.agent_intervals),
                  "lead_intervals": _rounded(found.lead_intervals)}  # fmt: skip


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, DECIMALS) + 0.0
