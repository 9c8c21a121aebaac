"""The Korean catalogue: every word of the Korean screens by key; the terms are those of the glossary."""

from app_parts.words_ko import (
    access,
    common,
    edit,
    forecast,
    jobs,
    planner,
    price,
    requirement,
    roster,
    site_page,
    today,
    what_if,
)

WORDS: dict[str, str] = {
    **access.WORDS,
    **common.WORDS,
    **edit.WORDS,
    **forecast.WORDS,
    **jobs.WORDS,
    **planner.WORDS,
    **price.WORDS,
    **requirement.WORDS,
    **roster.WORDS,
    **site_page.WORDS,
    **today.WORDS,
    **what_if.WORDS,
}
