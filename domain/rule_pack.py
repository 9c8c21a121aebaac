"""Rule packs: the numbers, sources and penalties of the rules of work and rest, as data in a TOML file.

What a rule says and how it is checked stands once, in its module of `scheduling/rules`; a pack says what a country or a
house makes of it.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from string import Formatter
from typing import Literal

from pydantic import Field, ValidationError, field_validator, model_validator

from domain.errors import ConfigError, DataError, Problem
from domain.rule_parameters import RuleParameters
from domain.rule_weights import Weights
from domain.site_config import NO_TOML, Section, config_problems
from domain.tables import read_text

PACKS_DIR = Path(__file__).resolve().parents[1] / "data" / "rules"

RuleStatus = Literal["law", "policy", "contract", "form"]
FactStatus = Literal["law", "press", "own", "assumed"]


class RuleOrigin(Section):
    """Where a rule comes from: law, the house's policy, the contract, or the form of the files; and what it costs.

    A pack may word a rule itself: in its sentence {name} stands for a parameter, {name:h} for its minutes in hours.
    """

    id: str
    status: RuleStatus
    source: str
    source_ko: str = ""
    penalty: str = ""
    sentence_en: str = ""
    sentence_ko: str = ""

    @field_validator("sentence_en", "sentence_ko")
    @classmethod
    def _names_parameters_alone(cls, sentence: str) -> str:
        """A sentence is text from a file: what stands in its braces may look into nothing and may widen nothing."""
        try:
            fields = [field[1:] for field in Formatter().parse(sentence) if field[1] is not None]
        except ValueError:
            fields = [("", None, None)]
        if any(not (name or "").isidentifier() or unit not in ("", "h") or how for name, unit, how in fields):
            raise ValueError("{name} or {name:h} for a parameter, and nothing else in braces")
        return sentence

    def source_in(self, language: str) -> str:
        """The source as a reader of 'ko' or 'en' knows it."""
        return (self.source_ko or self.source) if language == "ko" else self.source


class Penalty(Section):
    """What a statute threatens whoever breaks a rule."""

    en: str
    ko: str

    def text(self, language: str) -> str:
        """The penalty in 'ko' or 'en'."""
        return self.ko if language == "ko" else self.en


class Fact(Section):
    """How sure a number is: read in the law, reported in the press, our own arithmetic, or our own choice."""

    status: FactStatus
    source: str


class _PackFile(Section):
    id: str
    name: str
    parameters: RuleParameters
    weights: Weights
    fact: Mapping[str, Fact] = Field(default_factory=dict)
    penalty: Mapping[str, Penalty] = Field(default_factory=dict)
    rule: tuple[RuleOrigin, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_are_known(self) -> "_PackFile":
        numbers = {*RuleParameters.model_fields, *Weights.model_fields}
        named = [("fact", name, name in numbers) for name in self.fact]
        named += [("penalty", rule.penalty, not rule.penalty or rule.penalty in self.penalty) for rule in self.rule]
        ids = [rule.id for rule in self.rule]
        named += [("rule", rule_id, ids.count(rule_id) == 1) for rule_id in ids]
        wrong = [f"{kind} {name}" for kind, name, known in named if not known]
        if wrong:
            raise ValueError(f"names of the pack, each once, not {', '.join(dict.fromkeys(wrong))}")
        return self


@dataclass(frozen=True, slots=True)
class RulePack:
    """A pack with the site's overrides applied."""

    id: str
    name: str
    parameters: RuleParameters
    weights: Weights
    origins: Mapping[str, RuleOrigin]
    penalties: Mapping[str, Penalty]
    facts: Mapping[str, Fact]


def read_rule_pack(
    pack: str, override: Mapping[str, float | int | bool | str], site_dir: Path | None = None
) -> RulePack:
    """The pack named, or the TOML file named relative to the site folder, with parameters overridden."""
    path = _pack_path(pack, site_dir)
    try:
        told = tomllib.loads(read_text(path))
    except NO_TOML as error:
        raise DataError([Problem(path.name, None, None, None, f"valid TOML, but {error}")]) from error
    try:
        content = _PackFile.model_validate(told)
    except ValidationError as error:
        raise DataError(config_problems(error, path.name)) from error
    return RulePack(
        id=content.id,
        name=content.name,
        parameters=_with_overrides(content.parameters, override),
        weights=content.weights,
        origins={rule.id: rule for rule in content.rule},
        penalties=content.penalty,
        facts={name: fact for name, fact in content.fact.items() if name not in override},
    )


def _pack_path(pack: str, site_dir: Path | None) -> Path:
    parts = PurePath(pack).parts
    if not parts or PurePath(pack).is_absolute() or ".." in parts or "\0" in pack:
        raise ConfigError(f"site.toml, rules.pack: {pack!r} lies outside the site folder; name a pack or a file in it")
    path = PACKS_DIR / f"{pack}.toml"
    if not path.is_file() and site_dir is not None:
        path = site_dir / pack
    if not path.is_file():
        known = ", ".join(sorted(found.stem for found in PACKS_DIR.glob("*.toml")))
        raise ConfigError(
            f"site.toml, rules.pack: there is no rule pack {pack!r}; packs are {known}, or give a TOML file"
        )
    return path


def _with_overrides(parameters: RuleParameters, override: Mapping[str, float | int | bool | str]) -> RuleParameters:
    try:
        return RuleParameters.model_validate(parameters.model_dump() | dict(override))
    except ValidationError as error:
        problems = config_problems(error, "site.toml")
        raise DataError(
            [Problem(p.file, p.row, f"rules.override.{p.column}", p.value, p.expected) for p in problems]
        ) from error
