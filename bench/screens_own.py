"""A copy of a site on which somebody has an account, for pictures of what an agent sees of themselves."""

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from domain.access import Role
from domain.site_folder import read_site
from pipeline.accounts import Account, with_account
from pipeline.acting import OPERATOR, acting_as
from pipeline.roster_versions import publish_version, version_of_night
from pipeline.views_night import latest_mark, published_night

ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A site, and who may sign in to it."""

    site: Path
    name: str
    password: str


@contextmanager
def site_of_an_agent(site: Path) -> Iterator[SignedIn]:
    """A copy that lasts as long as the block: its night's roster is in force, its first agent has an account."""
    with tempfile.TemporaryDirectory() as folder, acting_as(OPERATOR):
        copy = Path(shutil.copytree(site, Path(folder) / site.name, symlinks=True))
        mark = latest_mark(copy)
        if mark is None:
            raise SystemExit(f"{site} has no published night.")
        publish_version(copy, version_of_night(copy, published_night(mark).night).number, ADMIN)
        agent = min(person.id for person in read_site(copy).agents)
        password = secrets.token_urlsafe(12)
        with_account(copy, Account(ADMIN, Role.ADMIN, "", True), password)
        with_account(copy, Account(agent, Role.AGENT, agent, True), password)
        yield SignedIn(copy, agent, password)


def sign_in(page: Page, who: SignedIn) -> None:
    """Fills the form that stands before every page."""
    fields = page.get_by_test_id("stForm").locator("input")
    fields.nth(0).fill(who.name)
    fields.nth(1).fill(who.password)
    page.get_by_test_id("stFormSubmitButton").get_by_role("button").click()
    page.get_by_test_id("stMetric").first.wait_for()
