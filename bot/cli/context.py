"""What the options before the command mean: which database, which knowledge base."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import ArticleError, UsageError
from bot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.app import Bot
    from bot.kb.article import Article
    from bot.matching import Decision


@dataclass(frozen=True, slots=True)
class Context:
    """The options that stand before every command.

    Attributes:
        db: Another database than the bot's own.
        kb: The articles of this folder, file or archive alone, with no database.
    """

    db: str | None = None
    kb: Path | None = None

    def settings(self) -> Settings:
        """The settings, with ``--db`` in place of ``DATABASE_URL``."""
        return Settings.read(**({} if self.db is None else {"database_url": self.db}))

    def database_url(self) -> str:
        """Where the database is.

        Raises:
            UsageError: ``--kb`` was given: it stands for having no database.
        """
        if self.kb is not None:
            raise UsageError("--kb takes articles without a database; this command needs one, so leave --kb out.")
        return self.settings().database_url

    def bot(self) -> "Bot":
        """The wired bot with its database.

        Raises:
            UsageError: ``--kb`` was given: it stands for having no database.
        """
        from bot.app import build

        self.database_url()
        return build(self.settings(), own_database=self.db is None)

    def decide(self) -> "Callable[[str], Decision]":
        """What decides about a paste: the articles of ``--kb``, else of the database."""
        if self.kb is None:
            return self.bot().desk.decider.decide
        from bot.matching import Matcher

        matcher = Matcher.build([article.as_entry(1) for article in self.articles()])
        return matcher.decide

    def articles(self) -> "tuple[Article, ...]":
        """The articles: of ``--kb``, else of the database.

        Raises:
            ArticleError: A file of ``--kb`` cannot be read.
        """
        if self.kb is not None:
            from bot.kb.files import read_articles

            found = read_articles(self.kb)
            if found.unread:
                raise ArticleError(*found.unread[0])
            return found.articles
        with self.bot().store.begin() as tx:
            return tuple(stored.article for stored in tx.articles.current())
