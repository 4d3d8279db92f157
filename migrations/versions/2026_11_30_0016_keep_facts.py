"""Keep facts: what the views say of old rows, many together, so that a report of years need not look it all up anew.

A row of ``kept_facts`` holds what ``bot.store.reports`` reads of a view for the rows with ids from ``first`` to
``last``. It is true as long as it is there: triggers delete it in the transaction that changes anything it depends on,
whoever writes. A migration that changes a view deletes all of them; one that makes one of these tables anew on SQLite
makes its triggers anew, too.

Of a new row no trigger finds anything: one look into an index.
"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

OF_TICKET = "subject = 'ticket' AND first <= {row}.{ticket} AND last >= {row}.{ticket}"
OF_PASTE = "subject = 'paste' AND first <= {row}.{paste} AND last >= {row}.{paste}"
OF_ANSWER = "subject = 'answer' AND first <= {row}.{answer} AND last >= {row}.{answer}"
OF_ANSWERS = (
    "id IN (SELECT k.id FROM answers a JOIN kept_facts k ON k.subject = 'answer' AND k.first <= a.id AND k.last >= a.id"
    " WHERE a.{owner} = {row}.{own})"
)
NEXT_ALIKE = (  # the next paste with this signature is new, or is not new any more
    "id IN (SELECT k.id FROM (SELECT min(n.id) AS id FROM pastes n WHERE n.workspace = {row}.workspace"
    " AND n.signature_hash = {row}.signature_hash AND n.id > {row}.id) p"
    " JOIN kept_facts k ON k.subject = 'paste' AND k.first <= p.id AND k.last >= p.id)"
)


def _filled(pattern: str, **names: str) -> str:
    return pattern.format(row="{row}", **names)


# Of each table: the columns that facts depend on, and what depends on a row of it.
DEPENDENT: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "tickets": (
        ("workspace", "channel", "opened_by", "opened_at"),
        (_filled(OF_TICKET, ticket="id"), _filled(OF_ANSWERS, owner="ticket", own="id")),
    ),
    "pastes": (
        (
            *("workspace", "ticket", "channel", "ts", "author", "source", "created_at", "matcher", "kb_revision"),
            *(
                "failed",
                "step",
                "code",
                "server",
                "client",
                "mode",
                "signature_hash",
                "reply_ts",
                "withdrawn",
                "shadow",
            ),
        ),
        (
            _filled(OF_TICKET, ticket="ticket"),
            _filled(OF_PASTE, paste="id"),
            _filled(OF_ANSWERS, owner="paste", own="id"),
            NEXT_ALIKE,
        ),
    ),
    "answers": (
        (
            *("workspace", "ticket", "paste", "article", "article_revision", "confidence", "band", "matcher"),
            "shown_at",
        ),
        (
            _filled(OF_TICKET, ticket="ticket"),
            _filled(OF_PASTE, paste="paste"),
            _filled(OF_ANSWER, answer="id"),
            _filled(OF_ANSWERS, owner="ticket", own="ticket"),
        ),
    ),
    "events": (
        ("ticket", "answer", "kind", "at", "reason", "article"),
        (
            _filled(OF_TICKET, ticket="ticket"),
            _filled(OF_ANSWER, answer="answer"),
            _filled(OF_ANSWERS, owner="ticket", own="ticket"),
        ),
    ),
    "article_revisions": (("cause",), ("1 = 1",)),
}
ROWS = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}


def triggers() -> Iterator[tuple[str, str, str, str, list[str]]]:
    """Name, table, what fires it, on which condition, and its statements."""
    for table, (columns, dependents) in DEPENDENT.items():
        for change, rows in ROWS.items():
            if table == "article_revisions" and change != "update":
                continue  # no answer has it yet, or any more
            differs = "IS NOT" if op.get_bind().dialect.name == "sqlite" else "IS DISTINCT FROM"
            changed = " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in columns)
            statements = [f"DELETE FROM kept_facts WHERE {d.format(row=row)};" for d in dependents for row in rows]  # noqa: S608  words of this file
            condition = f"WHEN ({changed})" if change == "update" else ""
            yield f"kept_facts_{table}_{change}", table, change.upper(), condition, list(dict.fromkeys(statements))


def upgrade() -> None:
    op.create_table(
        "kept_facts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("first", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("last", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("shape", sa.Text, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True)),
        sa.Column("until", sa.DateTime(timezone=True)),
        sa.Column("facts", sa.LargeBinary),
        sa.PrimaryKeyConstraint("id", name="pk_kept_facts"),
        sa.UniqueConstraint("subject", "last", name="uq_kept_facts_subject_last"),
        sqlite_autoincrement=True,
    )
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name, table, change, condition, statements in triggers():
        body = "\n".join(statements)
        if sqlite:
            op.execute(f"CREATE TRIGGER {name} AFTER {change} ON {table} FOR EACH ROW {condition} BEGIN\n{body}\nEND")
            continue
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN\n{body}\nRETURN NULL;\nEND $$"
        )
        op.execute(
            f"CREATE TRIGGER {name} AFTER {change} ON {table} FOR EACH ROW {condition} EXECUTE FUNCTION {name}()"
        )


def downgrade() -> None:
    for name, table, *_ in triggers():
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER {name}")
        else:
            op.execute(f"DROP TRIGGER {name} ON {table}")
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_table("kept_facts")
