"""All tests in a browser wait as long as a busy machine may take: a passing test is no slower for it."""

from playwright.sync_api import expect

from bench.screens import DRAWN_MS

expect.set_options(timeout=DRAWN_MS)
