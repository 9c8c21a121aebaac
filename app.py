"""The planner's app: `wfm app` serves this file; it names the site, chooses the page and shows deliberate errors."""

import argparse
import os
import sys
from pathlib import Path

import streamlit as st

from app_parts.page_frame import error_box, night_is_shown, title_row
from app_parts.words import Words

PAGES = {
    "today": ":material/today:",
    "forecast": ":material/trending_up:",
    "requirement": ":material/groups:",
    "roster": ":material/calendar_month:",
    "what_if": ":material/alt_route:",
    "rest": ":material/bedtime:",
    "versions": ":material/layers:",
    "runs": ":material/history:",
}
FIRST_PAGE = "forecast"
SITE_SETTING = "WFM_SITE"


def site_given() -> Path | None:
    """The site's folder from `--site`, else from the environment."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--site", default=os.environ.get(SITE_SETTING))
    site: str | None = parser.parse_known_args(sys.argv[1:])[0].site
    return Path(site) if site else None


def pages(words: Words) -> list[st.Page]:
    """All pages with their titles in the language chosen; the first is the one that opens."""
    folder = Path(__file__).parent / "app_pages"
    return [
        st.Page(
            folder / f"{name}.py", title=words(f"{name}.title"), icon=icon, url_path=name, default=name == FIRST_PAGE
        )
        for name, icon in PAGES.items()
    ]


def main() -> None:
    """One run of the app: the frame, then the page chosen."""
    st.set_page_config(page_title="다산 WFM · Dasan WFM", page_icon=":material/support_agent:", layout="wide")
    words, title = title_row()
    page = st.navigation(pages(words), position="top")
    title.header(words(f"{page.url_path or FIRST_PAGE}.question"), anchor=False)
    with error_box(words):
        if night_is_shown(words, site_given()):
            page.run()


main()
