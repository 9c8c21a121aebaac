"""Every word on the screens, in Korean and English, by key; dates and amounts as each language writes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from app_parts import words_en, words_ko

KOREAN, ENGLISH = "ko", "en"
LANGUAGES: Mapping[str, str] = {KOREAN: "한국어", ENGLISH: "English"}
CATALOGUES: Mapping[str, Mapping[str, str]] = {KOREAN: words_ko.WORDS, ENGLISH: words_en.WORDS}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language; called with a key, it gives the text."""

    language: str
    entries: Mapping[str, str]

    def __call__(self, key: str) -> str:
        """The text of a key."""
        return self.entries[key]

    def known(self, group: str, value: str, otherwise: str | None = None) -> str:
        """The text of a value from a file, such as a reason; another, or the value, where no word is known."""
        return self.entries.get(f"{group}.{value}", otherwise or value)

    def amount(self, unit: str, value: float, decimals: int = 0) -> str:
        """A number with its unit, thousands grouped."""
        return self(f"unit.{unit}").format(f"{value:,.{decimals}f}")

    def day(self, day: date) -> str:
        """A day with its weekday: `10-05 월`, `10-05 Mon`."""
        return f"{day:%m-%d} {self(f'weekday.{day.weekday()}')}"

    def moment(self, moment: datetime) -> str:
        """A day and a time of it, 24 hours."""
        return f"{self.day(moment)} {moment:%H:%M}"

    def person(self, name: str) -> str:
        """Who acted: a person by the name given, the night by its word."""
        return self.entries.get(f"who.{name}", name)

    def queue(self, queue: str | None) -> str:
        """A queue by its id; None is all of them."""
        return self("all_queues") if queue is None else queue


def words_of(language: str) -> Words:
    """The words of a language."""
    return Words(language, CATALOGUES[language])


def share(value: float, decimals: int = 1) -> str:
    """A share in percent."""
    return f"{value:.{decimals}%}"


def change(now: float, before: float) -> str:
    """How much more or less than before, in percent with its sign; a dash where that was nothing."""
    percent = percent_change(now, before)
    if percent is None:
        return "–"
    shown = f"{percent:+.1f}%"
    return "0.0%" if shown in ("+0.0%", "-0.0%") else shown


def percent_change(now: float, before: float | None) -> float | None:
    """How much more or less than before, in percent; None where that is unknown or was nothing."""
    return 100 * (now - before) / before if before else None


def clock(minute: int) -> str:
    """A minute of the day as HH:MM."""
    return f"{minute // 60:02d}:{minute % 60:02d}"
