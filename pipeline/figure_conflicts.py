"""Printed figures that cannot all be true, and those that the site's files do not bear out; told at every import."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import combinations
from pathlib import Path

from domain.published_figures import Figure, read_figures
from domain.site_config import read_site_config
from domain.site_folder import read_staff
from pipeline.site_store import has_database, open_site_database
from store.history import history_span, read_history

ROUNDING = 1e-9
YEAR_DAYS = 365


def figure_conflicts(site_dir: Path) -> tuple[str, ...]:
    """A sentence a conflict, in the order of the file; none where the site has no figures or they agree."""
    figures = read_figures(site_dir)
    if not figures:
        return ()
    return (*conflicts(figures), *_against(figures, _own(site_dir, {figure.own for figure in figures})))


def conflicts(figures: Sequence[Figure]) -> tuple[str, ...]:
    """Sums that are not the sum of their parts, and figures of one thing further apart than rounding explains.

    Figures are never averaged: each is named as printed, with what it would be on the other's time.
    """
    return (*_wrong_sums(figures), *_apart(figures))


def _wrong_sums(figures: Sequence[Figure]) -> Iterator[str]:
    for figure in figures:
        whole = sum(figure.sum_of)
        if figure.sum_of and abs(whole - figure.value) > ROUNDING:
            parts = " + ".join(f"{part:,g}" for part in figure.sum_of)
            yield (
                f"{figure.what}: printed as {figure}, but its parts {parts} make {whole:,g}, "
                f"{abs(whole - figure.value):,g} {'more' if whole > figure.value else 'fewer'}."
            )


def _apart(figures: Sequence[Figure]) -> Iterator[str]:
    for one, other in combinations(figures, 2):
        is_same_kind = one.what == other.what and (one.per is None) == (other.per is None)
        if is_same_kind and differs(one.daily, other.daily, max(one.within, other.within)):
            low, high = sorted((one.daily, other.daily))
            ratio = f", {high / low:.2f} times as many" if low > 0 else ""
            daily = f" ({one.daily:,.1f} against {other.daily:,.1f} a day{ratio})" if one.per else ratio
            yield f"{one.what}: {one} against {other}{daily}. Both are kept as printed; say which one to plan for."


def differs(one: float, other: float, within: float) -> bool:
    """Whether two figures are further apart than a share of the larger."""
    return abs(one - other) > within * max(one, other) + ROUNDING


def _against(figures: Sequence[Figure], own: Mapping[str, float]) -> Iterator[str]:
    for figure in figures:
        found = own.get(figure.own or "")
        if found is not None and differs(figure.daily, found, figure.within):
            where = "the history has" if figure.own == "contacts" else f"staff.csv has {figure.own}:"
            unit = " contacts a day" if figure.own == "contacts" else ""
            yield f"{figure.what}: printed as {figure}, {where} {found:,.0f}{unit}."


def _own(site_dir: Path, asked: set[str | None]) -> dict[str, float]:
    """What the site's own files say of what is asked: people by role, and contacts on a mean day of its last year."""
    config, found = read_site_config(site_dir / "site.toml"), dict[str, float]()
    if asked & {"agents", "leads", "people"} and (site_dir / "staff.csv").is_file():
        people = read_staff(site_dir / "staff.csv", frozenset(queue.id for queue in config.queue))
        agents = sum(person.role == "agent" for person in people)
        found |= {"agents": agents, "leads": len(people) - agents, "people": len(people)}
    if "contacts" in asked and has_database(site_dir):
        with open_site_database(site_dir) as database:
            span = history_span(database, config.site.id)
            since = span[1] - timedelta(days=YEAR_DAYS) if span else None
            calls = read_history(database, config.site.id, config.site.timezone, since)
        days = calls["interval_start"].dt.date.nunique()
        if days:
            found["contacts"] = float(calls["offered"].sum()) / days
    return found
