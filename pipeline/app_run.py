"""How the planner's app is started."""

import sys
from pathlib import Path

from domain.errors import ConfigError

APP = Path(__file__).resolve().parents[1] / "app.py"


def app_command_line(site_dir: Path | None, port: int) -> list[str]:
    """The command line that serves the app on this machine, for one site where given."""
    if site_dir is not None and not (site_dir / "site.toml").is_file():
        raise ConfigError(f"{site_dir} is not a site folder; `wfm init {site_dir}` makes one")
    command = [sys.executable, "-m", "streamlit", "run", str(APP), "--server.port", str(port)]
    command += ["--server.headless", "true", "--browser.gatherUsageStats", "false"]
    return command if site_dir is None else [*command, "--", "--site", str(site_dir.resolve())]
