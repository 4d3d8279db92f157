"""The tables, as the newest migration leaves them; ``kbbot db check`` names what differs.

Every row of support data carries its workspace. Ids are never used twice, also not after a deletion: buttons on old
messages carry them. What the analytics ask for stands in columns of its own, beside the JSON it comes from.
"""

from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    UniqueConstraint,
    and_,
    false,
    literal_column,
    text,
    true,
)
from sqlalchemy.sql.expression import ColumnElement

from bot.store.types import Id, Json, Utc, Words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

inbox = Table(
    "inbox",
    metadata,
    Column("key", Words, primary_key=True),
    Column("workspace", Words, nullable=False),
    Column("kind", Words, nullable=False),
    Column("received_at", Utc, nullable=False, index=True),
    Column("decision", Words),
    # Of a post: the conversation or thread it stands in, where, and whose it is.
    Column("flow", Words),
    Column("ts", Words),
    Column("author", Words),
)

rates = Table(
    "rates",
    metadata,
    Column("workspace", Words, primary_key=True),
    Column("name", Words, primary_key=True),  # whose deliveries are counted: user:U…, channel:C…
    Column("paid_until", Float(53), nullable=False),  # seconds since 1970; each delivery pays for a share of a minute
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", Id, primary_key=True),
    Column("workspace", Words, nullable=False),
    Column("key", Words, nullable=False, unique=True),
    Column("kind", Words, nullable=False),
    Column("lane", Words, nullable=False),
    Column("payload", Json),  # NULL once the job is done
    Column("priority", Integer, nullable=False, server_default="1"),  # the lowest number first
    Column("attempts", Integer, nullable=False),
    Column("owner", Words),
    Column("added_at", Utc, nullable=False),
    Column("due_at", Utc, nullable=False),
    Column("done_at", Utc),
    Column("dead_at", Utc),
    Column("last_error", Words),
    sqlite_autoincrement=True,
)


def _partial(name: str, *columns: Column[object], where: ColumnElement[bool], unique: bool = False) -> Index:
    return Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)


_flow = inbox.c.flow.is_not(None)
_partial("ix_inbox_flow", inbox.c.workspace, inbox.c.flow, inbox.c.ts, where=_flow)
_open = and_(jobs.c.done_at.is_(None), jobs.c.dead_at.is_(None))
_partial("ix_jobs_open", jobs.c.priority, jobs.c.id, where=_open)
_partial("ix_jobs_done", jobs.c.done_at, where=jobs.c.done_at.is_not(None))
_partial("ix_jobs_dead", jobs.c.dead_at, where=jobs.c.dead_at.is_not(None))
_partial("ix_jobs_open_lane", jobs.c.workspace, jobs.c.lane, jobs.c.id, where=and_(_open, jobs.c.lane != ""))
# The guarantee that no two jobs of a lane run at once, however the claims of two workers interleave.
_partial(
    "uq_jobs_owned_lane",
    jobs.c.workspace,
    jobs.c.lane,
    where=and_(_open, jobs.c.lane != "", jobs.c.owner.is_not(None)),
    unique=True,
)

periods = Table(
    "periods",
    metadata,
    Column("kind", Words, primary_key=True),  # of periodic work
    Column("started_at", Utc, nullable=False),  # the last period whose job was added
)

articles = Table(
    "articles",
    metadata,
    Column("id", Words, primary_key=True),
    Column("folded", Words, nullable=False, unique=True),  # the id, case folded
    Column("revision", Integer, nullable=False),
    Column("content_hash", Words, nullable=False),
    Column("origin", Words, nullable=False),
    Column("retired_at", Utc),
)

article_revisions = Table(
    "article_revisions",
    metadata,
    Column("article", Words, ForeignKey(articles.c.id), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("title", Words, nullable=False),
    Column("cause", Words),
    Column("document", Json, nullable=False),
    Column("created_at", Utc, nullable=False),
)

kb = Table(
    "kb",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("revision", Integer, nullable=False),
    CheckConstraint("id = 1", name="single_row"),
)

tickets = Table(
    "tickets",
    metadata,
    Column("id", Id, primary_key=True),
    Column("workspace", Words, nullable=False),
    Column("channel", Words, nullable=False),
    Column("thread_ts", Words, nullable=False),
    Column("opened_by", Words, nullable=False),
    Column("opened_at", Utc, nullable=False, index=True),
    Column("look_at", Utc),  # when to look whether anybody said anything; NULL: never
    UniqueConstraint("workspace", "channel", "thread_ts"),
    Index(None, "workspace", "opened_by", "opened_at"),
    sqlite_autoincrement=True,
)

_partial("ix_tickets_look_at", tickets.c.look_at, where=tickets.c.look_at.is_not(None))

pastes = Table(
    "pastes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("workspace", Words, nullable=False),
    Column("ticket", Id, ForeignKey(tickets.c.id)),  # NULL: an observation
    Column("channel", Words, nullable=False),
    Column("ts", Words, nullable=False),
    Column("thread_ts", Words),
    Column("author", Words, nullable=False),
    Column("source", Words, nullable=False),
    Column("asked", Boolean, nullable=False),
    Column("text", Words, nullable=False),
    Column("decision", Json, nullable=False),
    Column("band", Words, nullable=False),
    Column("matcher", Words, nullable=False),
    Column("failed", Boolean, nullable=False),  # it shows a failure
    Column("step", Words),
    Column("command", Words),
    Column("code", Integer),
    Column("server", Words),  # the software, as the paste shows it
    Column("client", Words),
    Column("mode", Words),  # of data connections: passive, active, both
    Column("signature_hash", Words),
    Column("cluster", Words),  # of the same failures: bot.analytics.clusters; NULL: no failure, or not told yet
    Column("revision", Integer, nullable=False),
    Column("kb_revision", Integer, nullable=False),
    Column("created_at", Utc, nullable=False, index=True),
    Column("reply_channel", Words),
    Column("reply_ts", Words),
    Column("withdrawn", Boolean, nullable=False),
    Column("private", Boolean, nullable=False, server_default=true()),  # posted where not everybody may look
    Column("shadow", Boolean, nullable=False, server_default=false()),  # it would have been answered
    Column("offered", Boolean, nullable=False, server_default=false()),  # its reply is shown to its author first
    Column("same_as", Id),  # the paste whose reply answers the same failure of several people
    UniqueConstraint("workspace", "channel", "ts"),
    Index("ix_pastes_ticket", "ticket", "id"),
    Index("ix_pastes_signature", "workspace", "signature_hash", "id"),
    sqlite_autoincrement=True,
)

_partial("ix_pastes_unanswered", pastes.c.created_at, where=pastes.c.ticket.is_(None))
_partial("ix_pastes_reply", pastes.c.reply_channel, pastes.c.reply_ts, where=pastes.c.reply_ts.is_not(None))
_partial("ix_pastes_unclustered", pastes.c.id, where=and_(pastes.c.cluster.is_(None), text("failed")))
_partial("ix_pastes_cluster", pastes.c.cluster, pastes.c.created_at, where=pastes.c.cluster.is_not(None))
_partial("ix_pastes_shadow", pastes.c.workspace, pastes.c.created_at, where=pastes.c.shadow)
# Not `ticket IS NULL`: for that SQLite would take the index of tickets, and read all that was ever left unanswered.
LEFT_UNANSWERED: ColumnElement[Any] = literal_column(
    "(coalesce(ticket, 0) = 0 AND failed AND NOT private AND NOT withdrawn AND NOT shadow)"
)
_partial(
    "ix_pastes_left",
    *(pastes.c.workspace, pastes.c.created_at, pastes.c.signature_hash, pastes.c.author, pastes.c.id),
    where=LEFT_UNANSWERED,
)
_partial("ix_pastes_same_as", pastes.c.same_as, where=pastes.c.same_as.is_not(None))
_partial("ix_pastes_with_text", pastes.c.created_at, where=pastes.c.text != literal_column("''"))

pieces = Table(
    "pieces",
    metadata,
    Column("workspace", Words, primary_key=True),
    Column("channel", Words, primary_key=True),
    Column("ts", Words, primary_key=True),
    Column("paste", Id, ForeignKey("pastes.id"), index=True),  # NULL: may be the beginning of one
    Column("text", Words, nullable=False),
)

answers = Table(
    "answers",
    metadata,
    Column("id", Id, primary_key=True),
    Column("workspace", Words, nullable=False),
    Column("ticket", Id, ForeignKey(tickets.c.id), nullable=False),
    Column("paste", Id, ForeignKey(pastes.c.id), nullable=False),
    Column("paste_revision", Integer, nullable=False),
    Column("article", Words, nullable=False),
    Column("article_revision", Integer, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("confidence", Float(53), nullable=False),
    Column("band", Words, nullable=False),
    Column("matcher", Words, nullable=False),
    Column("in_full", Boolean, nullable=False),
    Column("shown_at", Utc, nullable=False, index=True),
    ForeignKeyConstraint(["article", "article_revision"], [article_revisions.c.article, article_revisions.c.revision]),
    Index(None, "article", "article_revision"),
    Index("ix_answers_ticket", "ticket", "id"),
    Index("ix_answers_shown", "article", "shown_at", "workspace", "ticket"),  # all that App Home asks of them
    Index("ix_answers_paste", "paste", "id"),
    sqlite_autoincrement=True,
)

events = Table(
    "events",
    metadata,
    Column("id", Id, primary_key=True),
    Column("workspace", Words, nullable=False),
    Column("key", Words, nullable=False),
    Column("ticket", Id, ForeignKey(tickets.c.id), nullable=False),
    Column("answer", Id, ForeignKey(answers.c.id)),
    Column("kind", Words, nullable=False),
    Column("actor", Words, nullable=False),
    Column("at", Utc, nullable=False, index=True),
    Column("detail", Json, nullable=False),
    Column("reason", Words),  # why an answer was turned down
    Column("article", Words),  # with which article a person resolved it, where that was none of the answers
    UniqueConstraint("workspace", "key"),
    Index("ix_events_ticket", "ticket", "kind", "id"),
    Index("ix_events_answer", "answer", "kind", "id"),
    sqlite_autoincrement=True,
)

for _kind in ("escalated", "solved"):
    _of_kind = events.c.kind == literal_column(f"'{_kind}'")
    _partial(f"ix_events_{_kind}", events.c.workspace, events.c.at, where=_of_kind)
JUDGING: ColumnElement[bool] = events.c.kind.in_(
    [literal_column(f"'{kind}'") for kind in ("solved", "rejected", "reopened", "chosen")]
)
"""Somebody judged an answer, or took that back. Asked for in these very words, or SQLite would not use the index."""

_partial("ix_events_judging", events.c.workspace, events.c.id, where=JUDGING)

notices = Table(
    "notices",
    metadata,
    Column("id", Id, primary_key=True),
    Column("workspace", Words, nullable=False),
    Column("key", Words, nullable=False),
    Column("kind", Words, nullable=False),
    Column("paste", Id, ForeignKey(pastes.c.id), nullable=False, index=True),
    Column("channel", Words, nullable=False),
    Column("ts", Words, nullable=False),
    Column("posted_at", Utc, nullable=False),
    Column("detail", Json, nullable=False),
    UniqueConstraint("workspace", "key"),
    Index(None, "channel", "ts"),
    sqlite_autoincrement=True,
)

ticket_links = Table(
    "ticket_links",
    metadata,
    Column("id", Id, primary_key=True),
    Column("workspace", Words, nullable=False),
    Column("ticket", Id, ForeignKey(tickets.c.id), nullable=False),
    Column("system", Words, nullable=False),
    Column("number", Words, nullable=False),
    Column("url", Words),
    Column("channel", Words),  # where it was named
    Column("named_by", Words, nullable=False),
    Column("named_at", Utc, nullable=False, index=True),
    UniqueConstraint("ticket", "system", "number"),
    sqlite_autoincrement=True,
)

verdicts = Table(
    "verdicts",
    metadata,
    Column("paste", Id, ForeignKey(pastes.c.id), primary_key=True, autoincrement=False),
    Column("workspace", Words, nullable=False),
    Column("correct", Boolean, nullable=False),  # what would have been said in the shadow is right
    Column("said_by", Words, nullable=False),
    Column("said_at", Utc, nullable=False),
)

channels = Table(
    "channels",
    metadata,
    Column("workspace", Words, primary_key=True),
    Column("channel", Words, primary_key=True),
    Column("mode", Words, nullable=False),
    Column("private_first", Boolean, nullable=False),
    Column("set_by", Words, nullable=False),
    Column("set_at", Utc, nullable=False),
)


incidents = Table(
    "incidents",
    metadata,
    Column("id", Id, primary_key=True),
    Column("workspace", Words, nullable=False),
    Column("cluster", Words, nullable=False),
    Column("started_at", Utc, nullable=False),
    Column("noticed_at", Utc, nullable=False),
    Column("last_at", Utc, nullable=False),
    Column("ended_at", Utc),
    Column("people", Integer, nullable=False),
    Column("pastes", Integer, nullable=False),
    Column("usual", Float(53), nullable=False),  # pastes a day before it began
    Column("channel", Words),  # where it was said
    Column("ts", Words),
    Index("ix_incidents_cluster", "workspace", "cluster", "started_at"),
    sqlite_autoincrement=True,
)

_partial(
    "uq_incidents_going_on",
    incidents.c.workspace,
    incidents.c.cluster,
    where=incidents.c.ended_at.is_(None),
    unique=True,
)

pseudonyms = Table(
    "pseudonyms",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("key", Words, nullable=False),  # what pseudonyms of people are made with
    Column("done_until", Utc, nullable=False),  # what is older names no people any more
    CheckConstraint("id = 1", name="single_row"),
)

kept_facts = Table(
    "kept_facts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("subject", Words, nullable=False),  # of a report: ticket, paste, answer
    Column("first", Id, nullable=False),  # the ids of its rows are from this
    Column("last", Id, nullable=False),  # to this
    Column("shape", Words, nullable=False),  # of the facts; another one is not understood
    Column("since", Utc),  # none of these rows is of before
    Column("until", Utc),  # nor of this moment or later
    Column("facts", LargeBinary),  # NULL until they are read: see bot.store.kept
    UniqueConstraint("subject", "last"),
    sqlite_autoincrement=True,
)

VIEWS = (
    "analytics_tickets",
    "analytics_articles",
    "analytics_pastes",
    "analytics_unanswered",
    "analytics_events",
    "analytics_links",
)
