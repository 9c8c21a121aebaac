"""The form of the files: people, shifts and days that they name are known."""

from collections.abc import Iterator

from domain.roster import Roster
from domain.rule_pack import RuleOrigin
from domain.site import Site
from scheduling.rules.rule import Case, RosterRule, Wording, named


def _known_agent(site: Site, roster: Roster) -> Iterator[Case]:
    """Everybody with a duty is on the staff list."""
    for duty in roster.duties:
        yield Case(duty.agent_id in site.person_by_id, named(duty))


def _shift_known(site: Site, roster: Roster) -> Iterator[Case]:
    """Every duty is of a shift of the catalogue."""
    for duty in roster.duties:
        yield Case(duty.shift in site.shift_by_id, named(duty))


def _horizon(site: Site, roster: Roster) -> Iterator[Case]:
    """Every duty starts in the planning window, on the day that it names."""
    del site
    for duty in roster.duties:
        day = duty.start.date()
        yield Case(roster.window.holds(day) and duty.day == day, named(duty))


KNOWN_AGENT = RosterRule(
    Wording(
        id="known_agent",
        title_en="Known people",
        title_ko="등록된 사람",
        sentence_en="Everybody with a duty is in the staff file.",
        sentence_ko="근무하는 사람은 모두 인원 파일에 있습니다.",
        inequality="person(d) in staff.csv    for each duty d",
        origin=RuleOrigin(id="known_agent", status="form", source="staff.csv"),
    ),
    _known_agent,
)
HORIZON = RosterRule(
    Wording(
        id="horizon",
        title_en="Planned days",
        title_ko="계획 기간",
        sentence_en="Every duty starts on one of the planned days.",
        sentence_ko="모든 근무는 계획 기간 안의 날에 시작합니다.",
        inequality="first day <= day(d) = date of start(d) <= last day    for each duty d",
        origin=RuleOrigin(
            id="horizon",
            status="form",
            source="file contract: duties start on a day of the planning window",
            source_ko="파일 약속: 근무는 계획 기간에 시작",
        ),
    ),
    _horizon,
)
SHIFT_KNOWN = RosterRule(
    Wording(
        id="shift_known",
        title_en="Known shifts",
        title_ko="등록된 근무조",
        sentence_en="Every shift is in the shift file.",
        sentence_ko="모든 근무조는 근무조 파일에 있습니다.",
        inequality="shift(d) in shifts.csv    for each duty d",
        origin=RuleOrigin(id="shift_known", status="form", source="shifts.csv"),
    ),
    _shift_known,
)
