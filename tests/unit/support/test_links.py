"""Ticket numbers of other systems: what is one, and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import KB_DATA
from bot.kb.files import read_articles
from bot.support.links import MOST, Link, System, named

NAMED = [
    ("ServiceNow", "I opened INC0012345 for this.", ["INC0012345"]),
    (
        "ServiceNow, others of its kinds",
        "RITM0045678, CHG0030001 and PRB0040007",
        ["RITM0045678", "CHG0030001", "PRB0040007"],
    ),
    ("Jira", "see ABC-123", ["ABC-123"]),
    ("Jira, at the end of a sentence", "It is OPS-4711.", ["OPS-4711"]),
    ("Jira, in brackets", "(NET2-12), please", ["NET2-12"]),
    ("two", "ABC-123 and OPS-1", ["ABC-123", "OPS-1"]),
    ("twice the same", "ABC-123, I mean ABC-123", ["ABC-123"]),
    ("a bare number", "it's in #4711", ["#4711"]),
    ("a small number, called a ticket", "ticket #7", ["#7"]),
    ("a number like a code, called an issue", "Issue: #530", ["#530"]),
    ("an address of Jira", "https://example.atlassian.net/browse/ABC-123?focusedId=9", ["ABC-123"]),
    ("an address of Jira in a sentence", "(see https://jira.example.com/browse/ABC-123).", ["ABC-123"]),
    (
        "an address of ServiceNow",
        "https://example.service-now.com/nav_to.do?uri=x?number=INC0012345",
        ["INC0012345"],
    ),
    ("an address of GitHub", "https://github.com/octo/ftp.tool/issues/42#issuecomment-1", ["octo/ftp.tool#42"]),
    ("a pull request", "https://github.example.com/octo/tool/pull/7/files", ["octo/tool#7"]),
    ("an address of GitLab", "https://git.example.com/group/sub/tool/-/issues/42", ["group/sub/tool#42"]),
    ("an address of Zendesk", "https://example.zendesk.com/agent/tickets/35436", ["#35436"]),
    ("an address of Linear", "https://linear.app/team/issue/OPS-12/ftp-is-down", ["OPS-12"]),
    ("an address and its number", "ABC-123: https://jira.example.com/browse/ABC-123", ["ABC-123"]),
]

NOT_NAMED = [
    "RFC-959 and RFC-2228 say so",
    "UTF-8, UTF-16, ISO-8859-1, ISO-8859-15, WINDOWS-1252, CP-437, IBM-1047, EBCDIC-37",
    "SHA-256, SHA-1, MD-5, AES-256, AES-128-GCM, RSA-2048, CRC-32, BASE-64, PKCS-12",
    "TLS-1.2, TLS-1, SSL-3, TLSv1.3, TLS_AES_256_GCM_SHA384, ECDHE-RSA-AES256-GCM-SHA384",
    "IPV-6, TCP-21, UDP-53, PORT-21, MODE-1",
    "CVE-2023-1234",
    "the hosts FTP-01, FTP-1, SRV-12, WEB-3.example.com and nas-2",
    "UTC-5, GMT-8, 2026-11-30, 10-20",
    "550 A-1.TXT: No such file",
    "STOR REPORT-12.csv",
    "/data/OPS-12/file.txt and C:\\OPS-12\\file.txt",
    "user@HOST-12, sftp://OPS-12/x",
    "error #530, reply #550, #425, line #12, attempt #33, step #2, session #4711, port #2121",
    "#1 try it again, #2 reboot",
    "&#123; and #fff000 and #12ab and a#1234",
    "version 2.0-12, PHP-8, JDK-17, R2-2019",
    "INC12 and INC-HQ",
    "https://example.com/browse/readme https://github.com/octo/tool https://example.com/tickets/abc",
    "https://[broken/browse/ABC-1",
    "A-1 and B-52",
    "abc-123",
    "",
]


@pytest.mark.parametrize(("name", "text", "expected"), NAMED, ids=[case[0] for case in NAMED])
def test_a_ticket_number_is_found(name: str, text: str, expected: list[str]) -> None:
    for around in ("{}", "Hello,\n{}", "{}\nthanks"):
        assert [link.number for link in named(around.format(text))] == expected, name


@pytest.mark.parametrize("text", NOT_NAMED)
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert named(text) == ()


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a bare key in a log", "550 ABC-123 denied", []),
        ("called a ticket", "530 Login incorrect.\nsame as ticket ABC-123", ["ABC-123"]),
        ("ServiceNow's", "530 Login incorrect.\nINC0012345", ["INC0012345"]),
        ("a bare number", "530 Login incorrect.\n#4711", []),
        ("an address", "530 Login incorrect.\nhttps://jira.example.com/browse/ABC-123", ["ABC-123"]),
    ],
)
def test_text_with_an_error_is_read_strictly(name: str, text: str, expected: list[str]) -> None:
    assert [link.number for link in named(text, strict=True)] == expected, name


def test_an_address_is_kept_without_what_may_be_secret() -> None:
    (link,) = named("https://user:pass@jira.example.com:8443/browse/ABC-123?token=blue#x")
    assert link == Link(System.JIRA, "ABC-123", "https://jira.example.com/browse/ABC-123")


def test_only_the_first_few_are_taken() -> None:
    assert len(named(" ".join(f"ABC-{number}" for number in range(1, 99)))) == MOST


def test_the_symptoms_of_all_articles_name_no_ticket() -> None:
    for article in read_articles(KB_DATA).articles:
        for symptom in article.symptoms:
            assert named(symptom, strict=True) == (), article.id


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    for link in named(text):
        assert link.number


@given(st.text(alphabet="ABC-123#/.: \nhttps", max_size=200))
def test_what_is_found_stands_in_the_text(text: str) -> None:
    assert all(link.number.lstrip("#").rpartition("#")[2] in text for link in named(text))
