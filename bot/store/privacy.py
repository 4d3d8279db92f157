"""Forgetting: people become tokens that lead to nobody, and what is counted stays as it was.

A person stands in columns of their own (who pasted, who pressed), in keys of deliveries, presses and jobs, in JSON, in
the text of others, and in the id of the direct message with the bot. So everything that is text is looked through. Two
kinds of tokens:

* ``forget`` gives a token made by chance: nobody, not even with this database in hand, finds the person again.
* What is older than ``KEEPDETAILS_DAYS`` gets a pseudonym, the same one for a person whenever it is made: a keyed
  hash (RFC 2104), whose key stands in the table ``pseudonyms``. So people are counted as before. ``forget`` replaces
  pseudonyms, too.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Table,
    and_,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    tuple_,
    update,
)

from bot.store.tables import (
    channels,
    events,
    inbox,
    jobs,
    metadata,
    notices,
    pastes,
    pieces,
    pseudonyms,
    rates,
    ticket_links,
    tickets,
    verdicts,
)
from bot.store.tickets import SqlTickets
from bot.store.types import Json, Words
from bot.support.privacy import Forgotten

SLACK_PERSON: Final = re.compile(r"[UW][A-Z0-9]{2,20}")
_DIRECT: Final = "D"  # how the id of a direct message begins
_DIGITS: Final = 16
_KEY_BYTES: Final = 32


class Details(NamedTuple):
    """A table whose rows say who did what, and when."""

    table: Table
    who: str | None
    when: str


DETAILS: Final = (
    Details(pastes, "author", "created_at"),
    Details(tickets, "opened_by", "opened_at"),
    Details(events, "actor", "at"),
    Details(ticket_links, "named_by", "named_at"),
    Details(verdicts, "said_by", "said_at"),
    Details(channels, "set_by", "set_at"),
    Details(notices, None, "posted_at"),
    Details(inbox, "author", "received_at"),
)
_DAY: Final = timedelta(days=1)


class SqlPrivacy:
    """Fulfils ``bot.support.privacy.Privacy``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def forget(self, person: str) -> Forgotten:
        """Erase the texts of somebody's pastes, and replace whatever names this person by a token, everywhere.

        Somebody whose id is none of Slack's is only looked for where a person stands alone: it may be a common word.
        """
        token = f"forgotten-{secrets.token_hex(_DIGITS // 2)}"
        names = dict.fromkeys((person, *self._pseudonyms_of(person)), token)
        texts = self._erase_texts(names)
        names |= dict.fromkeys(self._direct_messages(names), f"{token}-dm")
        self._connection.execute(delete(rates).where(rates.c.name == f"user:{person}"))
        undone = and_(jobs.c.done_at.is_(None), or_(*(jobs.c.payload.cast(Words).contains(name) for name in names)))
        dropped = self._connection.execute(delete(jobs).where(undone)).rowcount
        if SLACK_PERSON.fullmatch(person) is None:
            return Forgotten(token, texts, self._rename(person, token), dropped)
        tables = [table for table in metadata.sorted_tables if "workspace" in table.c]
        return Forgotten(token, texts, sum(self._replace(table, names) for table in tables), dropped)

    def forget_workspace(self, workspace: str) -> int:
        """Delete every row of a workspace; how many."""
        number = 0
        for table in reversed(metadata.sorted_tables):
            if "workspace" in table.c:
                number += self._connection.execute(delete(table).where(table.c.workspace == workspace)).rowcount
        return number

    def blur(self, older_than: datetime) -> bool:
        """Give people pseudonyms in a day's worth of what is older; whether there is more."""
        made = self._connection.execute(select(pseudonyms)).one_or_none()
        since = made.done_until if made else self._connection.execute(select(func.min(pastes.c.created_at))).scalar()
        if since is None or since >= older_than:
            return False
        if made is None:
            key = secrets.token_hex(_KEY_BYTES)
            self._connection.execute(insert(pseudonyms).values(id=1, key=key, done_until=since))
        else:
            key = made.key
        until = min(older_than, since + _DAY)
        for details in DETAILS:
            self._blur(details, key, since, until)
        self._connection.execute(update(pseudonyms).values(done_until=until))
        return bool(until < older_than)

    def _blur(self, details: Details, key: str, since: datetime, until: datetime) -> None:
        table, when = details.table, details.table.c[details.when]
        within = when < until if table is channels else and_(when >= since, when < until)  # a channel may be set first
        rows = self._connection.execute(select(table).where(within)).all()
        people = {getattr(row, details.who) for row in rows} if details.who else _people_in(rows)
        names = {person: _pseudonym(key, person) for person in people if person and SLACK_PERSON.fullmatch(person)}
        names |= {
            row.channel: _pseudonym(key, row.channel, "dm")
            for row in rows
            if "channel" in table.c and (row.channel or "").startswith(_DIRECT)
        }
        for row in rows:
            self._write(table, row, names)

    def _pseudonyms_of(self, person: str) -> list[str]:
        return [_pseudonym(key, person) for key in self._connection.execute(select(pseudonyms.c.key)).scalars()]

    def _erase_texts(self, names: Iterable[str]) -> int:
        found = self._connection.execute(select(pastes.c.id).where(pastes.c.author.in_(list(names)))).scalars().all()
        own = SqlTickets(self._connection)
        for paste in found:
            own.erase(paste)
        self._connection.execute(delete(pieces).where(pieces.c.paste.is_(None), self._posted_by(names)))
        return len(found)

    def _posted_by(self, names: Iterable[str]) -> ColumnElement[bool]:
        """Whether a piece that belongs to no paste yet is this person's: its delivery says so."""
        delivered = (inbox.c.workspace == pieces.c.workspace, inbox.c.ts == pieces.c.ts)
        return exists().where(*delivered, inbox.c.author.in_(list(names)))

    def _direct_messages(self, names: Iterable[str]) -> set[str]:
        """The conversations that a person had with the bot alone."""
        people = list(names)
        found: set[str] = set()
        for table, who in ((pastes, pastes.c.author), (tickets, tickets.c.opened_by)):
            direct = table.c.channel.startswith(_DIRECT, autoescape=True)
            found.update(self._connection.execute(select(table.c.channel).where(who.in_(people), direct)).scalars())
        return {channel for channel in found if channel.startswith(_DIRECT)}  # SQLite's LIKE is blind to case

    def _rename(self, person: str, token: str) -> int:
        """Replace a name where it stands alone."""
        number = 0
        for table, who, _ in DETAILS:
            if who is not None:
                mine = update(table).where(table.c[who] == person).values({who: token})
                number += self._connection.execute(mine).rowcount
        return number

    def _replace(self, table: Table, names: Mapping[str, str]) -> int:
        """Replace names wherever they stand in a table; in how many rows."""
        texts = _texts(table)
        holds = or_(
            *(table.c[column].cast(Words).contains(name, autoescape=True) for column in texts for name in names)
        )
        return sum(self._write(table, row, names) for row in self._connection.execute(select(table).where(holds)).all())

    def _write(self, table: Table, row: Row[Any], names: Mapping[str, str]) -> bool:
        """Write a row anew where a name stands in it; whether one does."""
        if not names:
            return False
        found = re.compile(rf"(?<![A-Za-z0-9-])(?:{'|'.join(map(re.escape, names))})(?![A-Za-z0-9-])")
        put = partial(found.sub, lambda match: names[match[0]])
        before = {column: getattr(row, column) for column in _texts(table)}
        after = {column: _through(value, put) for column, value in before.items()}
        changed = {column: value for column, value in after.items() if value != before[column]}
        if changed:
            key = table.primary_key.columns.values()
            this = tuple_(*key) == tuple_(*(getattr(row, column.name) for column in key))
            self._connection.execute(update(table).where(this).values(changed))
        return bool(changed)


def _texts(table: Table) -> list[str]:
    return [
        column.name
        for column in table.columns
        if isinstance(column.type, Words | Json) and column.name not in {"workspace", "kind"}
    ]


def _through(value: Any, put: Any) -> Any:
    """A value with each of its strings replaced, keys of mappings included."""
    if isinstance(value, str):
        return put(value)
    if isinstance(value, Mapping):
        return {put(key): _through(item, put) for key, item in value.items()}
    if isinstance(value, list):
        return [_through(item, put) for item in value]
    return value


def _people_in(rows: Iterable[Row[Any]]) -> set[str]:
    """The people that the JSON of rows names."""
    return {word for row in rows for word in _strings(row.detail) if SLACK_PERSON.fullmatch(word)}


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (word for item in value.values() for word in _strings(item))
    elif isinstance(value, list):
        yield from (word for item in value for word in _strings(item))


def _pseudonym(key: str, name: str, kind: str = "person") -> str:
    digest = hmac.new(bytes.fromhex(key), name.encode(), hashlib.sha256).hexdigest()
    return f"{kind}-{digest[:_DIGITS]}"
