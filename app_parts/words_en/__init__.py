"""The English catalogue: every word of the English screens by key; the terms are those of the glossary."""

from app_parts.words_en import common, forecast, planner, price, requirement, roster

WORDS: dict[str, str] = {
    **common.WORDS,
    **forecast.WORDS,
    **planner.WORDS,
    **price.WORDS,
    **requirement.WORDS,
    **roster.WORDS,
}
