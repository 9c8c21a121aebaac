"""The site's page: is its folder right, what is missing in it, and the ways to change it and to bring calls in."""

from datetime import datetime

import streamlit as st

from app_parts import controls, session
from app_parts.account_section import accounts_section, trail_section
from app_parts.file_section import files_section
from app_parts.headlines import Figure, show_figures
from app_parts.import_section import import_section
from app_parts.signed_in import allowed
from app_parts.site_tables import (
    calendar_table,
    groups_table,
    problems_table,
    queues_table,
    remarks_table,
    rules_of_site_table,
    shifts_table,
)
from app_parts.words import Words, share
from domain.access import Act
from pipeline.views_site import SiteView, calendar_ahead, site_view


def page() -> None:
    """What is wrong and missing first, then the part that is chosen."""
    words, site_dir = session.words(), session.site_dir()
    if site_dir is None:
        return
    view = site_view(site_dir, datetime.now().astimezone().date(), words.language)
    show_figures(figures(view, words))
    looking = {"state": state, "queues": queues, "people": people, "rules": rules, "calendar": calendar}
    changing = {"files": files_section}
    changing |= {"take_in": import_section} if allowed(Act.IMPORT_CALLS) else {}
    changing |= {"accounts": accounts_section} if allowed(Act.MANAGE_ACCOUNTS) else {}
    changing |= {"trail": trail_section} if allowed(Act.SEE_TRAIL) else {}
    chosen = controls.section("site", [*looking, *changing], session.SITE_SECTION, words)
    if chosen in changing:
        changing[chosen](words, site_dir)
    else:
        looking[chosen](words, view)


def figures(view: SiteView, words: Words) -> list[Figure]:
    """Wrong places, what is missing, people, queues, and how far the history reaches."""
    site, unknown = view.site, words("site.unknown")
    agents, leads = (0, 0) if site is None else (len(site.agents), len(site.leads))
    return [
        Figure(
            words("site.problems"),
            words.amount("cases", len(view.problems)),
            words("site.problems_beside"),
            is_warning=bool(view.problems),
        ),
        Figure(words("site.remarks"), words.amount("cases", len(view.remarks)), words("site.remarks_beside")),
        Figure(
            words("site.people"),
            unknown if site is None else words.amount("people", agents + leads),
            words("site.people_beside").format(f"{agents:,}", f"{leads:,}"),
        ),
        Figure(
            words("site.queues"),
            unknown if view.config is None else words.amount("versions", len(view.queues)),
            words("site.queues_beside").format(len(view.shifts)),
        ),
        Figure(
            words("site.history"),
            words("site.no_history") if view.history is None else f"{view.history[1]}",
            words("site.import_next") if view.history is None else words("site.history_beside").format(view.history[0]),
        ),
    ]


def state(words: Words, view: SiteView) -> None:
    """What is wrong by file, row and column, and what is missing."""
    st.subheader(words("site.problems"), anchor=False)
    problems_table(view.problems, words)
    st.subheader(words("site.remarks"), anchor=False)
    remarks_table(view.remarks, words)
    st.caption(words("site.fix"))


def queues(words: Words, view: SiteView) -> None:
    """Queues with their goals, shrinkage and leads."""
    queues_table(view.queues, words)
    if view.config is None:
        return
    parts = [f"{words.known('shrinkage', name)} {share(part)}" for name, part in view.config.shrinkage.items()]
    lines = [words("site.shrinkage").format(", ".join(parts))] if parts else []
    lead = view.config.lead
    lines += [words("site.leads").format(lead.span, lead.min_on_duty)] if lead is not None else []
    st.caption(" · ".join(lines))


def people(words: Words, view: SiteView) -> None:
    """Staff by group, and the shifts."""
    st.subheader(words("site.groups"), anchor=False, help=words("site.groups_help"))
    groups_table(view.groups, words)
    st.subheader(words("site.shifts"), anchor=False)
    shifts_table(view.shifts, words)


def rules(words: Words, view: SiteView) -> None:
    """Every rule with its sentence and source, and what the site changed of its pack."""
    if view.config is None:
        return
    changed = ", ".join(f"{name} = {value}" for name, value in view.changed_rules)
    said = words("site.rules_changed").format(changed) if changed else words("site.rules_as_pack")
    st.caption(f"{words('site.rules_of').format(view.config.rules.pack)} · {said}")
    rules_of_site_table(view.rules, words)


def calendar(words: Words, view: SiteView) -> None:
    """Holidays and events of the coming year."""
    site_dir = session.site_dir()
    if site_dir is None or view.config is None:
        return
    st.subheader(words("site.calendar_title"), anchor=False)
    calendar_table(calendar_ahead(site_dir, datetime.now().astimezone().date(), words.language), words)


page()
