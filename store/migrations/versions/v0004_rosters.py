"""Rosters as versions that planners edit, and what was published when; both tables only grow."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

HASH = sa.String(64)
TIME = sa.DateTime(timezone=True)
ONLY_GROW = ("roster_versions", "roster_publications")
KEPT = ("duties_sha256", "activities_sha256", "report_sha256")


def upgrade() -> None:
    """Make both tables, and have the database refuse a change of what was kept."""
    _make_versions()
    op.create_table(
        "roster_publications",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("site", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_roster_publications"),
    )
    op.create_index("ix_roster_publications_site", "roster_publications", ["site"])
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
    else:
        _guard_sqlite()


def downgrade() -> None:
    """Remove both tables with what they hold."""
    op.drop_table("roster_publications")
    op.drop_table("roster_versions")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION rosters_only_grow()")


def _make_versions() -> None:
    op.create_table(
        "roster_versions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("site", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("parent", sa.Integer),
        sa.Column("root", sa.Integer, nullable=False),
        sa.Column("origin", sa.String(16), nullable=False),
        sa.Column("night", sa.Date, nullable=False),
        sa.Column("start", sa.Date, nullable=False),
        sa.Column("days", sa.Integer, nullable=False),
        *(sa.Column(name, HASH) for name in KEPT),
        sa.Column("change", sa.JSON, nullable=False),
        sa.Column("created", TIME, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_roster_versions"),
        sa.UniqueConstraint("site", "number", name="uq_roster_versions_site_number"),
        sa.CheckConstraint("origin in ('night', 'solve', 'repair', 'edit')", name=op.f("ck_roster_versions_origin")),
        *(sa.ForeignKeyConstraint([name], ["content.sha256"], name=f"fk_roster_versions_{name}") for name in KEPT),
    )


def _guard_sqlite() -> None:
    for table in ONLY_GROW:
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'versions of rosters are only added'); END"
            )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION rosters_only_grow() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'versions of rosters are only added'; END $$"
    )
    for table in ONLY_GROW:
        op.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION rosters_only_grow()"
        )
