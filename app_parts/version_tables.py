"""Tables of versions: all of them, what was published when, and what differs between two."""

from collections.abc import Sequence
from datetime import tzinfo

import pandas as pd
import streamlit as st

from app_parts.tables import show_table
from app_parts.version_controls import version_name
from app_parts.words import Words
from pipeline.diff_run import RosterDiff
from pipeline.roster_versions import Publication, Versions


def versions_table(found: Versions, words: Words) -> None:
    """Every version, newest first: what it is, who made it, what it changed."""
    columns = {
        words("version.version"): [version_name(version, found, words) for version in found.versions],
        words("version.based_on"): [version.parent for version in found.versions],
        words("who"): [words.person(version.who) for version in found.versions],
        words("version.night"): [f"{version.night:%Y-%m-%d}" for version in found.versions],
        words("version.what"): [version.note for version in found.versions],
    }
    config = {
        words("version.version"): st.column_config.TextColumn(width=290),
        words("version.based_on"): st.column_config.NumberColumn(format="%d", width=90),
        words("version.what"): st.column_config.TextColumn(width=560),
    }
    show_table(pd.DataFrame(columns).astype({words("version.based_on"): "Int64"}), config, most_rows=10)


def publications_table(published: Sequence[Publication], zone: tzinfo, words: Words) -> None:
    """What was published, newest first; times are the site's."""
    columns = {
        words("version.version"): [words("version.number").format(each.number) for each in published],
        words("time"): [f"{each.at.astimezone(zone):%Y-%m-%d %H:%M}" for each in published],
        words("who"): [words.person(each.who) for each in published],
        words("version.note"): [each.note for each in published],
    }
    show_table(pd.DataFrame(columns), most_rows=6)


def changes_table(diff: RosterDiff, words: Words) -> None:
    """Every person's day that differs, with the shifts before and after; counts first."""
    counts = [f"{words(f'change.{kind}')} {count:,}" for kind, count in diff.counts.items() if count]
    summary = words("version.diff_summary").format(len(diff.changes), diff.people, diff.moved_activities)
    st.caption(" · ".join([summary, *counts]))
    if not diff.changes:
        st.info(words("version.same"), icon=":material/info:")
        return
    off = words("cell.off")
    columns = {
        words("person"): [change.agent_id for change in diff.changes],
        words("day"): [words.day(change.day) for change in diff.changes],
        words("change"): [words(f"change.{change.kind}") for change in diff.changes],
        words("version.before"): [change.before.shift if change.before else off for change in diff.changes],
        words("version.after"): [change.after.shift if change.after else off for change in diff.changes],
    }
    show_table(pd.DataFrame(columns), most_rows=9)
