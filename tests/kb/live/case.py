"""One reproduction: what must be true of its transcripts before and after the resolution."""

from typing import NamedTuple

from bot.kb.files import read_articles
from bot.matching import Band
from tests.kb.live import box
from tests.kb.live.clients import Session
from tests.kb.real import KB_DATA, decide


class Result(NamedTuple):
    """What the matcher made of one real transcript."""

    article: str
    client: str
    band: Band
    confidence: float
    named: bool


class Case:
    """One reproduction: the article that it is about, and the transcripts before and after its resolution.

    Attributes:
        article: The article's id.
    """

    def __init__(self, article: str, results: list[Result]) -> None:
        self.article = article
        self._results = results
        self._cause = read_articles(KB_DATA / f"{article}.md").articles[0].cause_slug
        self._seen: list[str] = []

    def fails(self, *sessions: Session) -> None:
        """These sessions all fail, and the matcher names the article's cause for one of them at least.

        Not for all: some clients keep to themselves what the server said (`wget`: "The server refuses login."). The
        summary at the end lists every transcript.
        """
        named = [self._decide(session) for session in sessions]
        for session in sessions:
            assert not session.ok, session.text
        assert any(named), "\n\n".join(self._seen)

    def works(self, *sessions: Session) -> None:
        """These sessions succeed."""
        for session in sessions:
            self._keep("after", session)
            assert session.ok, session.text

    def _decide(self, session: Session) -> bool:
        self._keep("before", session)
        decision = decide(session.text)
        first = decision.candidates[0] if decision.candidates else None
        named = first is not None and first.cause == self._cause and decision.band is not Band.QUIET
        confidence = first.confidence if first else 0.0
        self._results.append(Result(self.article, session.client, decision.band, confidence, named))
        if not named:
            found = [f"{c.article} {c.confidence:.2f}" for c in decision.candidates[:3]]
            self._seen.append(f"{decision.band} {found} for\n{session.text}")
        return named

    def _keep(self, when: str, session: Session) -> None:
        folder = box.LIVE / "transcripts" / self.article
        folder.mkdir(parents=True, exist_ok=True)
        number = len(list(folder.glob(f"{when}-{session.client}*")))
        (folder / f"{when}-{session.client}{number or ''}.txt").write_text(session.text)
