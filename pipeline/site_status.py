"""How a site's nights stand: the last good one and its age, the last run, who works now, when it last gave a sign."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.errors import WfmError
from domain.payroll_config import read_payroll_config
from domain.site_config import read_site_config
from domain.site_folder import read_site
from pipeline.heartbeat import EVERY_S, Beat, last_beat
from pipeline.json_reading import as_texts
from pipeline.site_store import has_database, open_site_database
from store.folders import latest_folder
from store.json_text import Json, plain
from store.layout import nights_folder
from store.lock import Holder, is_locked, lock_holder
from store.nights import last_good_end, last_run_night
from store.records import GOOD, Night, NightEnd, NightStatus

SILENT_S = 12 * EVERY_S  # without a beat, after which a run that holds the lock is taken to hang
KILLED = "was killed, or had no room to say how it ended: the next run goes on where it stopped"


@dataclass(frozen=True, slots=True)
class SiteStatus:
    """The state at `now`; `last_good` and `last_run` are None before the first night, `holder` while nobody works.

    `today` is the date where the site is, `latest` the night that the pointer shows. `is_held` is true where somebody
    holds the lock, whether or not that one said who. `mistake` is what keeps any night from reading the site's files.
    """

    site_id: str
    now: datetime
    today: date
    max_age_h: float
    last_good: NightEnd | None
    last_run: Night | None
    latest: date | None
    is_held: bool
    holder: Holder | None
    beat: Beat | None
    mistake: str | None = None
    name: str = ""

    @property
    def age_h(self) -> float | None:
        """Hours since the last good night ended; below 0 where the clock has gone back since."""
        if self.last_good is None:
            return None
        return (self.now - self.last_good.at) / timedelta(hours=1)

    @property
    def beat_age_s(self) -> float | None:
        """Seconds since the running process gave a sign; None where none runs, or it is no night."""
        if not self.is_held or self.beat is None or self.beat.ended:
            return None
        if self.holder is not None and self.holder.pid != self.beat.pid:
            return None
        return self.beat.age_s(self.now)

    @property
    def trouble(self) -> tuple[str, ...]:
        """Why somebody should look: each makes the command end with 1."""
        return tuple(sentence for sentence in (self._of_age(), self._of_silence(), self._of_files()) if sentence)

    def _of_age(self) -> str | None:
        age_h = self.age_h
        if age_h is None:
            return "No night of this site ever ended well."
        if age_h < 0:
            return f"The clock stands {-age_h:.1f} h before the end of the last good night: set the clock right."
        if age_h > self.max_age_h:
            return f"The last good night is {age_h:.1f} h old, more than {self.max_age_h:g} h."
        return None

    def _of_silence(self) -> str | None:
        age_s = self.beat_age_s
        if age_s is None or age_s <= SILENT_S:
            return None
        return f"The run that holds the lock has given no sign for {age_s:.0f} s: it hangs, or the disk is full."

    def _of_files(self) -> str | None:
        return self.mistake and f"As the site's files stand, no night can run: {self.mistake}"


def _mistake(site_dir: Path) -> str | None:
    """What is wrong with the site's files, as a night would say it."""
    try:
        read_site(site_dir)
        read_payroll_config(site_dir)
    except WfmError as error:
        return str(error)
    return None


def site_status(site_dir: Path, max_age_h: float | None = None, now: datetime | None = None) -> SiteStatus:
    """How the site stands; an age given counts instead of that of `[nightly] max_age_h`."""
    config = read_site_config(site_dir / "site.toml")
    good = last = None
    if has_database(site_dir):
        with open_site_database(site_dir) as database:
            good, last = last_good_end(database, config.site.id), last_run_night(database, config.site.id)
    at = now or datetime.now(UTC)
    return SiteStatus(
        site_id=config.site.id,
        now=at,
        today=at.astimezone(ZoneInfo(config.site.timezone)).date(),
        max_age_h=config.nightly.max_age_h if max_age_h is None else max_age_h,
        last_good=good,
        last_run=last,
        latest=_latest(site_dir),
        is_held=is_locked(site_dir),
        holder=lock_holder(site_dir),
        beat=last_beat(site_dir),
        mistake=_mistake(site_dir),
        name=config.site.name,
    )


def _latest(site_dir: Path) -> date | None:
    """The night that `latest` shows."""
    shown = latest_folder(nights_folder(site_dir))
    return None if shown is None else date.fromisoformat(shown.name)


def status_lines(status: SiteStatus) -> list[str]:
    """The same in sentences, trouble last."""
    return [_good_line(status), *_ahead_lines(status), *_run_lines(status), *_now_lines(status), *status.trouble]


def _good_line(status: SiteStatus) -> str:
    good = status.last_good
    if good is None:
        return f"Site {status.site_id}: no good night yet."
    how = " in part" if good.status is NightStatus.PARTLY else ""
    return (
        f"Site {status.site_id}: the last good night is that of {good.night}, done{how} "
        f"{good.at:%Y-%m-%d %H:%M} UTC, {status.age_h:.1f} h ago."
    )


def _ahead_lines(status: SiteStatus) -> list[str]:
    """Said of a night that was run for a day to come: `latest` shows it, and the clock's nights give way to it."""
    last = status.last_good.night if status.last_good is not None else date.min
    night = max(last, status.latest or date.min)
    if night <= status.today + timedelta(days=1):
        return []
    return [
        f"The night of {night} is {(night - status.today).days} days ahead: until then `latest` shows it and nights by "
        f"the clock give way to it. If the date was a mistake: remove nights/{night}, run today's night by name "
        f"(--date {status.today})."
    ]


def _run_lines(status: SiteStatus) -> list[str]:
    last = status.last_run
    if last is None or last.status in GOOD:
        return []
    if last.status is NightStatus.RUNNING:
        state = "is at work" if status.is_held else KILLED
        return [f"The night of {last.night}, begun {last.started:%Y-%m-%d %H:%M} UTC, {state}."]
    why = last.summary.get("error") or "; ".join(as_texts(last.summary.get("missing")))
    return [f"The night of {last.night} ended as {last.status}{f': {why}' if why else '.'}"]


def _now_lines(status: SiteStatus) -> list[str]:
    if not status.is_held:
        return ["Nothing runs: the lock is free."]
    who = "somebody who does not say who" if status.holder is None else (
        f"{status.holder.what}, process {status.holder.pid}, since {status.holder.since}"
    )  # fmt: skip
    age_s, beat = status.beat_age_s, status.beat
    if age_s is None or beat is None:
        return [f"The lock is held by {who}."]
    said = f": {beat.said}" if beat.said else ""
    return [f"The lock is held by {who}; last sign {max(age_s, 0):.0f} s ago{said}."]


def status_json(status: SiteStatus) -> Json:
    """The same for `wfm status --json`."""
    return plain(
        {
            "site": status.site_id,
            "last_good": status.last_good,
            "age_h": None if status.age_h is None else round(status.age_h, 3),
            "max_age_h": status.max_age_h,
            "last_run": _night(status.last_run),
            "lock": {"held": status.is_held, "by": status.holder},
            "heartbeat": status.beat,
            "heartbeat_age_s": status.beat_age_s,
            "trouble": status.trouble,
        }
    )


def _night(night: Night | None) -> dict[str, date | datetime | str | int | None] | None:
    if night is None:
        return None
    return {
        "night": night.night,
        "status": night.status,
        "attempts": night.attempts,
        "started": night.started,
        "finished": night.finished,
    }
