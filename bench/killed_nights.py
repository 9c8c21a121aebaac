"""A night that is killed at a moment and run again: what stood there after the kill, and what came of it.

The rooms are loaded once, and every night runs in a forked child of its own, so that a kill (-9) hits a real process
and hundreds of them take minutes. A moment is a phase of the night and a share of the time that the phase takes.
"""

import os
import select
import shutil
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from domain.site_config import read_site_config
from pipeline.night_files import is_whole, stable_sha256
from pipeline.nightly import NightOrder, run_night
from pipeline.site_store import DATABASE_URL, open_site_database
from store.lock import is_locked
from store.versions import list_versions

BEGIN = "begin"
PUBLICATION = "versions and publication"
PHASES = (BEGIN, "forecast", "accuracy", "requirement", "roster", "workbook", PUBLICATION)
SOONER, TRIES = 0.6, 5
HANGS_AFTER_S = 900


@dataclass(frozen=True, slots=True)
class Start:
    """A prepared site to copy, and the database to copy with it where that is not a file of the site."""

    folder: Path
    database: str | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """When to kill: the phase, and the share of its time that is left to pass."""

    phase: str
    share: float


@dataclass(frozen=True, slots=True)
class Trial:
    """One kill: whether it hit, what was seen of the site after it, and after the next run."""

    moment: Moment
    hit: bool
    half_folders: int
    finished: bool
    same_files: bool
    same_versions: bool
    leftovers: int
    locked: bool

    @property
    def is_good(self) -> bool:
        """Whether nothing was lost, half, stuck or other than in an undisturbed night."""
        whole = self.finished and self.same_files and self.same_versions
        return whole and not (self.half_folders or self.leftovers or self.locked)


@dataclass(slots=True)
class Copies:
    """Copies of prepared sites, each with a database of its own; `server` is the URL of a PostgreSQL server, if any."""

    place: Path
    server: str | None = None
    _number: int = field(default=0)

    @contextmanager
    def copy(self, start: Start) -> Iterator[Path]:
        """A copy of the site; its database is the one that this process and its children open meanwhile."""
        self._number += 1
        site, name = self.place / f"copy-{self._number}", f"copy_{os.getpid()}_{self._number}"
        shutil.copytree(start.folder, site, symlinks=True)
        try:
            if start.database is None:
                yield site
                return
            self._run(f'CREATE DATABASE "{name}" TEMPLATE "{start.database}"')
            with database_set(self.url(name)):
                yield site
            self._run(f'DROP DATABASE "{name}" WITH (FORCE)')
        finally:
            shutil.rmtree(site, ignore_errors=True)

    def kept(self, site: Path, name: str) -> Start:
        """The site as it stands, and its database, as a start for later copies."""
        folder = self.place / name
        shutil.copytree(site, folder, symlinks=True)
        if self.server is None:
            return Start(folder)
        current = os.environ[DATABASE_URL].split("?")[0].rsplit("/", 1)[1]
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{current}"')
        return Start(folder, name)

    def url(self, name: str) -> str:
        """The URL of a database of the server."""
        assert self.server is not None
        return self.server.replace("/postgres?", f"/{name}?")

    def _run(self, statement: str) -> None:
        assert self.server is not None
        with psycopg.connect(self.server, autocommit=True) as connection:
            if "TEMPLATE" in statement:  # a template must be free: a killed night's session may end a moment later
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
                )
            connection.execute(statement.encode())


@contextmanager
def database_set(url: str) -> Iterator[None]:
    """The database that this process and its children open in the block, for whatever site."""
    before = os.environ.get(DATABASE_URL)
    os.environ[DATABASE_URL] = url
    try:
        yield
    finally:
        os.environ.pop(DATABASE_URL)
        if before is not None:
            os.environ[DATABASE_URL] = before


class Child:
    """A night in a process of its own, which says its phases."""

    def __init__(self, order: NightOrder) -> None:
        self._reader, writer = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self._reader)
            _run_in_child(order, writer)
        os.close(writer)
        self.phases: dict[str, float] = {BEGIN: time.perf_counter()}
        self._code: int | None = None

    def reaches(self, phase: str) -> bool:
        """Waits for the phase; false where the night ended before it."""
        until = time.perf_counter() + HANGS_AFTER_S
        while phase not in self.phases:
            if not select.select([self._reader], [], [], until - time.perf_counter())[0]:
                raise RuntimeError(f"the night has said nothing for {HANGS_AFTER_S} s")
            said = os.read(self._reader, 4096)
            if not said:
                return False
            for name in said.decode().split("\n"):
                self.phases.setdefault(name, time.perf_counter())
        return True

    def kill(self) -> bool:
        """Kills the night; whether it was still at work."""
        os.kill(self.pid, signal.SIGKILL)
        return self._ended() == -signal.SIGKILL

    def ends_well(self) -> bool:
        """Waits for the end."""
        while os.read(self._reader, 4096):
            pass
        return self._ended() == 0

    def durations(self) -> dict[str, float]:
        """Seconds of each phase of a night that is over."""
        self.reaches("nothing is called so")
        ends = [*list(self.phases.values())[1:], time.perf_counter()]
        assert self._ended() == 0
        return {name: end - at for (name, at), end in zip(self.phases.items(), ends, strict=True)}

    def _ended(self) -> int:
        if self._code is None:
            self._code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
            os.close(self._reader)
        return self._code


def _run_in_child(order: NightOrder, writer: int) -> None:
    code, told = 1, {""}

    def tell(sentence: str) -> None:
        phase = sentence.partition(":")[0]
        if phase in PHASES and phase not in told:
            told.add(phase)
            os.write(writer, f"{phase}\n".encode())

    try:
        run_night(order, tell)
        code = 0
    finally:
        os._exit(code)


def stopped_at(copies: Copies, start: Start, order: Callable[[Path], NightOrder], phase: str, name: str) -> Start:
    """A start whose night was killed when it reached the phase: what comes before it is done in all its copies."""
    with copies.copy(start) as site:
        child = Child(order(site))
        assert child.reaches(phase)
        assert child.kill()
        return copies.kept(site, name)


def trial(
    copies: Copies,
    start: Start,
    order: Callable[[Path], NightOrder],
    moment: Moment,
    durations: Mapping[str, float],
    expected: "Content",
) -> Trial:
    """Kills a night of a copy of the start at the moment, and runs it again; sooner where it was over before."""
    share = moment.share
    for attempt in range(TRIES):
        with copies.copy(start) as site:
            child = Child(order(site))
            if child.reaches(moment.phase):
                time.sleep(share * durations[moment.phase])
            hit = child.kill()
            if not hit and attempt < TRIES - 1:
                share *= SOONER
                continue
            return _after(site, order(site), moment, hit, expected)
    raise AssertionError("the last attempt returns")


def _after(site: Path, order: NightOrder, moment: Moment, hit: bool, expected: "Content") -> Trial:
    half = sum(not is_whole(folder) for folder in _dated(site))
    finished = Child(order).ends_well()
    found = content_of(site)
    return Trial(
        moment=moment,
        hit=hit,
        half_folders=half,
        finished=finished,
        same_files=found.files == expected.files,
        same_versions=found.versions == expected.versions,
        leftovers=len(list(site.rglob(".part-wfm-*"))) + len(list(site.rglob(".old-wfm-*"))),
        locked=is_locked(site),
    )


@dataclass(frozen=True, slots=True)
class Content:
    """What a site has after a night: every published file, and every version in the store, by hash."""

    files: Mapping[str, str]
    versions: tuple[tuple[str, int, str], ...]


def content_of(site: Path) -> Content:
    """The content, without what only measures time."""
    nights = site / "nights"
    paths = (path for folder in _dated(site) for path in sorted(folder.iterdir()))
    files = {str(path.relative_to(nights)): stable_sha256(path) for path in paths}
    with open_site_database(site) as database:
        found = list_versions(database, read_site_config(site / "site.toml").site.id, limit=10_000)
    versions = sorted((each.kind, each.number, "" if each.kind == "report" else each.sha256) for each in found)
    return Content(files | {"latest": (nights / "latest").resolve().name}, tuple(versions))


def _dated(site: Path) -> list[Path]:
    return sorted(path for path in (site / "nights").glob("2*") if path.is_dir() and not path.is_symlink())
