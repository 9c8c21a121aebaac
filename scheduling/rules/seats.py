"""Seats: on-site duties and the desks of the site."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from domain.roster import Roster
from domain.rule_pack import RuleOrigin
from domain.site import Site
from scheduling.intervals import intervals_touched
from scheduling.rules.rule import Case, RosterRule, Wording

WORDING = Wording(
    id="seats",
    title_en="Seats",
    title_ko="좌석",
    sentence_en="On-site duties never exceed the desks of the site.",
    sentence_ko="같은 시간대에 현장 근무자는 좌석 수를 넘지 않습니다.",
    inequality="on-site duties that touch t <= seats    for each interval t",
    origin=RuleOrigin(id="seats", status="policy", source="Site", source_ko="사이트 설정"),
)


def on_site(site: Site, roster: Roster) -> Counter[datetime]:
    """Desks taken by interval: everybody on an on-site duty, meals included."""
    desks: Counter[datetime] = Counter()
    for duty in roster.duties:
        if duty.mode == "site":
            desks.update(intervals_touched(duty.start, duty.end, site.interval_min))
    return desks


def cases(site: Site, roster: Roster) -> Iterator[Case]:
    """Nobody comes to the site for whom no desk is left, where the site says how many it has."""
    seats = site.config.site.seats
    if seats is not None:
        for moment, people in on_site(site, roster).items():
            yield Case(people <= seats, f"{moment.isoformat()} {people} on site")


RULE = RosterRule(WORDING, cases)
