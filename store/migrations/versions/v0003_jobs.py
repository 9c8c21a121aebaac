"""Long work with a record of its own: what was asked for, how it stands, its progress."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
KINDS = "kind in ('schedule', 'repair', 'reforecast')"
STATES = "state in ('starting', 'running', 'done', 'failed', 'cancelled', 'died')"


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("site", sa.Text, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("asked", sa.String(16), nullable=False),
        sa.Column("request", sa.JSON, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("begun", TIME, nullable=False),
        sa.Column("ended", TIME),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("result", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sa.CheckConstraint(KINDS, name=op.f("ck_jobs_kind")),
        sa.CheckConstraint(STATES, name=op.f("ck_jobs_state")),
        sa.CheckConstraint("asked in ('', 'stop', 'cancel')", name=op.f("ck_jobs_asked")),
    )
    op.create_index("ix_jobs_site", "jobs", ["site"])
    op.create_table(
        "job_steps",
        sa.Column("job_id", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("phase", sa.Text, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("incumbent", sa.Float),
        sa.Column("bound", sa.Float),
        sa.PrimaryKeyConstraint("job_id", "number", name="pk_job_steps"),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name="fk_job_steps_job_id", ondelete="CASCADE"),
    )


def downgrade() -> None:
    """Remove both tables with what they hold."""
    op.drop_table("job_steps")
    op.drop_table("jobs")
