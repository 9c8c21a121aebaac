"""`report.json` of a roster that a planner edited: cover, rules, leads, where it is short; nothing was solved."""

from collections.abc import Mapping, Sequence

from pandera.typing.pandas import DataFrame

from domain.frames import Requirement
from domain.roster import Roster
from domain.site import Site
from pipeline.json_reading import as_object
from scheduling.audit import audit
from scheduling.explain import ShortInterval, short_intervals, short_leads
from store.json_text import Json, plain

DECIMALS = 4
EDITED = "edited"


def edited_report(site: Site, roster: Roster, needed: DataFrame[Requirement]) -> Mapping[str, Json]:
    """The audit of the whole roster in the form of a solve's report; `objective`, `bound` and `gap` are null."""
    found = audit(site, roster, needed)
    return as_object(
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
