"""What happens at an edit, from whichever control it comes: it is judged, and the answer is remembered."""

import logging
import time

import streamlit as st

from app_parts import cached, session
from app_parts.edit_answer import EditAnswer
from domain.errors import WfmError
from pipeline.edit_orders import Change, EditOrder
from pipeline.edit_seen import with_told
from pipeline.roster_edit import edit_roster
from pipeline.views_night import NightMark

logger = logging.getLogger(__name__)

RECENT_S, MOST_ANSWERS = 60.0, 6  # so that no answer is gone unread where one edit follows another


def judge(mark: NightMark, number: int, changes: tuple[Change, ...]) -> None:
    """Asks for the edit of the version that the planner saw, and remembers the answer before those of a moment ago."""
    person = str(st.session_state.get(session.WHO) or "")
    now_s, number_of_answer = time.monotonic(), 1 + max((each.number for each in answers_shown()), default=0)
    try:
        verdict = edit_roster(mark.site_dir, cached.night(mark).site, EditOrder(number, changes, person))
        answer = EditAnswer(changes, verdict, "", now_s, number_of_answer)
        st.session_state[session.EDIT_TOLD] = with_told(session.edits_told(), changes, verdict)
    except WfmError as error:  # before the page is drawn: its sentence is shown beside the grid
        logger.warning("shown to the planner: %s", error)
        answer = EditAnswer(changes, None, str(error), now_s, number_of_answer)
    earlier = [each for each in answers_shown() if each.at_s > now_s - RECENT_S]
    st.session_state[session.EDIT_ANSWERS] = (answer, *earlier)[:MOST_ANSWERS]


def answers_shown() -> tuple[EditAnswer, ...]:
    """The answers to the last edits, the newest first."""
    found: tuple[EditAnswer, ...] = st.session_state.get(session.EDIT_ANSWERS, ())
    return found
