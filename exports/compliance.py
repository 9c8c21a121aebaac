"""What a compliance report says: a roster by its hash, each article with its counts, and what was relaxed by whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

type Language = Literal["ko", "en"]
type Verdict = Literal["broken", "near", "kept", "unseen"]


@dataclass(frozen=True, slots=True)
class Article:
    """One rule in the reader's language: its source, what breaking it costs, and how often it was looked at.

    `near` counts cases that one step stricter (`step`) would break; None for a rule without such a number. `examples`
    are places where it is broken.
    """

    rule_id: str
    title: str
    sentence: str
    source: str
    status: str
    penalty: str
    checked: int
    near: int | None
    step: str
    broken: int
    examples: tuple[str, ...]

    @property
    def verdict(self) -> Verdict:
        """Broken, near its limit, kept; or not looked at because the roster has no case of it."""
        if self.broken:
            return "broken"
        if not self.checked:
            return "unseen"
        return "near" if self.near else "kept"


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A number of the rule pack that the site sets itself: by whom and since which night, as far as the store knows."""

    parameter: str
    meaning: str
    of_pack: str
    of_site: str
    direction: Literal["looser", "stricter", "other"]
    who: str
    since: str


@dataclass(frozen=True, slots=True)
class Compliance:
    """The report on one roster in one language; hashes are of its files' bytes, `sha256` is over both of them."""

    site_id: str
    site_name: str
    pack: str
    start: str
    end: str
    people: int
    duties: int
    made: str
    sha256: str
    hashes: Mapping[str, str]
    articles: tuple[Article, ...]
    relaxed: tuple[Relaxation, ...]
    lead_intervals: int
    lead_intervals_short: int

    @property
    def checked(self) -> int:
        """Cases looked at in all."""
        return sum(article.checked for article in self.articles)

    @property
    def near(self) -> int:
        """Cases near a limit."""
        return sum(article.near or 0 for article in self.articles)

    @property
    def broken(self) -> int:
        """Cases that break a rule."""
        return sum(article.broken for article in self.articles)
