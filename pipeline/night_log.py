"""The log of a night: every entry of the program as a line of JSON in SITE/.wfm/logs/DATE.jsonl."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from domain.errors import WfmError
from store.failures import file_words
from store.layout import night_log_file

ROOMS = ("pipeline", "store", "forecasting", "staffing", "scheduling", "exports", "domain")


class JsonLine(logging.Formatter):
    """One entry as JSON: time (UTC), level, module, sentence, and the traceback of an error if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        entry = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "module": record.name,
            "said": record.getMessage(),
        }
        if record.exc_info:
            entry["traceback"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


class _QuietFile(logging.FileHandler):
    """A log file that nobody is told of when the disk is full: the night itself will say so, in one sentence."""

    def handleError(self, record: logging.LogRecord) -> None:  # the library's name
        """Nothing: the entry is lost."""


@contextmanager
def night_log(site_dir: Path, night: date) -> Iterator[None]:
    """Adds what the program logs in the block to the night's log, and how the block ended."""
    path = night_log_file(site_dir, night)
    with file_words("write", path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = _QuietFile(path, encoding="utf-8")
    handler.setFormatter(JsonLine())
    loggers = [logging.getLogger(room) for room in ROOMS]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
    own = logging.getLogger(__name__)
    own.info("night of %s begun", night)
    try:
        yield
        own.info("night of %s ended", night)
    except WfmError as error:
        own.error("night of %s ended with exit code %s: %s", night, error.exit_code, error)
        raise
    except Exception:
        own.exception("night of %s ended by a defect of the program", night)
        raise
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.removeHandler(handler)
            logger.setLevel(level)
        handler.close()
