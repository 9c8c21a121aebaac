"""How the planner's app is started."""

import sys
from pathlib import Path

from domain.errors import ConfigError
from pipeline.accounts import site_accounts

OWN_ADDRESS = "127.0.0.1"
LOOPBACK = (OWN_ADDRESS, "localhost", "::1")
APP = Path(__file__).resolve().parents[1] / "app.py"


def app_command_line(site_dir: Path | None, port: int, address: str = OWN_ADDRESS) -> list[str]:
    """The command line that serves the app, for one site where given.

    Raises ConfigError where it would be open to other machines and the site has no accounts: nobody would be asked.
    """
    if site_dir is not None and not (site_dir / "site.toml").is_file():
        raise ConfigError(f"{site_dir} is not a site folder; `wfm init {site_dir}` makes one")
    if address not in LOOPBACK and (site_dir is None or not site_accounts(site_dir)):
        raise ConfigError(
            f"On {address} other machines reach the app, and the site has no accounts; make the first one: "
            f"`wfm account give NAME --role admin --site {site_dir or 'DIR'}`, or leave --address out"
        )
    # -P: the folder it is started in, a site perhaps, is no place to import from.
    command = [sys.executable, "-P", "-m", "streamlit", "run", str(APP), "--server.port", str(port)]
    command += ["--server.headless", "true", "--server.address", address, "--browser.gatherUsageStats", "false"]
    return command if site_dir is None else [*command, "--", "--site", str(site_dir.resolve())]
