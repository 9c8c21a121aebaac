"""A planner's overrides of the forecast with their withdrawals, and how far every night's forecast erred."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

HASH = sa.String(64)
TIME = sa.DateTime(timezone=True)
ONLY_GROW = ("overrides", "override_withdrawals")


def upgrade() -> None:
    """Make the tables, and have the database refuse a change of what was overridden or withdrawn."""
    _make_overrides()
    _make_accuracy()
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
    else:
        _guard_sqlite()


def downgrade() -> None:
    """Remove the tables with what they hold."""
    op.drop_table("forecast_errors")
    op.drop_table("scored_forecasts")
    op.drop_table("override_withdrawals")
    op.drop_table("overrides")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION overrides_only_grow()")


def _make_overrides() -> None:
    op.create_table(
        "overrides",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("site", sa.Text, nullable=False),
        sa.Column("queue", sa.Text, nullable=False),
        sa.Column("start_s", sa.BigInteger, nullable=False),
        sa.Column("until_s", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("value", sa.Float, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_overrides"),
        sa.CheckConstraint("kind in ('factor', 'add', 'total')", name=op.f("ck_overrides_kind")),
    )
    op.create_index("ix_overrides_site", "overrides", ["site"])
    op.create_table(
        "override_withdrawals",
        sa.Column("override_id", sa.Integer, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("override_id", name="pk_override_withdrawals"),
        sa.ForeignKeyConstraint(["override_id"], ["overrides.id"], name="fk_override_withdrawals_override_id"),
    )


def _make_accuracy() -> None:
    op.create_table(
        "scored_forecasts",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("site", sa.Text, nullable=False),
        sa.Column("night", sa.Date, nullable=False),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("basis", HASH, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_scored_forecasts"),
        sa.UniqueConstraint("site", "night", name="uq_scored_forecasts_site_night"),
    )
    sums = ("absolute", "absolute_day", "signed")
    op.create_table(
        "forecast_errors",
        sa.Column("scored_id", sa.Integer, nullable=False),
        sa.Column("queue", sa.Text, nullable=False),
        sa.Column("grouping", sa.String(16), nullable=False),
        sa.Column("group", sa.String(32), nullable=False),
        sa.Column("intervals", sa.Integer, nullable=False),
        sa.Column("actual", sa.Float, nullable=False),
        *(sa.Column(name, sa.Float, nullable=False) for name in sums),
        *(sa.Column(f"{whose}_{name}", sa.Float) for whose in ("mean", "model") for name in sums),
        sa.PrimaryKeyConstraint("scored_id", "queue", "grouping", "group", name="pk_forecast_errors"),
        sa.ForeignKeyConstraint(
            ["scored_id"], ["scored_forecasts.id"], name="fk_forecast_errors_scored_id", ondelete="CASCADE"
        ),
    )


def _guard_sqlite() -> None:
    for table in ONLY_GROW:
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'overrides are only added and withdrawn'); END"
            )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION overrides_only_grow() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'overrides are only added and withdrawn'; END $$"
    )
    for table in ONLY_GROW:
        op.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION overrides_only_grow()"
        )
