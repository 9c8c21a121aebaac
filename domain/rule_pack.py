"""Rule packs: the rules of work and rest as data, each with its source, for the solver, the audit and the screens."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from domain.errors import ConfigError, DataError, Problem
from domain.site_config import Section, config_problems
from domain.tables import read_text

PACKS_DIR = Path(__file__).resolve().parents[1] / "data" / "rules"

Strength = Literal["hard", "soft", "hard unless short"]


class MealStep(Section):
    """Paid work of at least `paid_minutes` needs at least `meal_minutes` of meal."""

    paid_minutes: int = Field(gt=0)
    meal_minutes: int = Field(gt=0)


class RuleParameters(Section):
    """The numbers of the rules; a site may override any of them."""

    standard_minutes_week: int = Field(2400, gt=0)
    standard_minutes_day: int = Field(480, gt=0)
    max_paid_minutes_week: int = Field(3120, gt=0)
    max_paid_minutes_day: int = Field(720, gt=0)
    min_rest_days_week: int = Field(1, ge=1, le=6)
    min_rest_between_duties_h: float = Field(11, ge=0)
    max_consecutive_days: int = Field(6, ge=1)
    max_consecutive_nights: int = Field(3, ge=1)
    night_duty_minutes: int = Field(180, gt=0)
    nights_before_long_rest: int = Field(2, ge=1)
    min_rest_after_nights_h: float = Field(24, ge=0)
    rest_apart_minutes: int = Field(30, ge=0)
    meal_steps: tuple[MealStep, ...] = ()

    def meal_needed_min(self, paid_min: int) -> int:
        """Least minutes of meal that a duty with so much paid work needs."""
        return max((step.meal_minutes for step in self.meal_steps if paid_min >= step.paid_minutes), default=0)


class RuleText(Section):
    """What a planner reads about a rule: its names, its sentence, how strong it is and where it comes from."""

    id: str
    title_ko: str
    title_en: str
    sentence_ko: str
    sentence_en: str
    strength: Strength
    source: str
    status: Literal["law", "policy", "contract"]

    def title(self, language: str) -> str:
        """The rule's name in 'ko' or 'en'."""
        return self.title_ko if language == "ko" else self.title_en

    def sentence(self, language: str) -> str:
        """The rule's sentence in 'ko' or 'en'."""
        return self.sentence_ko if language == "ko" else self.sentence_en


class Weights(Section):
    """What a soft rule costs when it is not kept, in points; the name gives the unit."""

    short_per_agent_interval: float = Field(gt=0)
    deep_short_per_agent_interval: float = Field(gt=0)
    deep_short_from_share: float = Field(gt=0, lt=1)
    over_per_agent_interval: float = Field(ge=0)
    lead_short_per_interval: float = Field(gt=0)
    contract_under_per_hour: float = Field(ge=0)
    overtime_per_hour: float = Field(ge=0)
    night_premium_per_hour: float = Field(ge=0)
    holiday_premium_per_hour: float = Field(ge=0)
    preference_per_weight: float = Field(ge=0)
    standing_preference_per_weight: float = Field(ge=0)
    uneven_night: float = Field(ge=0)
    uneven_weekend: float = Field(ge=0)


class _PackFile(Section):
    id: str
    name: str
    parameters: RuleParameters
    weights: Weights
    rule: tuple[RuleText, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class RulePack:
    """A pack with the site's overrides applied."""

    id: str
    name: str
    parameters: RuleParameters
    weights: Weights
    rules: Mapping[str, RuleText]

    def text(self, rule_id: str) -> RuleText:
        """The words of one rule."""
        return self.rules[rule_id]


def read_rule_pack(
    pack: str, override: Mapping[str, float | int | bool | str], site_dir: Path | None = None
) -> RulePack:
    """The pack named, or the TOML file named relative to the site folder, with parameters overridden."""
    path = PACKS_DIR / f"{pack}.toml"
    if not path.is_file() and site_dir is not None:
        path = site_dir / pack
    if not path.is_file():
        known = ", ".join(sorted(found.stem for found in PACKS_DIR.glob("*.toml")))
        raise ConfigError(
            f"site.toml, rules.pack: there is no rule pack {pack!r}; packs are {known}, or give a TOML file"
        )
    try:
        content = _PackFile.model_validate(tomllib.loads(read_text(path)))
    except tomllib.TOMLDecodeError as error:
        raise DataError([Problem(path.name, None, None, None, f"valid TOML, but {error}")]) from error
    except ValidationError as error:
        raise DataError(config_problems(error, path.name)) from error
    parameters = _with_overrides(content.parameters, override)
    return RulePack(content.id, content.name, parameters, content.weights, {rule.id: rule for rule in content.rule})


def _with_overrides(parameters: RuleParameters, override: Mapping[str, float | int | bool | str]) -> RuleParameters:
    try:
        return RuleParameters.model_validate(parameters.model_dump() | dict(override))
    except ValidationError as error:
        problems = config_problems(error, "site.toml")
        raise DataError(
            [Problem(p.file, p.row, f"rules.override.{p.column}", p.value, p.expected) for p in problems]
        ) from error
