"""Where things lie in a site folder: the work folder with database and lock, and the published nights."""

from datetime import date
from pathlib import Path


def work_folder(site: Path) -> Path:
    """The folder of what the program keeps for itself; planners need not open it."""
    return site / ".wfm"


def database_file(site: Path) -> Path:
    """The site's SQLite database, used where the configuration names no URL."""
    return work_folder(site) / "wfm.db"


def lock_file(site: Path) -> Path:
    """The file whose lock means that a run works on this site."""
    return work_folder(site) / "run.lock"


def heartbeat_file(site: Path) -> Path:
    """What a run at work writes every few seconds, so that one that hangs can be told from one that works."""
    return work_folder(site) / "heartbeat.json"


def night_log_file(site: Path, night: date) -> Path:
    """The log of every run of a night, a line of JSON an entry."""
    return work_folder(site) / "logs" / f"{night.isoformat()}.jsonl"


def steps_folder(site: Path) -> Path:
    """The folder of finished steps, in a folder a night."""
    return work_folder(site) / "steps"


def nights_folder(site: Path) -> Path:
    """The folder of published nights; `latest` in it points to the newest."""
    return site / "nights"


def night_folder(site: Path, night: date) -> Path:
    """The published files of one night."""
    return nights_folder(site) / night.isoformat()


def job_folder(site: Path, job_id: int) -> Path:
    """What a job leaves beside its record: its log and its files."""
    return work_folder(site) / "jobs" / str(job_id)


def version_folder(site: Path, number: int) -> Path:
    """The files of a roster version as far as they have been asked for; they can be written anew at any time."""
    return work_folder(site) / "rosters" / str(number)


def rosters_folder(site: Path) -> Path:
    """The folder of published rosters, each by its version's number; `latest` in it points to the one in force."""
    return site / "rosters"


def portfolio_folder(portfolio: Path) -> Path:
    """What is written of all sites of a portfolio together, beside them."""
    return portfolio / "status"


def portfolio_summary_file(portfolio: Path) -> Path:
    """How the last run of all sites' nights went, as JSON; written anew whenever a site's night ends."""
    return portfolio_folder(portfolio) / "summary.json"


def portfolio_page_file(portfolio: Path, language: str) -> Path:
    """How all sites stand, as a page, one a language."""
    return portfolio_folder(portfolio) / f"index.{language}.html"
