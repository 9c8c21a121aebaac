"""The tables of rosters: every version, whole or as what an edit changed in its parent, and what was published when."""

from sqlalchemy import JSON, CheckConstraint, Column, Date, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from store.table_base import HASH, METADATA, UtcTime

roster_versions = Table(
    "roster_versions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("site", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("parent", Integer),
    Column("root", Integer, nullable=False),
    Column("origin", String(16), nullable=False),
    Column("night", Date, nullable=False),
    Column("start", Date, nullable=False),
    Column("days", Integer, nullable=False),
    Column("duties_sha256", HASH, ForeignKey("content.sha256")),
    Column("activities_sha256", HASH, ForeignKey("content.sha256")),
    Column("report_sha256", HASH, ForeignKey("content.sha256")),
    Column("change", JSON, nullable=False),
    Column("created", UtcTime, nullable=False),
    Column("who", Text, nullable=False),
    Column("note", Text, nullable=False),
    UniqueConstraint("site", "number"),
    CheckConstraint("origin in ('night', 'solve', 'repair', 'edit')", name="origin"),
)

roster_publications = Table(
    "roster_publications",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("site", Text, nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("who", Text, nullable=False),
    Column("note", Text, nullable=False),
)
