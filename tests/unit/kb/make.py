"""Made-up articles in both formats, and decisions of a matcher."""

import pytest

from bot.kb.article import Article
from bot.kb.article import Tests as Pastes
from bot.matching.model import Band, Candidate, Decision

RULE = "=" * 70
DASHES = "-" * 79
BOX = f"{DASHES}\nThe information in this article applies to:\n\n - Contoso Post Server 2.0 \n{DASHES}\n"
TRAILER = (
    "Additional query words: postbox lost\n\n"
    f"{RULE}\nKeywords          : kbmade \n"
    f"Technology        : kbPostSearch\nIssue type        : kbprb\n\n{RULE}=======\n"
)
DISCLAIMER = (
    "\nTHE INFORMATION PROVIDED IN THE MICROSOFT KNOWLEDGE BASE IS\nPROVIDED WITH NO PROMISE AT ALL.\n\n"
    "Copyright Somebody 1999."
)
HEADER = (
    "DOCUMENT:Q900001  03-FEB-1999  [post]\nTITLE   :Post Server Loses Letters\nPRODUCT :Contoso Post Server\n"
    "PROD/VER:winnt:2.0\nOPER/SYS:\nKEYWORDS:kbmade\n"
)
BODY = """
SYMPTOMS
========

When you send a letter, you receive the following error message:

   Letter 12 was lost on the way.

CAUSE
=====

The postman is out.

RESOLUTION
==========

1. Call the postman.

2. Send the letter again.
"""


def named(cases):
    """The values of a table ``(name, …)`` for ``parametrize``, with the names as ids."""
    return {"argvalues": [pytest.param(*case[1:], id=case[0]) for case in cases]}


def microsoft_text(body=BODY, *, header=HEADER, box=BOX, trailer=TRAILER, disclaimer=DISCLAIMER):
    return f"{header}\n{RULE}\n{box}{body}\n{trailer}{disclaimer}"


def section(name, text):
    return f"\n{name}\n{'=' * len(name)}\n\n{text}\n"


def own_article(**changes):
    values = {
        "id": "door-closed",
        "title": "The server closes the door",
        "cause_slug": "connection-refused",
        "applies_to": ("any server",),
        "symptoms": ("421 The door is closed.", "the door is closed in my face", "ncftp: door closed"),
        "cause": "Nobody listens behind the door.",
        "resolution": "1. Knock:\n\n   ```\n   sudo systemctl start door\n   ```",
        "verify": "Knock again.",
        "require": (("phrase:door",),),
        "references": ("RFC 959, section 5.4",),
        "reviewed": "2026-11-22",
        "tests": Pastes(find=("421 The door is closed.", "door closed again"), miss=("421 The window is closed.",)),
    } | changes
    return Article(**values)


def decision(band=Band.ANSWER, *candidates):
    """A decision whose candidates are given as (article, cause)."""
    return Decision(
        band=band,
        candidates=tuple(
            Candidate(article, 1, article, cause, 0.9 - place / 10, (), ())
            for place, (article, cause) in enumerate(candidates)
        ),
        failure=None,
        steps=(),
        facts=(),
        signature=(),
        parameters="made-up",
        elapsed_ms=0.0,
    )
