"""Find what people judged last without reading every event: a reply says how often such answers were right."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

JUDGING = sa.text("kind IN ('solved', 'rejected', 'reopened', 'chosen')")


def upgrade() -> None:
    op.create_index("ix_events_judging", "events", ["workspace", "id"], sqlite_where=JUDGING, postgresql_where=JUDGING)


def downgrade() -> None:
    op.drop_index("ix_events_judging", table_name="events")
