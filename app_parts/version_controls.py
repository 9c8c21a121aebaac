"""Controls of versions: which line of versions is shown, who acts, and names of versions."""

from collections.abc import Sequence

import streamlit as st

from app_parts import cached, session
from app_parts.words import Words
from pipeline.roster_versions import RosterVersion, Versions, site_versions, version_of_night
from pipeline.views_night import NightMark


def line_shown(words: Words, mark: NightMark) -> RosterVersion:
    """The newest version of the line chosen: at first that of the roster in force, or else of the night's roster."""
    night = cached.night(mark).night
    own = version_of_night(mark.site_dir, night)
    found = site_versions(mark.site_dir)
    roots = [version.number for version in found.versions if version.root == version.number and version.night == night]
    in_force = [version.root for version in found.versions if version.number == found.in_force]
    first = next((root for root in in_force if root in roots), own.number)
    if session.LINE not in st.session_state or st.session_state[session.LINE] not in roots:
        st.session_state[session.LINE] = first
    root: int = st.selectbox(
        words("version.line"),
        roots,
        format_func=lambda number: version_name(found.newest_of(number), found, words),
        key=session.LINE,
        help=words("version.line_help"),
        persist_state="session",
    )
    return found.newest_of(root)


def version_name(version: RosterVersion, found: Versions, words: Words) -> str:
    """A version in words: its number, where its line comes from, whether it is in force."""
    root = next((each for each in found.versions if each.number == version.root), version)
    name = words("version.name").format(version.number, words(f"version.origin.{root.origin}"))
    if version.number != version.root:
        name = words("version.edited").format(name)
    state = "in_force" if version.number == found.in_force else "draft"
    return f"{name} · {words(f'version.{state}')}"


def version_picked(label: str, found: Versions, numbers: Sequence[int], key: str, words: Words, first: int = 0) -> int:
    """One of the versions, by its number."""
    by_number = {version.number: version for version in found.versions}
    chosen: int = st.selectbox(
        label,
        numbers,
        index=first,
        format_func=lambda number: version_name(by_number[number], found, words),
        key=key,
    )
    return chosen


def who(words: Words) -> str:
    """Who acts, as the versions and the audit trail name it: the account, or where there are none, the name typed."""
    account: str | None = st.session_state.get(session.ACCOUNT)
    if account is not None:
        return account
    return str(st.text_input(words("who"), key=session.WHO, persist_state="session") or "")
