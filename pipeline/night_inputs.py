"""What a night starts from: the site's files, the history it believes and the planner's overrides, each by hash."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from pandera.typing.pandas import DataFrame

from domain.frames import CallHistory
from domain.overrides import Override
from domain.roster import PlanningWindow
from domain.rule_pack import PACKS_DIR
from domain.site import Site
from forecasting.held_days import HeldDay
from pipeline.file_names import SITE_FILES
from pipeline.forecast_overrides import overrides_hash, window_overrides
from pipeline.forecasting_run import no_history
from pipeline.night_held import believed
from pipeline.night_inbox import Taken
from pipeline.site_store import Database
from store.hashes import frame_sha256, sha256_of
from store.history import read_history

NOTHING_TAKEN = Taken()


@dataclass(frozen=True, slots=True)
class NightInputs:
    """The history, the planner's overrides of the days to plan, and the hashes of everything that a night reads.

    `held` are days that are not in the history because they cannot be so; `taken` is what the inbox gave.
    """

    history: DataFrame[CallHistory]
    hashes: Mapping[str, str]
    overrides: tuple[Override, ...] = ()
    held: tuple[HeldDay, ...] = ()
    taken: Taken = NOTHING_TAKEN

    def of(self, *names: str) -> dict[str, str]:
        """The hashes of some of the inputs; an optional file that is absent has none."""
        return {name: self.hashes[name] for name in names if name in self.hashes}

    @property
    def last_interval(self) -> datetime:
        """The start of the newest interval of the history."""
        last: datetime = self.history["interval_start"].max().to_pydatetime()
        return last


def night_inputs(
    site_dir: Path, site: Site, database: Database, window: PlanningWindow, night: date, taken: Taken = NOTHING_TAKEN
) -> NightInputs:
    """The inputs as they are now; a site without history is told what to do."""
    history = read_history(database, site.id, site.config.site.timezone)
    if history.empty:
        raise no_history(site_dir, site.config)
    found = believed(site_dir, site.config, history, night)
    hashes = {name: sha256_of(site_dir / name) for name in SITE_FILES if (site_dir / name).is_file()}
    hashes |= {"history": frame_sha256(found.history), "rules": sha256_of(rule_file(site_dir, site))}
    overrides = window_overrides(database, site.config, window)
    return NightInputs(found.history, hashes | overrides_hash(overrides), overrides, found.held, taken)


def rule_file(site_dir: Path, site: Site) -> Path:
    """The file of the site's rule pack: one of the product's, or one in the site folder."""
    named = PACKS_DIR / f"{site.config.rules.pack}.toml"
    return named if named.is_file() else site_dir / site.config.rules.pack
