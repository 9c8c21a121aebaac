"""The page of versions: which roster is in force, what differs, and how to take it away or go back?"""

from functools import partial

import streamlit as st

from app_parts import cached, session
from app_parts.as_written import as_written
from app_parts.headlines import Figure, show_figures
from app_parts.page_frame import error_box
from app_parts.signed_in import allowed, as_now
from app_parts.version_controls import line_shown, version_name, version_picked, who
from app_parts.version_tables import changes_table, publications_table, versions_table
from app_parts.words import Words
from domain.access import Act
from pipeline.roster_versions import (
    RosterVersion,
    Versions,
    publish_version,
    site_versions,
    version_diff,
    version_download,
)
from pipeline.views_night import NightMark


def page() -> None:
    """What is in force first; then publishing, the difference, and the files."""
    words, mark = session.words(), session.mark()
    place = st.container()
    own_place, _ = st.columns([1, 1])
    with own_place:
        version = line_shown(words, mark)
    found = site_versions(mark.site_dir)
    with place:
        show_figures(figures(found, version, words))
    publish_place, diff_place = st.columns([2, 3], gap="medium")
    with publish_place:
        if allowed(Act.PUBLISH):
            publish(words, mark, found)
        if allowed(Act.TAKE_FILES):
            downloads(words, mark, version)
    with diff_place:
        difference(words, mark, found)
    st.subheader(words("version.all_title"), anchor=False, help=words("version.all_help"))
    versions_table(found, words)
    if found.publications:
        st.subheader(words("version.published_title"), anchor=False)
        publications_table(found.publications, cached.night(mark).site.timezone, words)


def figures(found: Versions, version: RosterVersion, words: Words) -> list[Figure]:
    """The version in force, the one that is shown, and how many there are."""
    in_force = next((each for each in found.versions if each.number == found.in_force), None)
    since = as_written(words.person(found.publications[0].who)) if found.publications else words("version.never")
    edits = [each.number for each in found.versions if each.root == version.root != each.number]
    ahead = sum(number > (found.in_force or 0) for number in edits)
    return [
        Figure(
            words("version.in_force_now"),
            words("none") if in_force is None else words("version.number").format(in_force.number),
            since,
        ),
        Figure(
            words("version.newest"),
            words("version.number").format(version.number),
            as_written(words.person(version.who)),
        ),
        Figure(words("version.drafts"), words.amount("versions", ahead), words("version.drafts_beside")),
        Figure(words("version.count"), words.amount("versions", len(found.versions)), words("version.count_beside")),
    ]


def publish(words: Words, mark: NightMark, found: Versions) -> None:
    """Any version can be published, an older one as well: that is how one goes back."""
    st.subheader(words("version.publish_title"), anchor=False, help=words("version.publish_help"))
    with st.form("publish_form", border=True), error_box(words, "version.not_published"):
        numbers = [version.number for version in found.versions]
        number = version_picked(words("version.which"), found, numbers, "publish_number", words)
        person = who(words)
        note = st.text_input(words("version.note"), key="publish_note")
        if st.form_submit_button(words("version.publish"), type="primary", icon=":material/campaign:", key="publish"):
            publish_version(mark.site_dir, number, person, note)
            st.rerun()


def difference(words: Words, mark: NightMark, found: Versions) -> None:
    """What differs between two versions, duty by duty."""
    st.subheader(words("version.diff_title"), anchor=False)
    numbers = [version.number for version in found.versions]
    before_place, after_place = st.columns(2)
    with before_place:
        first = numbers.index(found.in_force) if found.in_force in numbers else len(numbers) - 1
        before = version_picked(words("version.before"), found, numbers, session.VERSION_BEFORE, words, first)
    with after_place:
        after = version_picked(words("version.after"), found, numbers, session.VERSION_AFTER, words)
    changes_table(version_diff(mark.site_dir, before, after), words)


@st.fragment
def downloads(words: Words, mark: NightMark, version: RosterVersion) -> None:
    """The files of the version that is shown, each made when it is asked for."""
    st.subheader(
        words("version.files").format(version_name(version, site_versions(mark.site_dir), words)), anchor=False
    )
    for kind, name, media_type in (
        ("workbook", "roster.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("roster", "roster.csv", "text/csv"),
        ("activities", "activities.csv", "text/csv"),
        ("report", "report.json", "application/json"),
    ):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.download_button(
                name,
                data=as_now(partial(version_download, mark.site_dir, version.number, name)),
                file_name=f"{cached.night(mark).site.id}_v{version.number}_{name}",
                mime=media_type,
                key=f"version_{kind}",
                on_click="ignore",
                icon=":material/download:",
                width=200,
            )
            st.write(words(f"files.{kind}"))


page()
