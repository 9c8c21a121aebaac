"""Who is signed in, the form to sign in, and what that allows the page to offer; the pipeline asks here who acts."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from app_parts import session
from app_parts.words import Words
from domain.access import AccessError, Act, Actor
from domain.errors import ConfigError, WfmError
from pipeline.access import actor_of, may
from pipeline.account_acts import sign_in, sign_in_by_provider
from pipeline.accounts import site_accounts
from pipeline.acting import acting_as, ask_who_acts
from pipeline.app_run import LOOPBACK


def _name() -> str | None:
    """The account of this session; None outside of a session, so that nothing is shown to nobody."""
    return None if get_script_run_ctx(suppress_warning=True) is None else st.session_state.get(session.ACCOUNT)


ask_who_acts(_name)


def may_enter(words: Words, site_dir: Path | None) -> bool:
    """Whether somebody is signed in, or the site has no accounts; else the form to sign in is shown.

    Raises ConfigError where the server listens on other addresses than this machine's own and the site has no accounts.
    """
    if site_dir is None or not site_accounts(site_dir):
        _refuse_open_door()
        return True
    if _provider_is_set_up():
        _enter_by_provider(site_dir)
    actor = actor_of(site_dir)
    if actor is None:
        _form(words, site_dir)
        return False
    _who_is_in(words, actor)
    return True


def allowed(act: Act) -> bool:
    """Whether whoever is signed in may do it at the site that is shown."""
    site_dir = session.site_dir()
    return site_dir is None or may(site_dir, act)


def as_now[R](function: Callable[[], R]) -> Callable[[], R]:
    """The function for a download, which runs outside of the session: done as whoever is signed in now."""
    name = _name()

    def done() -> R:
        with acting_as(name):
            return function()

    return done


def _refuse_open_door() -> None:
    address = st.get_option("server.address")
    if address not in LOOPBACK:
        raise ConfigError(
            f"The server listens on {address or 'every address'}, where everybody in the network reaches it, and this "
            "site has no accounts. Make one with `wfm account give`, or listen on 127.0.0.1."
        )


def _provider_is_set_up() -> bool:
    return st.secrets.load_if_toml_exists() and "auth" in st.secrets


def _enter_by_provider(site_dir: Path) -> None:
    """Whom the provider vouches for is signed in, if they have an account."""
    email = st.user.get("email") if st.user.is_logged_in else None
    if not email:
        return
    if st.user.get("email_verified") is False:
        raise AccessError(f"The provider has not verified the address {email}; nobody was signed in.")
    st.session_state[session.ACCOUNT] = sign_in_by_provider(site_dir, str(email)).name


def _form(words: Words, site_dir: Path) -> None:
    """Name and password, or the button that leads to the provider."""
    with st.container(width=420):
        st.subheader(words("access.title"), anchor=False)
        if _provider_is_set_up():
            st.button(words("access.provider"), on_click=st.login, type="primary", icon=":material/login:")
        if any(account.has_password for account in site_accounts(site_dir)):
            _password_form(words, site_dir)


def _password_form(words: Words, site_dir: Path) -> None:
    with st.form("sign_in", border=True):
        name = st.text_input(words("access.name"), key="sign_in_name", autocomplete="username")
        password = st.text_input(
            words("access.password"), type="password", key="sign_in_password", autocomplete="current-password"
        )
        asked = st.form_submit_button(words("access.enter"), type="primary", key="sign_in_go", width="stretch")
    if not asked:
        return
    try:
        st.session_state[session.ACCOUNT] = sign_in(site_dir, name, password).name
    except WfmError:
        st.error(words("access.refused"), icon=":material/lock:")
        return
    st.rerun()


def _who_is_in(words: Words, actor: Actor) -> None:
    """Name and role, and the way out."""
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        st.caption(words("access.in").format(actor.name, words(f"access.role.{actor.role}")), width="content")
        st.button(words("access.leave"), key="sign_out", type="tertiary", icon=":material/logout:", on_click=_leave)


def _leave() -> None:
    """Forgets everything of the session, so that whoever comes next finds nothing of it."""
    for key in list(st.session_state):
        if key != session.LANGUAGE:
            del st.session_state[key]
    if _provider_is_set_up() and st.user.is_logged_in:
        st.logout()
