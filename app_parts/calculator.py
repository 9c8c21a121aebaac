"""The planner's calculator: one interval of one queue, agents given or found for goals."""

import streamlit as st

from app_parts import session
from app_parts.calculator_answer import show_answer
from app_parts.words import Words
from pipeline.erlang_run import ErlangQuestion, erlang_report

PLAIN = "%g"  # no decimals that say nothing


def calculator(words: Words, interval_min: int) -> None:
    """Asks for one case and shows its figures."""
    st.subheader(words("calculator.title"), anchor=False, help=words("calculator.help"))
    with st.form(session.CALCULATOR, border=True):
        question = _question(words, interval_min)
        asked = st.form_submit_button(words("calculator.go"), type="primary", width="stretch")
    if asked:
        show_answer(erlang_report(question), words)


def _question(words: Words, interval_min: int) -> ErlangQuestion:
    """The boxes of the form: what comes in, then the goals, which the number of agents takes the place of."""
    offered_place, aht_place, patience_place, many_place, agents_place = st.columns(5, vertical_alignment="bottom")
    offered = offered_place.number_input(
        words("calculator.offered").format(interval_min), 0.0, value=100.0, step=10.0, format=PLAIN
    )
    aht_s = aht_place.number_input(words("calculator.aht"), 1.0, value=190.0, step=10.0, format=PLAIN)
    patience_s = patience_place.number_input(words("calculator.patience"), 0.0, value=150.0, step=10.0, format=PLAIN)
    concurrency = many_place.number_input(words("calculator.concurrency"), 1, 20, value=1, step=1)
    agents = agents_place.number_input(
        words("calculator.agents"), 0, value=None, step=1, placeholder=words("calculator.find")
    )
    rate_place, level_place, within_place, asa_place, occupancy_place = st.columns(5, vertical_alignment="bottom")
    rate = rate_place.number_input(words("calculator.rate"), 1.0, 100.0, value=95.0, step=1.0, format=PLAIN)
    level = level_place.number_input(words("calculator.level"), 1.0, 100.0, value=80.0, step=1.0, format=PLAIN)
    within_s = within_place.number_input(words("calculator.within"), 0.0, value=20.0, step=5.0, format=PLAIN)
    none = words("calculator.no_goal")
    asa_s = asa_place.number_input(words("calculator.asa"), 0.1, value=None, step=5.0, format=PLAIN, placeholder=none)
    occupancy = occupancy_place.number_input(
        words("calculator.occupancy_goal"), 1.0, 100.0, value=None, step=1.0, format=PLAIN, placeholder=none
    )
    finds = agents is None
    return ErlangQuestion(
        offered=offered,
        interval_min=interval_min,
        aht_s=aht_s,
        patience_s=patience_s or None,
        agents=agents,
        response_rate=rate / 100 if finds else None,
        service_level=level / 100 if finds else None,
        answer_within_s=within_s,
        max_asa_s=asa_s if finds else None,
        max_occupancy=occupancy / 100 if finds and occupancy is not None else None,
        concurrency=concurrency,
    )
