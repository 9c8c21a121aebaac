"""The tables of the database as they stand after the last migration; nothing in them times or ranks a person."""

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from store.job_tables import job_steps, jobs
from store.roster_tables import roster_publications, roster_versions
from store.table_base import HASH, METADATA, UtcTime

__all__ = ["HASH", "METADATA", "UtcTime", "job_steps", "jobs", "roster_publications", "roster_versions"]

nights = Table(
    "nights",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("site", Text, nullable=False),
    Column("night", Date, nullable=False),
    Column("status", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("started", UtcTime, nullable=False),
    Column("finished", UtcTime),
    Column("summary", JSON, nullable=False),
    UniqueConstraint("site", "night"),
    CheckConstraint("status in ('running', 'done', 'partly', 'failed', 'cancelled')", name="status"),
)

steps = Table(
    "steps",
    METADATA,
    Column("night_id", ForeignKey(nights.c.id, ondelete="CASCADE"), primary_key=True),
    Column("step", String(64), primary_key=True),
    Column("input_hash", HASH, primary_key=True),
    Column("output_hash", HASH, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("finished", UtcTime, nullable=False),
    Column("detail", JSON, nullable=False),
)

content = Table(
    "content",
    METADATA,
    Column("sha256", HASH, primary_key=True),
    Column("form", String(16), nullable=False),
    Column("body", LargeBinary, nullable=False),
    CheckConstraint("form in ('frame', 'bytes')", name="form"),
)

versions = Table(
    "versions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("site", Text, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("number", Integer, nullable=False),
    Column("night", Date, index=True),
    Column("sha256", ForeignKey(content.c.sha256), nullable=False, index=True),
    Column("created", UtcTime, nullable=False),
    Column("who", Text, nullable=False),
    Column("note", Text, nullable=False),
    UniqueConstraint("site", "kind", "number"),
)

queues = Table(
    "queues",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("site", Text, nullable=False),
    Column("queue", Text, nullable=False),
    UniqueConstraint("site", "queue"),
)

sources = Table(
    "sources",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("site", Text, nullable=False),
    Column("source", Text, nullable=False),
    UniqueConstraint("site", "source"),
)

history = Table(
    "history",
    METADATA,
    Column("queue_id", ForeignKey(queues.c.id), primary_key=True),
    Column("interval_start_s", BigInteger, primary_key=True, autoincrement=False),
    Column("offered", Float, nullable=False),
    Column("answered", Float),
    Column("abandoned", Float),
    Column("aht_s", Float),
    Column("source_id", ForeignKey(sources.c.id), nullable=False),
    sqlite_with_rowid=False,
)

ingested_files = Table(
    "ingested_files",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("site", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("sha256", HASH, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("who", Text, nullable=False),
    Column("new", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("same", Integer, nullable=False),
    Column("quarantined", Integer, nullable=False),
    UniqueConstraint("site", "sha256"),
)

quarantine = Table(
    "quarantine",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("file_id", ForeignKey(ingested_files.c.id, ondelete="CASCADE"), nullable=False, index=True),
    Column("row", Integer, nullable=False),
    Column("column", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("reason", Text, nullable=False),
)

audit_trail = Table(
    "audit_trail",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("site", Text, nullable=False, index=True),
    Column("at", UtcTime, nullable=False),
    Column("who", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("detail", Text, nullable=False),
)

overrides = Table(
    "overrides",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("site", Text, nullable=False, index=True),
    Column("queue", Text, nullable=False),
    Column("start_s", BigInteger, nullable=False),
    Column("until_s", BigInteger, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("value", Float, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("who", Text, nullable=False),
    Column("why", Text, nullable=False),
    CheckConstraint("kind in ('factor', 'add', 'total')", name="kind"),
)

override_withdrawals = Table(
    "override_withdrawals",
    METADATA,
    Column("override_id", ForeignKey(overrides.c.id), primary_key=True, autoincrement=False),
    Column("at", UtcTime, nullable=False),
    Column("who", Text, nullable=False),
    Column("why", Text, nullable=False),
)

scored_forecasts = Table(
    "scored_forecasts",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("site", Text, nullable=False),
    Column("night", Date, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("basis", HASH, nullable=False),
    UniqueConstraint("site", "night"),
)

forecast_errors = Table(
    "forecast_errors",
    METADATA,
    Column("scored_id", ForeignKey(scored_forecasts.c.id, ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("queue", Text, primary_key=True),
    Column("grouping", String(16), primary_key=True),
    Column("group", String(32), primary_key=True),
    Column("intervals", Integer, nullable=False),
    Column("actual", Float, nullable=False),
    Column("absolute", Float, nullable=False),
    Column("absolute_day", Float, nullable=False),
    Column("signed", Float, nullable=False),
    Column("mean_absolute", Float),
    Column("mean_absolute_day", Float),
    Column("mean_signed", Float),
    Column("model_absolute", Float),
    Column("model_absolute_day", Float),
    Column("model_signed", Float),
)
