"""What people paste: tests of our own articles, and failures that no article knows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from bot.kb.article import OWN, Article
from bot.matching.model import Decision
from bot.transcript import read

OPENERS = (
    "",
    "Since this morning my upload stops here:\n",
    "Can somebody look at this?\n",
    "The nightly job ended with\n",
    "It worked last week. Now:\n",
    "New laptop, same account:\n",
    "A customer sent us this:\n",
)
POPULAR = MappingProxyType(
    {
        "wrong-credentials": 30,
        "passive-ports-blocked": 26,
        "filezilla-listing-failed": 16,
        "permission-denied-write": 15,
        "file-not-found": 13,
        "connection-refused": 13,
        "tls-session-reuse-required": 12,
        "passive-private-ip": 11,
        "connection-timeout": 11,
        "vsftpd-writable-chroot": 10,
        "cert-untrusted-or-expired": 8,
        "implicit-explicit-mismatch": 8,
        "too-many-connections": 8,
        "tls-required-login": 7,
        "sftp-vs-ftp-mixup": 7,
        "idle-timeout": 6,
        "home-dir-missing": 6,
        "disk-full-or-quota": 5,
        "ftplib-prot-p-missing": 5,
        "winscp-tls-session-reuse": 5,
        "account-locked-or-expired": 5,
        "iis-home-dir-inaccessible": 4,
    }
)
"""How often an article's failure is pasted, beside all others with one each."""
STRANGE = (
    ("ftp> put nightly.tar\n200 PORT command successful.\n550 nightly.tar: tape volume is not mounted.\n", 5),
    ("230 User logged in.\nSTOR invoices.csv\n553 Upload window is closed until 22:00.\n", 9),
    ("331 Password required\nPASS ***\n530 Partner profile is suspended by trading desk.\n", 6),
    ("CWD /outbound\n550 Mailbox /outbound awaits approval.\n", 4),
    ("RETR statement.pdf\n450 File is being scanned; come back later.\n", 12),
    ("SITE ARCHIVE 2024\n504 Archive class not licensed.\n", 2),
    ("MLSD\n451 Directory index is being rebuilt.\n", 7),
    ("STOR orders.xml\n550 Checksum manifest missing for orders.xml.\n", 8),
    ("AUTH TLS\n234 Proceed\nPBSZ 0\n534 Policy requires hardware token.\n", 3),
    ("STOR batch.edi\n550 Duplicate interchange control number.\n", 4),
)
"""Failures that no article knows, and how often they are pasted: what to write next."""
FORMS = 3  # of a popular article; of others, one
KEPT = 3  # candidates of a decision


@dataclass(frozen=True, slots=True)
class Scene:
    """A text that people paste, and what the matcher says of it.

    Attributes:
        article: The article that helps; None where there is none.
        weight: How often it is pasted, beside the others.
    """

    article: str | None
    text: str
    decision: Decision
    weight: float

    @property
    def known(self) -> bool:
        """The article that helps is among the best candidates."""
        return any(candidate.article == self.article for candidate in self.decision.candidates)


def scenes(articles: Iterable[Article], decide: Callable[[str], Decision]) -> list[Scene]:
    """All scenes; those whose failure the matcher does not see are left out."""
    found = []
    for number, article in enumerate(one for one in articles if one.origin == OWN and one.status == "current"):
        forms = sorted((*article.tests.find, *article.symptoms), key=_telling, reverse=True)
        forms = forms[: FORMS if article.id in POPULAR else 1]
        weight = POPULAR.get(article.id, 1) / max(1, len(forms))
        found += [_scene(article.id, text, number + n, weight, decide) for n, text in enumerate(forms)]
    found += [_scene(None, text, number, weight, decide) for number, (text, weight) in enumerate(STRANGE)]
    return [scene for scene in found if scene.decision.failure is not None and scene.decision.candidates]


def of_article(found: Sequence[Scene], article: str | None) -> list[Scene]:
    """The scenes in which an article helps; None: in which none does."""
    return [scene for scene in found if scene.article == article]


def _telling(text: str) -> tuple[int, int]:
    """How much a text tells: which programs took part, and how many lines it has, up to a screenful."""
    told = {fact.partition(":")[0] for fact in read(text).facts}
    return len(told & {"server", "client"}), min(text.count("\n"), 15)


def _scene(article: str | None, text: str, number: int, weight: float, decide: Callable[[str], Decision]) -> Scene:
    text = OPENERS[number % len(OPENERS)] + text.strip() + "\n"
    return Scene(article, text, _slim(decide(text)), weight)


def _slim(decision: Decision) -> Decision:
    """A decision with its best candidates and without the lines of articles: thousands of copies are stored."""
    best = decision.candidates[:KEPT]
    return replace(decision, candidates=tuple(replace(one, matches=(), evidence=()) for one in best), elapsed_ms=0.0)
