"""`docs/rules.md`: every rule of the roster as planners read it, written from the rules and the rule packs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from domain.rule_pack import PACKS_DIR, RulePack, read_rule_pack
from domain.rule_parameters import MealStep, RuleParameters, Told
from domain.rule_weights import Weights
from domain.site_config import RulesSection
from scheduling.rules.book import RuleText, rule_book
from store.files import write_text

LANGUAGES = ("en", "ko")
STATUS = {
    "law": "law · 법",
    "policy": "house policy · 내부 규정",
    "contract": "contract · 계약",
    "form": "form of the files · 파일 형식",
}
STRENGTH = {
    "hard": "Hard · 필수",
    "soft": "Soft, at a price · 권고, 점수로 셈",
    "hard unless short": "Hard unless people are missing; then reported · 필수, 사람이 모자라면 보고",
}
HEAD = """# The rules of a roster · 근무표 규칙

Written by `wfm rules-page --out docs/rules.md` from the rules (`scheduling/rules/`) and the rule packs (`data/rules/`);
a test keeps it so. A site names its pack in `site.toml` under `[rules]`, and may set any parameter under
`[rules.override]`. Hard rules bind every roster: nothing buys them.

규칙(`scheduling/rules/`)과 규칙 묶음(`data/rules/`)에서 만든 문서입니다. 사이트는 `site.toml`의 `[rules]`에서
묶음을 고르고 `[rules.override]`에서 매개변수를 바꿀 수 있습니다. 필수 규칙은 어떤 점수로도 어길 수 없습니다.

A number is *law* (read in the statute), *press* (reported), *own* (our arithmetic) or *assumed* (our choice).
수의 근거는 *law* 법조문, *press* 보도, *own* 자체 계산, *assumed* 자체 가정입니다.

In the inequalities d is a duty, e the duty after it, w a site week, t an interval; paid, night_min, start and end are
minutes and times of a duty; (x)+ is x or 0, whichever is more.
부등식에서 d는 근무, e는 그다음 근무, w는 주, t는 시간대이고, paid, night_min, start, end는 근무의 분과 시각입니다.
(x)+는 x와 0 가운데 큰 값입니다.
"""


def write_rules_page(out: Path) -> None:
    """Writes the page into a file, whole or not at all."""
    write_text(out, rules_page())


def rules_page() -> str:
    """The page for all packs of the product, the one that sites have by default first."""
    names = sorted(
        (path.stem for path in PACKS_DIR.glob("*.toml")), key=lambda name: (name != RulesSection().pack, name)
    )
    packs = {name: read_rule_pack(name, {}) for name in names}
    books = {name: rule_book(pack) for name, pack in packs.items()}
    lines = [HEAD, *_packs(packs)]
    for rule_id in sorted(books[names[0]], key=lambda rule_id: books[names[0]][rule_id].status == "form"):
        lines += _rule([book[rule_id] for book in books.values()])
    return "\n".join(lines)


def _packs(packs: Mapping[str, RulePack]) -> Iterator[str]:
    yield from _table(("pack · 묶음", "name · 이름"), [(f"`{name}`", pack.name) for name, pack in packs.items()])


def _rule(texts: Sequence[RuleText]) -> Iterator[str]:
    """One rule under each of the packs."""
    rule = texts[0]
    yield f"## {rule.title('en')} · {rule.title('ko')} (`{rule.id}`)\n"
    for language in LANGUAGES:
        yield from _sentences(texts, language)
    yield f"{STRENGTH[rule.strength]}\n"
    yield f"```text\n{rule.wording.inequality}\n```\n"
    numbers = [
        *_numbers(texts, rule.wording.parameters, RuleParameters),
        *_numbers(texts, rule.wording.weights, Weights),
    ]
    if numbers:
        yield from _table(("number · 수", "meaning · 뜻", "unit · 단위", *(f"`{t.pack.id}`" for t in texts)), numbers)
    rows = [(f"`{text.pack.id}`", STATUS[text.status], _both(text.source_in), _both(text.penalty)) for text in texts]
    heads = ("pack · 묶음", "kind · 성격", "source · 근거", "if broken · 어기면")
    yield from _table(heads, [("all · 모두", *rows[0][1:])] if len({row[1:] for row in rows}) == 1 else rows)


def _sentences(texts: Sequence[RuleText], language: str) -> Iterator[str]:
    """The sentence, once where all packs say the same."""
    said = {text.pack.id: text.sentence(language) for text in texts}
    if len(set(said.values())) == 1:
        yield f"{next(iter(said.values()))}\n"
    else:
        yield from (f"- `{pack}`: {sentence}" for pack, sentence in said.items())
        yield ""


def _numbers(
    texts: Sequence[RuleText], names: Sequence[str], of: type[RuleParameters | Weights]
) -> Iterator[tuple[str, ...]]:
    """A row for each parameter or weight: what it means, its unit, and its value and status in each pack."""
    for name in names:
        told = next(part for part in of.model_fields[name].metadata if isinstance(part, Told))
        yield f"`{name}`", f"{told.en} · {told.ko}", told.unit, *(_value(text.pack, name, of) for text in texts)


def _value(pack: RulePack, name: str, of: type[RuleParameters | Weights]) -> str:
    number = getattr(pack.parameters if of is RuleParameters else pack.weights, name)
    fact = pack.facts.get(name)
    return f"**{_shown(number)}** assumed" if fact is None else f"**{_shown(number)}** {fact.status}: {fact.source}"


def _shown(number: float | str | tuple[MealStep, ...]) -> str:
    if isinstance(number, tuple):
        return ", ".join(f"{step.paid_minutes} → {step.meal_minutes}" for step in number)
    return number if isinstance(number, str) else f"{number:g}"


def _both(text_in: Callable[[str], str]) -> str:
    """The text in English and Korean, once where they are the same; a dash where there is none."""
    return " · ".join(dict.fromkeys(text_in(language) for language in LANGUAGES)) or "–"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    for row in (heads, ["---"] * len(heads), *rows):
        yield f"| {' | '.join(cell.replace('|', '/') for cell in row)} |"
    yield ""
