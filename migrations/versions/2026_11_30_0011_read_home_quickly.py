"""Let App Home find what was left unanswered, and how often an article was shown, in indexes alone.

The rows themselves are large, and a busy week has many of them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

LEFT = "(coalesce(ticket, 0) = 0 AND failed AND NOT private AND NOT withdrawn AND NOT shadow)"


def upgrade() -> None:
    op.create_index(
        "ix_pastes_left",
        "pastes",
        ["workspace", "created_at", "signature_hash", "author", "id"],
        sqlite_where=sa.text(LEFT),
        postgresql_where=sa.text(LEFT),
    )
    op.create_index("ix_answers_shown", "answers", ["article", "shown_at", "workspace", "ticket"])


def downgrade() -> None:
    op.drop_index("ix_answers_shown", "answers")
    op.drop_index("ix_pastes_left", "pastes")
