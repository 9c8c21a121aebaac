"""The planner's calculator: one interval of one queue, agents given or found for a goal."""

import streamlit as st

from app_parts import session
from app_parts.words import Words, share
from pipeline.erlang_run import ErlangQuestion, Figures, erlang_figures

SHARES = ("response_rate", "service_level", "p_wait", "p_abandon", "occupancy")
SECONDS = ("asa_s", "wait_s")


def calculator(words: Words, interval_min: int) -> None:
    """Asks for one case and shows its figures."""
    st.subheader(words("calculator.title"), anchor=False, help=words("calculator.help"))
    with st.form(session.CALCULATOR, border=True):
        offered_place, aht_place, patience_place, within_place = st.columns(4)
        offered = offered_place.number_input(
            words("calculator.offered").format(interval_min), 0.0, value=100.0, step=10.0
        )
        aht_s = aht_place.number_input(words("calculator.aht"), 1.0, value=190.0, step=10.0)
        patience_s = patience_place.number_input(words("calculator.patience"), 0.0, value=150.0, step=10.0)
        within_s = within_place.number_input(words("calculator.within"), 0.0, value=20.0, step=5.0)
        agents_place, rate_place, level_place, go_place = st.columns(4, vertical_alignment="bottom")
        agents = agents_place.number_input(
            words("calculator.agents"), 0, value=None, step=1, placeholder=words("calculator.find")
        )
        rate = rate_place.number_input(words("calculator.rate"), 1.0, 100.0, value=95.0, step=1.0)
        level = level_place.number_input(words("calculator.level"), 1.0, 100.0, value=80.0, step=1.0)
        asked = go_place.form_submit_button(words("calculator.go"), type="primary", width="stretch")
    if asked:
        question = ErlangQuestion(
            offered=offered,
            interval_min=interval_min,
            aht_s=aht_s,
            patience_s=patience_s or None,
            agents=agents,
            response_rate=None if agents is not None else rate / 100,
            service_level=None if agents is not None else level / 100,
            answer_within_s=within_s,
        )
        _show_answer(erlang_figures(question), words)


def _show_answer(figures: Figures, words: Words) -> None:
    st.metric(words("calculator.agents_needed"), words.amount("agents", float(figures["agents"] or 0)))
    places = st.columns(len(SHARES) + len(SECONDS))
    for place, name in zip(places, SHARES + SECONDS, strict=True):
        value = float(figures[name] or 0)
        shown = share(value) if name in SHARES else words.amount("seconds", value, 1)
        place.metric(words(f"calculator.{name}"), shown, border=True)
