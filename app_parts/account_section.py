"""Accounts as an administrator manages them, and the audit trail."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from app_parts import session
from app_parts.page_frame import error_box
from app_parts.tables import show_table
from app_parts.words import Words
from domain.access import Role
from domain.site_config import read_site_config
from pipeline.account_acts import audit_lines, give_account, list_accounts, take_account


def accounts_section(words: Words, site_dir: Path) -> None:
    """All accounts, the form that gives or changes one, and the one that takes one away."""
    found = list_accounts(site_dir)
    if (said := st.session_state.pop(session.SITE_SAID, None)) is not None:
        st.success(said, icon=":material/check_circle:")
    if not found:
        st.info(words("account.none"), icon=":material/info:")
    else:
        columns = {
            words("account.name"): [each.name for each in found],
            words("account.role"): [words(f"access.role.{each.role}") for each in found],
            words("account.agent"): [each.agent_id or "–" for each in found],
            words("account.how"): [
                words("account.by_password" if each.has_password else "account.by_provider") for each in found
            ],
        }
        show_table(pd.DataFrame(columns))
    give_place, take_place = st.columns([2, 1], gap="medium")
    with give_place, error_box(words, "account.not_done"):
        _give(words, site_dir)
    if found:
        with take_place, error_box(words, "account.not_done"):
            _take(words, site_dir, [each.name for each in found])


def _give(words: Words, site_dir: Path) -> None:
    with st.form("account_form", border=True, clear_on_submit=True):
        name_place, role_place = st.columns(2)
        name = name_place.text_input(words("account.name"), key="account_name")
        role = role_place.selectbox(
            words("account.role"), [*Role], format_func=lambda each: words(f"access.role.{each}"), key="account_role"
        )
        agent_id = st.text_input(words("account.agent"), key="account_agent")
        password = st.text_input(
            words("account.password"), type="password", key="account_password", autocomplete="new-password"
        )
        asked = st.form_submit_button(words("account.give"), type="primary", key="account_give")
    if asked:
        give_account(site_dir, name, str(role), agent_id.strip(), password or None)
        st.session_state[session.SITE_SAID] = words("account.given").format(name)
        st.rerun()


def _take(words: Words, site_dir: Path, names: list[str]) -> None:
    with st.form("account_take_form", border=True):
        name = str(st.selectbox(words("account.name"), names, key="account_taken"))
        asked = st.form_submit_button(words("account.take"), icon=":material/person_remove:", key="account_take")
    if asked:
        take_account(site_dir, name)
        st.session_state[session.SITE_SAID] = words("account.taken").format(name)
        st.rerun()


def trail_section(words: Words, site_dir: Path) -> None:
    """Who did what when, newest first; times are the site's."""
    zone = ZoneInfo(read_site_config(site_dir / "site.toml").site.timezone)
    lines = audit_lines(site_dir)
    st.subheader(words("trail.title"), anchor=False)
    columns = {
        words("time"): [f"{line.at.astimezone(zone):%Y-%m-%d %H:%M:%S}" for line in lines],
        words("who"): [words.person(line.who) for line in lines],
        words("trail.what"): [words.known("trail.act", line.what) for line in lines],
        words("trail.detail"): [_detail(line.what, line.detail, words) for line in lines],
    }
    show_table(pd.DataFrame(columns), {words("trail.detail"): st.column_config.TextColumn(width=620)}, most_rows=16)


def _detail(what: str, detail: str, words: Words) -> str:
    """What the trail keeps beside an act; of a roster version its number and, in words, where it came from."""
    number, apart, origin = detail.partition(", ")
    if what == "roster version" and apart:
        return f"{number}, {words.known('version.origin', origin)}"
    return detail
