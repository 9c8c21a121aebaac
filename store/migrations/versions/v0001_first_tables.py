"""The first tables: nights and their steps, versions and content, history and quarantine, audit trail."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

HASH = sa.String(64)
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    _make_nights()
    _make_versions()
    _make_history()
    _make_files()
    _make_audit_trail()


def downgrade() -> None:
    """Remove every table with what it holds."""
    op.drop_table("audit_trail")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_trail_only_grows()")
    for table in ("quarantine", "ingested_files", "history", "sources", "queues", "versions", "content"):
        op.drop_table(table)
    op.drop_table("steps")
    op.drop_table("nights")


def _make_nights() -> None:
    op.create_table(
        "nights",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("site", sa.Text, nullable=False),
        sa.Column("night", sa.Date, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("started", TIME, nullable=False),
        sa.Column("finished", TIME),
        sa.Column("summary", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_nights"),
        sa.UniqueConstraint("site", "night", name="uq_nights_site_night"),
        sa.CheckConstraint(
            "status in ('running', 'done', 'partly', 'failed', 'cancelled')", name=op.f("ck_nights_status")
        ),
    )
    op.create_table(
        "steps",
        sa.Column("night_id", sa.Integer, nullable=False),
        sa.Column("step", sa.String(64), nullable=False),
        sa.Column("input_hash", HASH, nullable=False),
        sa.Column("output_hash", HASH, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("finished", TIME, nullable=False),
        sa.Column("detail", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("night_id", "step", "input_hash", name="pk_steps"),
        sa.ForeignKeyConstraint(["night_id"], ["nights.id"], name="fk_steps_night_id", ondelete="CASCADE"),
    )


def _make_versions() -> None:
    op.create_table(
        "content",
        sa.Column("sha256", HASH, nullable=False),
        sa.Column("form", sa.String(16), nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_content"),
        sa.CheckConstraint("form in ('frame', 'bytes')", name=op.f("ck_content_form")),
    )
    op.create_table(
        "versions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("site", sa.Text, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("night", sa.Date),
        sa.Column("sha256", HASH, nullable=False),
        sa.Column("created", TIME, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_versions"),
        sa.UniqueConstraint("site", "kind", "number", name="uq_versions_site_kind_number"),
        sa.ForeignKeyConstraint(["sha256"], ["content.sha256"], name="fk_versions_sha256"),
    )
    op.create_index("ix_versions_night", "versions", ["night"])
    op.create_index("ix_versions_sha256", "versions", ["sha256"])


def _make_history() -> None:
    for table, column in (("queues", "queue"), ("sources", "source")):
        op.create_table(
            table,
            sa.Column("id", sa.Integer, nullable=False),
            sa.Column("site", sa.Text, nullable=False),
            sa.Column(column, sa.Text, nullable=False),
            sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
            sa.UniqueConstraint("site", column, name=f"uq_{table}_site_{column}"),
        )
    op.create_table(
        "history",
        sa.Column("queue_id", sa.Integer, nullable=False),
        sa.Column("interval_start_s", sa.BigInteger, nullable=False),
        sa.Column("offered", sa.Float, nullable=False),
        sa.Column("answered", sa.Float),
        sa.Column("abandoned", sa.Float),
        sa.Column("aht_s", sa.Float),
        sa.Column("source_id", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("queue_id", "interval_start_s", name="pk_history"),
        sa.ForeignKeyConstraint(["queue_id"], ["queues.id"], name="fk_history_queue_id"),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_history_source_id"),
        sqlite_with_rowid=False,
    )


def _make_files() -> None:
    op.create_table(
        "ingested_files",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("site", sa.Text, nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("sha256", HASH, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("new", sa.Integer, nullable=False),
        sa.Column("changed", sa.Integer, nullable=False),
        sa.Column("same", sa.Integer, nullable=False),
        sa.Column("quarantined", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ingested_files"),
        sa.UniqueConstraint("site", "sha256", name="uq_ingested_files_site_sha256"),
    )
    op.create_table(
        "quarantine",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("file_id", sa.Integer, nullable=False),
        sa.Column("row", sa.Integer, nullable=False),
        sa.Column("column", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_quarantine"),
        sa.ForeignKeyConstraint(["file_id"], ["ingested_files.id"], name="fk_quarantine_file_id", ondelete="CASCADE"),
    )
    op.create_index("ix_quarantine_file_id", "quarantine", ["file_id"])


def _make_audit_trail() -> None:
    op.create_table(
        "audit_trail",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("site", sa.Text, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_trail"),
    )
    op.create_index("ix_audit_trail_site", "audit_trail", ["site"])
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
    else:
        _guard_sqlite()


def _guard_sqlite() -> None:
    for deed in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_trail_no_{deed.lower()} BEFORE {deed} ON audit_trail "
            "BEGIN SELECT RAISE(ABORT, 'the audit trail only grows'); END"
        )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION audit_trail_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit trail only grows'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_trail_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_trail "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_trail_only_grows()"
    )
