"""What happens at an edit, from whichever control it comes: it is judged, and the answer is remembered."""

import logging

import streamlit as st

from app_parts import cached, session
from app_parts.edit_answer import EditAnswer
from domain.errors import WfmError
from pipeline.edit_orders import Change, EditOrder
from pipeline.roster_edit import edit_roster
from pipeline.views_night import NightMark

logger = logging.getLogger(__name__)


def judge(mark: NightMark, number: int, changes: tuple[Change, ...]) -> None:
    """Asks for the edit and remembers the answer; the grid is drawn afresh, whether it was kept or refused."""
    person = str(st.session_state.get(session.WHO) or "")
    try:
        verdict = edit_roster(mark.site_dir, cached.night(mark).site, EditOrder(number, changes, person))
        answer = EditAnswer(changes, verdict, "")
    except WfmError as error:  # before the page is drawn: its sentence is shown beside the grid
        logger.warning("shown to the planner: %s", error)
        answer = EditAnswer(changes, None, str(error))
    st.session_state[session.EDIT_ANSWER] = answer
    st.session_state[session.EDIT_ROUND] = st.session_state.get(session.EDIT_ROUND, 0) + 1
