"""What is installed beside the product: hardened units that systemd accepts; a cron and a container file that fit."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.architecture.floors import FLOORS, ROOT

DEPLOY = ROOT / "deploy"
UNITS = ("wfm-nightly", "wfm-portfolio")
MOST_EXPOSED = 20  # tenths, as systemd-analyze counts: 0 is best, 100 worst


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units as instances for one site, whose command exists."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze here: the units were NOT checked")
    for name in UNITS:
        for kind in ("service", "timer"):
            text = (DEPLOY / f"{name}@.{kind}").read_text(encoding="utf-8")
            text = text.replace("/opt/dasan-wfm/.venv/bin/wfm", "/bin/true")
            (tmp_path / f"{name}@dasan.{kind}").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", UNITS)
@pytest.mark.parametrize("kind", ["service", "timer"])
def test_systemd_finds_no_fault_in_the_units(units: Path, kind: str, name: str) -> None:
    command = ["systemd-analyze", "verify", "--man=no", f"./{name}@dasan.{kind}"]
    done = subprocess.run(command, cwd=units, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", UNITS)
def test_the_service_is_as_little_exposed_as_its_page_says(units: Path, name: str) -> None:
    command = ["systemd-analyze", "security", "--offline=true", f"--threshold={MOST_EXPOSED}", "--no-pager"]
    done = subprocess.run([*command, f"./{name}@dasan.service"], cwd=units, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-300:]
    figure = re.search(r"Overall exposure level .*: ([\d.]+)", done.stdout)
    assert figure is not None
    said = re.search(r"`systemd-analyze security` gives it ([\d.]+)", (ROOT / "docs" / "operations.md").read_text())
    assert said is not None
    assert figure[1] == said[1]


@pytest.mark.parametrize("name", UNITS)
def test_the_timer_and_the_service_agree_on_their_name(name: str) -> None:
    timer = (DEPLOY / f"{name}@.timer").read_text(encoding="utf-8")
    assert "Unit=" not in timer  # so that it starts the service of its own name
    assert "Persistent=yes" in timer or "Persistent=true" in timer


def test_cron_lines_have_five_times_a_user_and_a_command_the_shell_accepts() -> None:
    lines = (DEPLOY / "wfm-nightly.cron").read_text(encoding="utf-8").splitlines()
    jobs = [line for line in lines if line[:1].isdigit() or line.startswith("*")]
    assert len(jobs) == 2
    for job in jobs:
        *when, user, command = job.split(None, 6)
        assert len(when) == 5
        assert user == "wfm"
        assert "%" not in command  # cron would end the command there
        assert subprocess.run(["sh", "-n", "-c", command], check=False).returncode == 0


@pytest.mark.parametrize(("code", "mailed"), [(0, ""), (6, ""), (1, "wfm: the disk is full\n")])
def test_cron_mails_failures_alone(code: int, mailed: str, tmp_path: Path) -> None:
    wfm = tmp_path / "wfm"
    wfm.write_text(f"#!/bin/sh\necho 'wfm: the disk is full' >&2\nexit {code}\n", encoding="utf-8")
    wfm.chmod(0o755)
    (line,) = [line for line in (DEPLOY / "wfm-nightly.cron").read_text().splitlines() if "wfm nightly" in line]
    command = line.split(None, 6)[6].replace("/opt/dasan-wfm/.venv/bin/wfm", str(wfm))
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.stdout + done.stderr == mailed


@pytest.mark.parametrize(("code", "mailed"), [(0, ""), (3, ""), (6, ""), (1, "wfm: the disk is full\n")])
def test_the_cron_line_of_many_sites_mails_failures_alone(code: int, mailed: str, tmp_path: Path) -> None:
    wfm = tmp_path / "wfm"
    wfm.write_text(f"#!/bin/sh\necho 'wfm: the disk is full' >&2\nexit {code}\n", encoding="utf-8")
    wfm.chmod(0o755)
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8").splitlines()
    (line,) = [line.strip() for line in page if "* * *" in line and "portfolio nightly" in line]
    command = line.split(None, 6)[6].replace("/opt/dasan-wfm/.venv/bin/wfm", str(wfm))
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.stdout + done.stderr == mailed


def test_the_container_has_every_room_and_runs_as_nobody_special() -> None:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    copied = set(re.findall(r"^COPY (?:.* )?(\w+)(?:\.py)?(?: app\.py)? ", text, flags=re.MULTILINE))
    rooms = {room for room in FLOORS if room not in ("wfm", "app")}
    assert rooms <= copied
    assert "COPY wfm.py app.py ./" in text
    assert text.rfind("USER 10001") > text.rfind("RUN ")
    assert 'ENTRYPOINT ["wfm"]' in text
