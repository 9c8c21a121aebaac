"""The rules as a pack tells them: words with the pack's numbers in them, source and penalty."""

from dataclasses import dataclass

from domain.errors import ConfigError
from domain.rule_pack import RuleOrigin, RulePack, RuleStatus
from domain.rule_parameters import MealStep
from scheduling.rules import WORDINGS
from scheduling.rules.rule import Strength, Wording

MINUTES_AN_HOUR = 60
KOREAN = "ko"


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule as a planner reads it under one pack."""

    wording: Wording
    origin: RuleOrigin
    pack: RulePack

    @property
    def id(self) -> str:
        """The rule's id in files and findings."""
        return self.wording.id

    @property
    def strength(self) -> Strength:
        """How strong the rule is, in every pack: rest is not for sale."""
        return self.wording.strength

    @property
    def status(self) -> RuleStatus:
        """Law, policy, contract or form of the files."""
        return self.origin.status

    @property
    def source(self) -> str:
        """Where the rule comes from, as files name it."""
        return self.origin.source

    def source_in(self, language: str) -> str:
        """Where the rule comes from, as a reader of 'ko' or 'en' knows it."""
        return self.origin.source_in(language)

    def title(self, language: str) -> str:
        """The rule's name in 'ko' or 'en'."""
        return self.wording.title_ko if language == KOREAN else self.wording.title_en

    def sentence(self, language: str) -> str:
        """The rule's sentence in 'ko' or 'en', with the numbers of the pack; a pack's own wording goes first."""
        own = self.origin.sentence_ko if language == KOREAN else self.origin.sentence_en
        written = self.wording.sentence_ko if language == KOREAN else self.wording.sentence_en
        return _filled(own or written, self.pack, language, self.id)

    def penalty(self, language: str) -> str:
        """What the statute threatens in 'ko' or 'en'; empty where it threatens nothing."""
        return self.pack.penalties[self.origin.penalty].text(language) if self.origin.penalty else ""


def rule_text(pack: RulePack, rule_id: str) -> RuleText:
    """The words of one rule under a pack."""
    wording = WORDINGS[rule_id]
    origin = pack.origins.get(rule_id, wording.origin)
    if origin is None:
        raise ConfigError(f"Rule pack {pack.id}: it does not say where the rule {rule_id} comes from; add its [[rule]]")
    return RuleText(wording, origin, pack)


def rule_book(pack: RulePack) -> dict[str, RuleText]:
    """The words of every rule, in the order of the registry; raises ConfigError where the pack names one of its own."""
    unknown = [rule_id for rule_id in pack.origins if rule_id not in WORDINGS]
    if unknown:
        known = ", ".join(WORDINGS)
        raise ConfigError(f"Rule pack {pack.id}: there is no rule {unknown[0]!r}; rules are {known}")
    book = {rule_id: rule_text(pack, rule_id) for rule_id in WORDINGS}
    for text in book.values():
        text.sentence(KOREAN), text.sentence("en")
    return book


@dataclass(frozen=True, slots=True)
class _Said:
    """A parameter as sentences say it: as it stands, or {name:h} for its minutes in hours."""

    number: object
    language: str

    def __format__(self, unit: str) -> str:
        if isinstance(self.number, int | float):
            return f"{self.number / MINUTES_AN_HOUR if unit == 'h' else self.number:g}"
        if isinstance(self.number, tuple):
            return ", ".join(_step(step, self.language) for step in self.number)
        return str(self.number)


def _step(step: MealStep, language: str) -> str:
    whole, minutes = divmod(step.paid_minutes, MINUTES_AN_HOUR)
    hours = f"{whole}:{minutes:02d}" if minutes else f"{whole}"
    korean = f"{hours}시간 이상이면 {step.meal_minutes}분"
    return korean if language == KOREAN else f"{step.meal_minutes} minutes from {hours} hours on"


def _filled(sentence: str, pack: RulePack, language: str, rule_id: str) -> str:
    numbers = {name: _Said(number, language) for name, number in pack.parameters}
    try:
        return sentence.format_map(numbers)
    except (KeyError, ValueError, IndexError) as error:
        raise ConfigError(
            f"Rule pack {pack.id}, rule {rule_id}: its sentence names {error}, which is no parameter of the pack"
        ) from error
