"""What tests in a browser share: Chromium, a server on the module's `site`, and patience.

They wait as long as a busy machine may take: a passing test is no slower for it.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bench.screens import DRAWN_MS, chromium, served
from pipeline.jobs import cancel_job, site_jobs

expect.set_options(timeout=DRAWN_MS)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for a module; each test opens its own window."""
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """One server for a module, on the site that it gives."""
    with served(site) as found:
        yield found


@pytest.fixture
def no_job_left(site: Path) -> Iterator[None]:
    """A test that fails leaves no job behind: only one works on a site at a time."""
    yield
    for job in site_jobs(site, 1):
        while job.at_work:
            job = cancel_job(site, job.id)
