"""`report.json` of a roster that a planner edited: cover, rules, leads, where it is short; nothing was solved."""

from collections.abc import Mapping, Sequence

from pandera.typing.pandas import DataFrame

from domain.frames import Curve, Requirement
from domain.roster import Roster
from domain.site import Site
from pipeline.json_reading import as_object
from scheduling.audit import audit
from scheduling.contacts import contact_plan
from scheduling.day_grid import DayGrid
from scheduling.explain import ShortInterval, short_intervals, short_leads
from scheduling.objective import promises_of
from scheduling.report import promises_json
from store.json_text import Json, plain

DECIMALS = 4
EDITED = "edited"


def edited_report(
    site: Site, roster: Roster, needed: DataFrame[Requirement], curve: DataFrame[Curve] | None = None
) -> Mapping[str, Json]:
    """The audit of the whole roster in the form of a solve's report; `objective`, `bound` and `gap` are null.

    With a curve, what is expected of goals kept by contacts, too.
    """
    found = audit(site, roster, needed)
    promised = contact_plan(site, needed, curve, DayGrid(roster.window, site.interval_min))
    promises = promises_json(site, roster, promises_of(site, roster, promised)) if promised else {}
    audited = as_object(
        plain(
            {
                "status": EDITED,
                "objective": None,
                "bound": None,
                "gap": None,
                "window": {"start": roster.window.start, "days": roster.window.days},
                "duties": len(roster.duties),
                "coverage": found.coverage,
                "rules": {
                    rule_id: {"checked": each.checked, "broken": each.broken, "source": each.source}
                    for rule_id, each in found.rules.items()
                },
                "leads": {
                    "required": sum(interval.need for interval in found.leads),
                    "short": sum(interval.short for interval in found.leads),
                    "intervals": _rows(short_leads(site, roster, found.leads)),
                },
                "short": _rows(short_intervals(site, roster, needed)),
            }
        )
    )
    return {**audited, **promises}


def _rows(intervals: Sequence[ShortInterval]) -> list[dict[str, object]]:
    return [
        {
            "interval_start": interval.interval_start,
            **({"queue": interval.queue} if interval.queue else {}),
            "need": interval.need,
            "have": round(interval.have, DECIMALS),
            "short": round(interval.short, DECIMALS),
            "why": interval.why,
        }
        for interval in intervals
    ]
