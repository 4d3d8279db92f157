"""The store: transactions, and the repositories in them."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import cached_property
from threading import Lock

from sqlalchemy import Connection, Engine

from bot.store.articles import SqlArticles
from bot.store.channels import SqlChannels
from bot.store.engine import READS, file_of, sync
from bot.store.failures import store_errors
from bot.store.gaps import SqlGaps
from bot.store.history import SqlHistory
from bot.store.home import SqlHome
from bot.store.inbox import SqlInbox
from bot.store.incidents import SqlIncidents
from bot.store.jobs import SqlJobs
from bot.store.kept import SqlKeptFacts
from bot.store.links import SqlLinks
from bot.store.notices import SqlNotices
from bot.store.pieces import SqlPieces
from bot.store.privacy import SqlPrivacy
from bot.store.replays import SqlReplays
from bot.store.reports import SqlReports
from bot.store.silence import SqlSilence
from bot.store.tickets import SqlTickets
from bot.store.together import SqlTogether


class SqlTransaction:
    """What can be done in one transaction; fulfils ``bot.support.ports.Transaction``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @cached_property
    def inbox(self) -> SqlInbox:
        """Keys of deliveries."""
        return SqlInbox(self._connection)

    @cached_property
    def jobs(self) -> SqlJobs:
        """Durable work."""
        return SqlJobs(self._connection)

    @cached_property
    def articles(self) -> SqlArticles:
        """The knowledge base."""
        return SqlArticles(self._connection)

    @cached_property
    def tickets(self) -> SqlTickets:
        """Pastes, tickets, answers and events."""
        return SqlTickets(self._connection)

    @cached_property
    def pieces(self) -> SqlPieces:
        """Pastes that came in several messages."""
        return SqlPieces(self._connection)

    @cached_property
    def channels(self) -> SqlChannels:
        """How the bot behaves in each channel."""
        return SqlChannels(self._connection)

    @cached_property
    def together(self) -> SqlTogether:
        """Pastes of several people at once."""
        return SqlTogether(self._connection)

    @cached_property
    def home(self) -> SqlHome:
        """What App Home reads."""
        return SqlHome(self._connection)

    @cached_property
    def links(self) -> SqlLinks:
        """Tickets of other systems."""
        return SqlLinks(self._connection)

    @cached_property
    def silence(self) -> SqlSilence:
        """When to look at tickets of which nobody said anything."""
        return SqlSilence(self._connection)

    @cached_property
    def notices(self) -> SqlNotices:
        """What was posted about pastes besides the replies."""
        return SqlNotices(self._connection)

    @cached_property
    def incidents(self) -> SqlIncidents:
        """Failures that hit many people at once."""
        return SqlIncidents(self._connection)

    @cached_property
    def privacy(self) -> SqlPrivacy:
        """What is known of people."""
        return SqlPrivacy(self._connection)

    @cached_property
    def replays(self) -> SqlReplays:
        """Past pastes, to be decided anew."""
        return SqlReplays(self._connection)

    @cached_property
    def gaps(self) -> SqlGaps:
        """Failures that no article resolved."""
        return SqlGaps(self._connection)

    @cached_property
    def reports(self) -> SqlReports:
        """What the analytics read."""
        return SqlReports(self._connection)

    @cached_property
    def kept_facts(self) -> SqlKeptFacts:
        """Facts of old rows, kept beside the views."""
        return SqlKeptFacts(self._connection)

    @cached_property
    def history(self) -> SqlHistory:
        """Many records at once, for a made-up year."""
        return SqlHistory(self._connection)


class SqlStore:
    """A database behind an engine; fulfils ``bot.support.ports.Store``.

    Args:
        engine: From ``bot.store.engine.connect``, to a database at the newest migration.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        # One writer at a time: threads that look for the end of one another's work would only slow it down.
        self._turn = nullcontext() if file_of(engine.url) is None else Lock()
        self._reading = engine.execution_options(**{READS: True})

    @contextmanager
    def begin(self) -> Iterator[SqlTransaction]:
        """A transaction; rolled back when an exception leaves the block, else on the disk when this ends.

        Raises:
            StoreError: The database cannot be used.
        """
        with store_errors(self.engine.url), self._turn, self.engine.begin() as connection:
            yield SqlTransaction(connection)
        sync(self.engine.url)

    @contextmanager
    def read(self) -> Iterator[SqlTransaction]:
        """A transaction that only reads, and waits for no writer.

        Raises:
            StoreError: The database cannot be used.
        """
        with store_errors(self.engine.url), self._reading.begin() as connection:
            yield SqlTransaction(connection)

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()
