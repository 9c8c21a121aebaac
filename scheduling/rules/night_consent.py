"""Night work only with consent."""

from collections.abc import Iterator

from domain.roster import Duty
from domain.shifts import Shift
from scheduling.rules.rule import Case, DutyRule, PersonFacts, Wording, named

WORDING = Wording(
    id="night_consent",
    title_en="Night consent",
    title_ko="야간 동의",
    sentence_en="Work between {night_from} and {night_until} only with the person's consent and no limit against it.",
    sentence_ko="{night_from}부터 {night_until}까지의 근무는 동의한 사람에게만, 제한이 없을 때에만 줍니다.",
    inequality="night_min(d) = 0  or  (night_consent = 1 and no `no_night` on day(d))    for each duty d",
    parameters=("night_from", "night_until"),
)


def cases(facts: PersonFacts, duty: Duty, shift: Shift) -> Iterator[Case]:
    """A duty with any minute of night time needs consent and no `no_night` limit on its day."""
    agreed = facts.person.night_consent and not facts.limits_on(duty.day, "no_night")
    yield Case(agreed or facts.parameters.night.minutes_in(duty) == 0, named(duty))


RULE = DutyRule(WORDING, cases)
