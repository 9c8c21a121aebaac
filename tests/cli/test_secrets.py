"""No secret of the environment is in anything that a night, a job, a backup or a bad end writes or says."""

import logging
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from domain.errors import ScheduleError
from pipeline.job_orders import ReforecastOrder
from pipeline.jobs import start_job
from tests.cli.conftest import WORDS
from tests.cli.runner import wfm
from tests.cli.tiny import SITE, tiny_history
from tests.postgres import missing_programs, restartable_postgres
from tests.unit.pipeline.test_jobs import awaited, ended

SECRETS = {
    "WFM_HOOK": "http://127.0.0.1:1/hunter2-address",
    "WFM_HOOK_TOKEN": "hunter2-token",
    "WFM_MAIL_USER": "hunter2-user",
    "WFM_MAIL_PASSWORD": "hunter2-password",
}
TOLD = """
[nightly.webhook]
url_from = "WFM_HOOK"
token_from = "WFM_HOOK_TOKEN"

[nightly.email]
host = "127.0.0.1"
port = 1
sender = "wfm@example.net"
to = ["planner@example.net"]
user_from = "WFM_MAIL_USER"
password_from = "WFM_MAIL_PASSWORD"
"""
SECRET = "hunter2"

pytestmark = pytest.mark.usefixtures("no_solver")


@pytest.fixture
def told_site(site: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small centre, which tells of bad nights by a webhook and by mail that lead nowhere, all by secrets."""
    (site / "site.toml").write_text(SITE + TOLD, "utf-8")
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    return site


@pytest.fixture
def password(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A PostgreSQL that is spoken to with a password, which it does not ask for."""
    if missing_programs():
        pytest.skip(f"no PostgreSQL here ({missing_programs()} missing): its password was NOT looked for")
    with restartable_postgres() as url:
        with_password = make_url(url).set(password=f"{SECRET}-database")
        monkeypatch.setenv("WFM_DATABASE_URL", with_password.render_as_string(hide_password=False))
        yield


def holders(folder: Path) -> list[str]:
    """Files below a folder that hold a secret, what is packed in them included."""
    found = []
    for path in folder.rglob("*"):
        if not path.is_file():
            continue
        contents = [path.read_bytes()]
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                contents += [archive.read(name) for name in archive.namelist()]
        if any(SECRET.encode() in content for content in contents):
            found.append(str(path.relative_to(folder)))
    return found


def test_a_bad_night_leaves_no_secret_in_a_file_a_row_or_a_sentence(
    told_site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ScheduleError("the solver stumbled")

    with caplog.at_level(logging.DEBUG), monkeypatch.context() as patched:
        patched.setattr("pipeline.night_steps.write_roster", fails)
        done = wfm(*WORDS, told_site, "--json")
        assert done.exit_code == 1, done.output
    status = wfm("status", "--site", told_site, "--json")
    assert wfm("backup", tmp_path / "backup.zip", "--site", told_site).exit_code == 0
    assert SECRET not in done.output + status.output + caplog.text
    assert "the webhook could not be sent" in caplog.text and "the e-mail could not be sent" in caplog.text
    assert holders(tmp_path) == []


@pytest.mark.postgres
@pytest.mark.usefixtures("password")
def test_a_night_and_a_job_leave_no_password_of_the_database(
    told_site: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert wfm("ingest", tiny_history(tmp_path / "calls.csv"), "--site", told_site).exit_code == 0
    with caplog.at_level(logging.DEBUG):
        night = wfm(*WORDS, told_site, "--json")
        assert night.exit_code in (0, 1, 3), night.output
        job = start_job(told_site, ReforecastOrder(), "kim")
        awaited(told_site, job.id, ended)
        jobs = wfm("jobs", "--site", told_site)
        status = wfm("status", "--site", told_site, "--json")
        assert wfm("backup", tmp_path / "backup.zip", "--site", told_site).exit_code == 0
    assert SECRET not in night.output + jobs.output + status.output + caplog.text
    assert holders(tmp_path) == []
