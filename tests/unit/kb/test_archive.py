"""The archive of real articles: every file is read, and its sections are those that another careful reader found."""

import csv
import hashlib
import tarfile
from pathlib import Path

import pytest

from bot.errors import ArticleError
from bot.kb.microsoft import MicrosoftDocument, decode, parse, to_article

ARCHIVE = Path(__file__).parents[3] / "../shared/kb_archive"
ARTICLES = ARCHIVE / "articles.tar.xz"
SECTIONS = ARCHIVE / "sections.tsv"
COMPARED = ("SYMPTOMS", "CAUSE", "RESOLUTION", "WORKAROUND")
BAR = 0.995

pytestmark = pytest.mark.skipif(not ARTICLES.exists(), reason="the archive is not beside the project")


@pytest.fixture(scope="module")
def documents():
    found: dict[str, MicrosoftDocument] = {}
    unread: dict[str, str] = {}
    with tarfile.open(ARTICLES) as archive:
        for member in archive:
            if member.isreg() and (file := archive.extractfile(member)):
                name = Path(member.name).stem
                try:
                    found[name] = parse(decode(file.read()), name)
                except ArticleError as error:
                    unread[name] = error.why
    assert unread == {}
    return found


def fingerprint(text):
    solid = "".join(text.split())
    return f"{len(solid)}:{hashlib.sha1(solid.encode(), usedforsecurity=False).hexdigest()[:8]}" if solid else "-"


def test_every_file_is_read_under_its_own_name(documents):
    assert len(documents) > 5_000
    assert all(name == document.id for name, document in documents.items())


@pytest.mark.skipif(not SECTIONS.exists(), reason="the other reader's sections are not beside the project")
def test_sections_agree(documents):
    with SECTIONS.open(encoding="utf-8", newline="") as file:
        expected = {row["id"]: row for row in csv.DictReader(file, delimiter="\t")}
    present = differing = 0
    differences = []
    for name, document in documents.items():
        for heading in COMPARED:
            theirs = expected[name][heading.lower()]
            ours = fingerprint(document.sections.get(heading, ""))
            present += theirs != "-"
            if ours != theirs:
                differing += 1
                differences.append((name, heading, ours, theirs))
    assert present > 5_000
    assert differing <= (1 - BAR) * present, differences


def test_every_article_with_a_body_has_symptoms_of_a_reasonable_length(documents):
    articles = [to_article(document) for document in documents.values() if document.sections or document.preamble]
    without = [article.id for article in articles if not article.symptoms]
    assert len(without) <= len(articles) * 0.002, without
    assert max(len(form) for article in articles for form in article.symptoms) <= 1_200
