"""The planner's app: `wfm app` serves this file; it names the site, chooses the page and shows deliberate errors."""

import argparse
import os
import sys
from pathlib import Path

import streamlit as st

from app_parts import session
from app_parts.page_frame import error_box, night_is_shown, site_is_shown, title_row
from app_parts.signed_in import allowed, may_enter
from app_parts.words import Words
from domain.access import Act

PAGES = {
    "today": ":material/today:",
    "forecast": ":material/trending_up:",
    "requirement": ":material/groups:",
    "roster": ":material/calendar_month:",
    "what_if": ":material/alt_route:",
    "rest": ":material/bedtime:",
    "versions": ":material/layers:",
    "runs": ":material/history:",
    "site": ":material/apartment:",
    "own": ":material/person:",
}
FIRST_PAGE = "forecast"
NEEDED = {  # to open a page; what else is on it is asked there. Pages not named here need to see the plan.
    "today": Act.SEE_ROSTER,
    "roster": Act.SEE_ROSTER,
    "what_if": Act.SEE_ROSTER,
    "rest": Act.SEE_ROSTER,
    "versions": Act.SEE_ROSTER,
    "site": Act.SEE_SITE,
    "own": Act.SEE_OWN,
}
BEFORE_ANY_NIGHT = ("site", "own")
SITE_SETTING = "WFM_SITE"
# Drawn here: a named icon would be fetched from another server by every browser that opens a page.
OWN_ICON = Path(__file__).parent / "app_parts" / "headset.svg"


def site_given() -> Path | None:
    """The site's folder from `--site`, else from the environment."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--site", default=os.environ.get(SITE_SETTING))
    site: str | None = parser.parse_known_args(sys.argv[1:])[0].site
    return Path(site) if site else None


def pages(words: Words) -> dict[str, st.Page]:
    """The pages that whoever is signed in may open, titled in the language chosen; the first page opens if it may."""
    folder = Path(__file__).parent / "app_pages"
    names = [name for name in PAGES if allowed(NEEDED.get(name, Act.SEE_PLAN))]
    first = FIRST_PAGE if FIRST_PAGE in names else names[0]
    return {
        name: st.Page(
            folder / f"{name}.py", title=words(f"{name}.title"), icon=PAGES[name], url_path=name, default=name == first
        )
        for name in names
    }


def shut_pages(words: Words) -> list[st.Page]:
    """Nothing under every page's address, so that whoever signs in there lands where they wanted to go."""
    title = words("access.title")
    return [st.Page(nothing, title=title, url_path=name, default=name == FIRST_PAGE) for name in PAGES]


def nothing() -> None:
    """A page on which there is nothing."""


def main() -> None:
    """One run of the app: the frame, then the page chosen."""
    st.set_page_config(page_title="다산 WFM · Dasan WFM", page_icon=OWN_ICON, layout="wide")
    words, title = title_row()
    site_dir = session.remember_site(site_given())
    with error_box(words):
        if not may_enter(words, site_dir):
            st.navigation(shut_pages(words), position="hidden")
            return
        found = pages(words)
        page = st.navigation(list(found.values()), position="top")
        name = next(name for name, each in found.items() if each == page)
        title.header(words(f"{name}.question"), anchor=False)
        if (site_is_shown if name in BEFORE_ANY_NIGHT else night_is_shown)(words, site_dir):
            page.run()


main()
