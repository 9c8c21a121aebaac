"""The page of rest and fairness: is every right to rest kept, how near to the limits, and how evenly is it shared?"""

import streamlit as st

from app_parts import cached, controls, session
from app_parts.chart_base import show
from app_parts.headlines import Figure, show_figures
from app_parts.rest_charts import burden_chart, rests_chart
from app_parts.rest_tables import articles_table
from app_parts.version_controls import line_shown
from app_parts.version_wait import is_ready
from app_parts.words import Words
from pipeline.views_rest import RestView


def page() -> None:
    """Broken, near the limit and rests given first; then the articles, or the distributions."""
    words, mark = session.words(), session.mark()
    top = st.container()
    sections = {"law": law, "fairness": fairness}
    section_place, line_place = st.columns([3, 1], vertical_alignment="bottom")
    with line_place:
        version = line_shown(words, mark)
    with section_place:
        chosen = controls.section("rest", list(sections), session.REST_SECTION, words)
    if not is_ready(words, mark, version):
        return
    view = cached.rest(cached.version_mark(mark, version.number), words.language)
    with top:
        show_figures(figures(view, words))
    sections[chosen](words, view)


def figures(view: RestView, words: Words) -> list[Figure]:
    """Cases broken, near the limit and looked at; meals and rests given."""
    return [
        Figure(
            words("rest.broken"),
            words.amount("cases", view.broken),
            words("roster.broken_of").format(f"{view.checked:,}"),
            is_warning=view.broken > 0,
        ),
        Figure(
            words("rest.near"), words.amount("cases", view.near), words("rest.near_beside"), words("rest.near_help")
        ),
        Figure(words("rest.meals"), words.amount("hours", view.meal_h), words("rest.meals_beside")),
        Figure(
            words("rest.rests"),
            words.amount("hours", view.rest_h),
            words("rest.rests_beside").format(f"{view.rests_given:,}"),
        ),
    ]


def law(words: Words, view: RestView) -> None:
    """Every article with its counts, and how long people rest between two duties."""
    st.subheader(words("rest.law_title"), anchor=False, help=words("rest.near_help"))
    articles_table(view.articles, words)
    st.caption(words("rest.law_note"))


def fairness(words: Words, view: RestView) -> None:
    """How many people carry how many nights, weekends and holidays; and rests between duties."""
    st.caption(words("rest.fair_note"))
    kinds = ("nights", "weekends", "holidays")
    for place, kind in zip(st.columns(len(kinds), gap="medium"), kinds, strict=True):
        rows = view.burdens[view.burdens["kind"] == kind]
        with place:
            st.subheader(words(f"rest.{kind}"), anchor=False)
            if rows["count"].sum():
                show(burden_chart(rows, words), words(f"rest.{kind}"))
            else:
                st.info(words("rest.none_of_it"), icon=":material/info:")
    st.subheader(words("rest.between"), anchor=False, help=words("rest.between_help"))
    if len(view.rests):
        show(rests_chart(view.rests, view.least_rest_h, words), words("rest.between"))
    else:
        st.info(words("rest.none_of_it"), icon=":material/info:")


page()
