"""The English catalogue: every word of the English screens by key; the terms are those of the glossary."""

from app_parts.words_en import common, edit, forecast, jobs, planner, price, requirement, roster, today, what_if

WORDS: dict[str, str] = {
    **common.WORDS,
    **edit.WORDS,
    **forecast.WORDS,
    **jobs.WORDS,
    **planner.WORDS,
    **price.WORDS,
    **requirement.WORDS,
    **roster.WORDS,
    **today.WORDS,
    **what_if.WORDS,
}
