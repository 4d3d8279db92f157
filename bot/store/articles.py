"""The knowledge base in the database.

``articles`` points at the newest revision of each article; ``article_revisions`` keeps them all, because answers refer
to them. An article is stored anew only when the hash of its content differs, so syncing an unchanged folder is one
query. An article is told by its id with case folded, and keeps the spelling under which it first came.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, insert, select, update

from bot.kb.article import OWN, Article
from bot.matching.model import Entry
from bot.store.tables import article_revisions, articles, kb
from bot.support.model import StoredArticle, Synced

_BATCH = 500  # articles written between two reports of progress


@dataclass(frozen=True, slots=True)
class _Known:
    """What the table ``articles`` says of an article."""

    id: str
    revision: int
    content_hash: str
    origin: str
    retired: bool


@dataclass(frozen=True, slots=True)
class _Write:
    """An article to be written: its pointer, and a new revision unless its content is stored already."""

    pointer: _Known
    is_new: bool
    document: Article | None


@dataclass(slots=True)
class _Plan:
    """What a sync or an import will write, and which articles it only retires because they are gone."""

    writes: list[_Write] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    unchanged: int = 0

    def result(self) -> Synced:
        return Synced(tuple(self.added), tuple(self.changed), (*self.retired, *self.gone), self.unchanged)


class SqlArticles:
    """Fulfils ``bot.support.ports.Articles``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def revision(self) -> int:
        """The revision of the whole: it rises with every change."""
        return int(self._connection.execute(select(kb.c.revision)).scalar_one())

    def get(self, article: str, revision: int | None = None) -> StoredArticle | None:
        """An article by its id, case folded: this revision, or the newest one (also when it is retired)."""
        wanted = articles.c.revision if revision is None else revision
        statement = _revisions().where(
            articles.c.folded == article.strip().casefold(), article_revisions.c.revision == wanted
        )
        row = self._connection.execute(statement).one_or_none()
        return None if row is None else _stored(row)

    def current(self) -> list[StoredArticle]:
        """All articles that are not retired, in the order of their ids."""
        return [_stored(row) for row in self._connection.execute(_current())]

    def entries(self) -> Iterator[Entry]:
        """All articles that are neither retired nor drafts, as the matcher sees them, one by one."""
        for row in self._connection.execute(_current().execution_options(yield_per=_BATCH)):
            found = _stored(row)
            if not found.article.is_draft:
                yield found.article.as_entry(found.revision)

    def fingerprint(self) -> str:
        """A digest of what ``entries`` gives: the same articles, the same digest, in any database."""
        c = articles.c
        statement = select(c.id, c.revision, c.content_hash).where(c.retired_at.is_(None))
        digest = hashlib.sha256()
        for row in sorted(self._connection.execute(statement)):
            digest.update(f"{row.id} {row.revision} {row.content_hash}\n".encode())
        return digest.hexdigest()

    def sync(
        self, articles: Iterable[Article], *, now: datetime, on_progress: Callable[[int], None] | None = None
    ) -> Synced:
        """Make the own articles exactly these: add, change, retire what is gone. Imported ones stay.

        Args:
            articles: All own articles. Where an imported one has the id of an own one, the own one takes its place.
            now: The time.
            on_progress: Called with the number of articles that are dealt with so far.
        """
        return self._store(articles, sweep=True, now=now, on_progress=on_progress)

    def add(
        self, articles: Iterable[Article], *, now: datetime, on_progress: Callable[[int], None] | None = None
    ) -> Synced:
        """Add or change these, retire none. An imported article never replaces an own one of the same id.

        Args:
            articles: Articles of either origin; the last one of an id counts.
            now: The time.
            on_progress: Called with the number of articles that are dealt with so far.
        """
        return self._store(articles, sweep=False, now=now, on_progress=on_progress)

    def _store(
        self, wanted: Iterable[Article], *, sweep: bool, now: datetime, on_progress: Callable[[int], None] | None
    ) -> Synced:
        given = _by_id(wanted)
        plan = _plan(given, self._known(), sweep=sweep)
        if plan.writes or plan.gone:
            # Another process may be storing the same articles: wait for it, then look again.
            self._connection.execute(select(kb.c.revision).with_for_update())
            plan = _plan(given, self._known(), sweep=sweep)
        done = plan.unchanged
        for batch in _batches(plan.writes):
            if on_progress:
                on_progress(done)
            self._write(batch, now)
            done += len(batch)
        if plan.gone:
            gone = update(articles).where(articles.c.id == bindparam("gone")).values(retired_at=now)
            self._connection.execute(gone, [{"gone": article} for article in plan.gone])
        if plan.writes or plan.gone:
            self._connection.execute(update(kb).values(revision=kb.c.revision + 1))
        if on_progress:
            on_progress(done)
        return plan.result()

    def _known(self) -> dict[str, _Known]:
        c = articles.c
        rows = self._connection.execute(select(c.folded, c.id, c.revision, c.content_hash, c.origin, c.retired_at))
        return {
            row.folded: _Known(row.id, row.revision, row.content_hash, row.origin, row.retired_at is not None)
            for row in rows
        }

    def _write(self, batch: list[_Write], now: datetime) -> None:
        pointers = [(write.is_new, _pointer_row(write.pointer, now)) for write in batch]
        if new := [row for is_new, row in pointers if is_new]:
            self._connection.execute(insert(articles), new)
        if old := [{"article": row.pop("id"), **row} for is_new, row in pointers if not is_new]:
            self._connection.execute(update(articles).where(articles.c.id == bindparam("article")), old)
        if documents := [_revision_row(write, now) for write in batch if write.document is not None]:
            self._connection.execute(insert(article_revisions), documents)


def _by_id(wanted: Iterable[Article]) -> dict[str, Article]:
    """The last article of each id, case folded; an imported one never replaces an own one."""
    given: dict[str, Article] = {}
    for article in wanted:
        folded = article.id.casefold()
        if folded not in given or article.origin == OWN or given[folded].origin != OWN:
            given[folded] = article
    return given


def _plan(given: Mapping[str, Article], known: Mapping[str, _Known], *, sweep: bool) -> _Plan:
    plan = _Plan()
    for folded, article in given.items():
        _plan_one(plan, article, known.get(folded))
    if sweep:
        plan.gone = sorted(
            old.id for folded, old in known.items() if old.origin == OWN and not old.retired and folded not in given
        )
    return plan


def _plan_one(plan: _Plan, article: Article, old: _Known | None) -> None:
    retired = article.status == "retired"
    if old is None:
        pointer = _Known(article.id, 1, _hash(article), article.origin, retired)
        plan.writes.append(_Write(pointer, is_new=True, document=article))
        plan.added.append(article.id)
        return
    article = replace(article, id=old.id)
    content_hash = _hash(article)
    same = content_hash == old.content_hash
    if (old.origin == OWN and article.origin != OWN) or (same and old.retired == retired):
        plan.unchanged += 1
        return
    pointer = _Known(old.id, old.revision + (not same), content_hash, article.origin, retired)
    plan.writes.append(_Write(pointer, is_new=False, document=None if same else article))
    if retired == old.retired:
        plan.changed.append(old.id)
    else:
        (plan.retired if retired else plan.added).append(old.id)


def _hash(article: Article) -> str:
    return hashlib.sha256(json.dumps(article.as_json(), sort_keys=True).encode()).hexdigest()


def _batches(writes: list[_Write]) -> Iterator[list[_Write]]:
    return (writes[start : start + _BATCH] for start in range(0, len(writes), _BATCH))


def _pointer_row(pointer: _Known, now: datetime) -> dict[str, Any]:
    return {
        "id": pointer.id,
        "folded": pointer.id.casefold(),
        "revision": pointer.revision,
        "content_hash": pointer.content_hash,
        "origin": pointer.origin,
        "retired_at": now if pointer.retired else None,
    }


def _revision_row(write: _Write, now: datetime) -> dict[str, Any]:
    assert write.document is not None  # noqa: S101  the caller has just looked
    return {
        "article": write.pointer.id,
        "revision": write.pointer.revision,
        "title": write.document.title,
        "cause": write.document.cause_slug,
        "document": write.document.as_json(),
        "created_at": now,
    }


def _revisions() -> Select[Any]:
    return select(article_revisions.c.document, article_revisions.c.revision, articles.c.retired_at).join(
        articles, articles.c.id == article_revisions.c.article
    )


def _current() -> Select[Any]:
    """Articles that are not retired, in the order of their ids."""
    return (
        _revisions()
        .where(articles.c.retired_at.is_(None), article_revisions.c.revision == articles.c.revision)
        .order_by(articles.c.folded)
    )


def _stored(row: Row[Any]) -> StoredArticle:
    return StoredArticle(Article.from_json(row.document), row.revision, row.retired_at is not None)
