"""The heartbeat of a run: a small file that says, every few seconds, that it lives, and what it said last.

It tells a run that works from one that hangs (`said_at` stands still), and one that was killed (the lock is free and
the file never said `ended`). Whether the file can be written never decides over the run.
"""

import json
import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from pipeline.telling import Tell
from store.layout import heartbeat_file

logger = logging.getLogger(__name__)

EVERY_S = 5.0


@dataclass(frozen=True, slots=True)
class Beat:
    """One beat: the process, what it does, when it began, beat and spoke last (ISO times), what it said, its end."""

    pid: int
    what: str
    since: str
    at: str
    said: str = ""
    said_at: str = ""
    ended: str = ""

    def age_s(self, now: datetime) -> float:
        """Seconds since the beat; below 0 where the clock has gone back since."""
        return (now - datetime.fromisoformat(self.at)).total_seconds()


@contextmanager
def beating(site_dir: Path, what: str, tell: Tell, every_s: float = EVERY_S) -> Iterator[Tell]:
    """Beats while the block runs; a teller for the block that passes on what is said, and notes it in the beat."""
    heart = _Heart(heartbeat_file(site_dir), Beat(os.getpid(), what, _now(), _now()), tell)
    ended = threading.Event()

    def beat_on() -> None:
        while not ended.wait(every_s):
            heart.beat()

    heart.beat()
    beater = threading.Thread(target=beat_on, name="heartbeat", daemon=True)
    beater.start()
    try:
        yield heart.hear
    finally:
        ended.set()
        beater.join()
        heart.end()


class _Heart:
    """The latest beat, written by the run's thread and by the beater's in turn."""

    def __init__(self, file: Path, first: Beat, tell: Tell) -> None:
        self._file, self._last, self._tell = file, first, tell
        self._one_at_a_time = threading.Lock()

    def hear(self, sentence: str) -> None:
        """Passes the sentence on; the next beat tells it."""
        with self._one_at_a_time:
            self._last = replace(self._last, said=sentence, said_at=_now())
        self._tell(sentence)

    def beat(self) -> None:
        """Writes a beat."""
        with self._one_at_a_time:
            self._last = replace(self._last, at=_now())
            self._write()

    def end(self) -> None:
        """Writes the last beat."""
        with self._one_at_a_time:
            self._last = replace(self._last, at=_now(), ended=_now())
            self._write()

    def _write(self) -> None:
        """Replaces the file; one run has the lock, so one name for what is half written is enough."""
        half = self._file.with_suffix(".half")
        try:
            half.write_text(json.dumps(asdict(self._last), ensure_ascii=False), encoding="utf-8")
            half.replace(self._file)
        except OSError as error:
            logger.debug("the heartbeat was not written: %s", error)


def last_beat(site_dir: Path) -> Beat | None:
    """The newest beat of the site; None where none was ever written, or it cannot be read."""
    try:
        return Beat(**json.loads(heartbeat_file(site_dir).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
