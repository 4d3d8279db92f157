"""Name the cluster of each paste: the same failure, told without the matcher's answer.

Workers fill it in for the pastes that are there, a little at a time; programs of the revision before leave it empty,
and what they keep is filled in as well.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("pastes", sa.Column("cluster", sa.Text))
    _partial_index("ix_pastes_cluster", ["cluster", "created_at"], "cluster IS NOT NULL")
    _partial_index("ix_pastes_unclustered", ["id"], "cluster IS NULL AND failed")


def _partial_index(name: str, columns: list[str], where: str) -> None:
    op.create_index(name, "pastes", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def downgrade() -> None:
    op.drop_index("ix_pastes_unclustered", "pastes")
    op.drop_index("ix_pastes_cluster", "pastes")
    op.drop_column("pastes", "cluster")
