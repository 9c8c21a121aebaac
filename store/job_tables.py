"""The tables of long work: what was asked for, how it stands, and how good it was after so many seconds."""

from sqlalchemy import JSON, CheckConstraint, Column, Float, ForeignKey, Integer, String, Table, Text

from store.table_base import METADATA, UtcTime

jobs = Table(
    "jobs",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("site", Text, nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("asked", String(16), nullable=False),
    Column("request", JSON, nullable=False),
    Column("who", Text, nullable=False),
    Column("begun", UtcTime, nullable=False),
    Column("ended", UtcTime),
    Column("said", Text, nullable=False),
    Column("result", JSON, nullable=False),
    CheckConstraint("kind in ('schedule', 'repair', 'reforecast')", name="kind"),
    CheckConstraint("state in ('starting', 'running', 'done', 'failed', 'cancelled', 'died')", name="state"),
    CheckConstraint("asked in ('', 'stop', 'cancel')", name="asked"),
)

job_steps = Table(
    "job_steps",
    METADATA,
    Column("job_id", ForeignKey(jobs.c.id, ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("phase", Text, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("incumbent", Float),
    Column("bound", Float),
)
