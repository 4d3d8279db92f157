"""What lint says of an article, one rule at a time."""

import re

import pytest

from bot.kb.article import IMPORTED
from bot.kb.article import Tests as Pastes
from bot.kb.causes import CAUSES
from bot.kb.evidence import separates
from bot.kb.lint import lint
from bot.kb.wording import without_code
from tests.unit.kb.make import named, own_article


def test_a_good_article_has_no_problems():
    assert lint([own_article()]) == ()


STEP = "1. Do it.\n\n"
PROBLEMS = [
    ("capitals in the name", {"id": "Door-Closed"}, "id", "lower-case slug"),
    ("a blank in the name", {"id": "door closed"}, "id", "lower-case slug"),
    ("a long title", {"title": "x" * 121}, "length", "the title has 121 characters; at most 120 fit"),
    ("no title", {"title": " "}, "title", "no title"),
    ("few symptoms", {"symptoms": ("a", "b")}, "symptoms", "2 forms of symptoms; at least 3"),
    ("a long symptom", {"symptoms": ("a", "b", "x" * 3_001)}, "length", "the symptom 3 has 3,001 characters"),
    ("no cause", {"cause": " "}, "parts", "'## Cause' is missing"),
    ("a long cause", {"cause": "x" * 2_501}, "length", "the cause has 2,501 characters"),
    ("no resolution", {"resolution": ""}, "parts", "'## Resolution' is missing"),
    ("no steps", {"resolution": "Just do it."}, "parts", "no numbered steps"),
    ("a long resolution", {"resolution": "1. " + "x" * 9_000}, "length", "the resolution has 9,003 characters"),
    ("no proof", {"verify": ""}, "parts", "'## Verify' is missing"),
    ("no cause slug", {"cause_slug": None}, "cause", "it names no cause"),
    ("another cause slug", {"cause_slug": "gremlins"}, "cause", "'gremlins' is not in the vocabulary"),
    ("a dead link", {"related": ("nowhere",)}, "related", "there is no article 'nowhere'"),
    ("a link to itself", {"related": ("door-closed",)}, "related", "related to itself"),
    ("a word as evidence", {"exclude": ("iis",)}, "evidence", "'iis' is no fact"),
    ("another kind of fact", {"exclude": ("daemon:iis",)}, "evidence", "'daemon:iis' is no fact"),
    ("a step that is none", {"exclude": ("step:log-in",)}, "evidence", "'step:log-in' is spelt"),
    ("a code of success", {"require": (("code:226",),)}, "evidence", "'code:226' is spelt"),
    ("a command in lower case", {"require": (("failed:stor",),)}, "evidence", "'failed:stor' is spelt"),
    ("a server in capitals", {"require": (("server:IIS",),)}, "evidence", "'server:IIS' is spelt"),
    ("a minor version", {"exclude": ("server:iis/7.5",)}, "evidence", "'server:iis/7.5' is spelt"),
    ("an empty phrase", {"require": (("phrase: ",),)}, "evidence", "'phrase: ' is spelt"),
    (
        "a phrase of two letters",
        {"require": (("phrase:door", "phrase:gb "),)},
        "evidence",
        "'phrase:gb ' stands within",
    ),
    ("a letter that folds to two", {"exclude": ("phrase:ß",)}, "evidence", "'phrase:ß' stands within"),
    ("required and excluded", {"exclude": ("phrase:door",)}, "evidence", "both required and excluded"),
    ("a public address", {"cause": "It is 8.8.8.8."}, "host", "'8.8.8.8' may be somebody's"),
    ("a public address in a reply", {"cause": "227 Entering (8,8,8,8,195,80)"}, "host", "'(8,8,8,8,195,80)' may be"),
    ("a public IPv6 address", {"verify": "ping 2606:4700::1111"}, "host", "'2606:4700::1111' may be"),
    ("a public address behind NAT64", {"verify": "ping 64:ff9b::808:808"}, "host", "'64:ff9b::808:808' may be"),
    ("a host", {"verify": "Ask ftp.contoso.com."}, "host", "'ftp.contoso.com' may be somebody's"),
    ("a host in a symptom", {"symptoms": ("a", "b", "to ftp.contoso.de")}, "host", "'ftp.contoso.de' may be"),
    ("a host in a test", {"tests": Pastes(("door ftp.contoso.net", "b"), ("c",))}, "host", "'ftp.contoso.net' may be"),
    ("one test", {"tests": Pastes(("door",), ("c",))}, "tests", "'find' has 1 pastes; at least 2 must find"),
    ("no near miss", {"tests": Pastes(("door", "b"))}, "tests", "'miss' has 0 pastes; at least 1 must miss"),
    ("no server", {"applies_to": ()}, "front", "'applies_to' is empty"),
    ("no reference", {"references": ()}, "front", "'references' is empty"),
    ("no date", {"reviewed": ""}, "front", "'reviewed' is empty"),
    ("a task", {"cause": "TODO: why?"}, "task", "'TODO' still stands in 1 places"),
    ("a long proof", {"verify": "x" * 2_501}, "length", "the proof has 2,501 characters"),
    ("a long rest", {"more": "x" * 9_001}, "length", "the rest has 9,001 characters"),
    ("a dead mention", {"more": "See article `nowhere`."}, "mention", "sends its reader to an article 'nowhere'"),
    ("one of two", {"more": "Articles `door-closed` and\n`no-where`."}, "mention", "an article 'no-where', which"),
    ("a link", {"references": ("https://docs.contoso.zone/ftp",)}, "host", "'docs.contoso.zone' may be somebody's"),
    ("a command outside code", {"resolution": STEP + "sudo systemctl stop door"}, "code", "'sudo systemctl stop door'"),
    ("a command as a step", {"resolution": "1. chmod 755 /srv/ftp"}, "code", "'1. chmod 755 /srv/ftp' belongs"),
    ("a prompt", {"resolution": STEP + "C:\\>door"}, "code", "belongs in backticks or a fenced block"),
    ("a shell's prompt", {"resolution": STEP + "$ door example.com"}, "code", "belongs in backticks"),
    ("a name in capitals", {"cause": "VSFTPD stops."}, "spelling", "'VSFTPD' is spelt 'vsftpd'"),
    ("a command in a proof", {"verify": "$ door example.com"}, "code", "belongs in backticks"),
    ("another way to write it", {"cause": "It speaks FTP-S."}, "spelling", "'ftp-s' is spelt 'FTPS'"),
    ("a wrong word", {"more": "Anonymus users."}, "spelling", "'anonymus' is spelt 'anonymous'"),
    ("a name in small letters", {"title": "filezilla stops"}, "spelling", "'filezilla' is spelt 'FileZilla'"),
    ("a command in small letters", {"more": "It sends pasv."}, "spelling", "'pasv' is spelt 'PASV'"),
]


@pytest.mark.parametrize(("changes", "rule", "sentence"), **named(PROBLEMS))
def test_a_problem_and_no_other(changes, rule, sentence):
    (problem,) = lint([own_article(**changes)])
    assert (problem.article, problem.rule) == (changes.get("id", "door-closed"), rule)
    assert sentence in problem.sentence


FINE = [
    ("a Q number", {"id": "Q269241"}),
    ("documentation addresses", {"cause": "192.0.2.1, 198.51.100.7, 203.0.113.9:21, 2001:db8::1 and (192,0,2,1,4,1)."}),
    ("private addresses", {"cause": "10.0.0.1, 172.16.3.4, 192.168.1.1, 127.0.0.1, 0.0.0.0, 255.255.255.0, ::1."}),
    ("NAT64 of a documentation address", {"cause": "64:ff9b::/96 and 64:ff9b::cb00:7128."}),
    ("a version", {"cause": "FileZilla Server version 1.8.2.10 does it, see section 4.2.1.6."}),
    ("documentation hosts", {"cause": "ftp.example.com, a@example.org, files.example, ftp://ftp.example.net/pub."}),
    ("files, libraries, exceptions", {"cause": "vsftpd.conf, run.sh, java.net, System.Net.WebException and Net::FTP."}),
    ("times and names with colons", {"cause": "At 10:22:33 std::string said so."}),
    ("every kind of evidence", {"require": (("code:530", "failed:530", "command:AUTH"), ("phrase:a b",))}),
    ("servers and clients", {"exclude": ("server:iis/10", "server:iis/old", "server:pure-ftpd", "client:curl")}),
    ("the rest of the facts", {"exclude": ("step:login", "outcome:clean", "tls:refused", "data-address:zero")}),
    ("commands as code", {"resolution": "1. Type `sudo reboot`:\n\n   ```\n   $ sudo reboot\n   ```\n2. `chmod 1 x`"}),
    ("a shell's word in a sentence", {"resolution": "1. Do not use sudo for this. Yum!"}),
    ("names as code and in paths", {"cause": "`VSFTPD`, /etc/proftpd/proftpd.conf, vsftpd.conf, ftp.example.com"}),
    ("articles that exist", {"more": "See article `door-closed`, or the `port` of an article."}),
    ("words within words", {"cause": "The passive mode, and https-ftp-server.example."}),
    ("names spelt well", {"cause": "vsftpd, ProFTPD, Pure-FTPd, FileZilla, PASV, EPSV and FTPS over TLS."}),
]


@pytest.mark.parametrize("changes", **named(FINE))
def test_what_is_fine(changes):
    assert lint([own_article(**changes)]) == ()


def test_imported_articles_are_left_alone_but_may_be_linked_to():
    imported = own_article(id="Q1", origin=IMPORTED, cause_slug=None, resolution="VSFTPD")
    assert lint([own_article(related=("Q1",)), imported]) == ()


DUPLICATES = [
    ("of one cause", {}, "'door-closed' has the same symptom '421 the door is closed.'"),
    (
        "of two causes",
        {"cause_slug": "idle-timeout"},
        "'door-closed', of the cause 'connection-refused', has the same symptom '421 the door is closed.'",
    ),
    ("told apart by evidence", {"exclude": ("phrase:door",), "require": ()}, None),
]


@pytest.mark.parametrize(("changes", "sentence"), **named(DUPLICATES))
def test_the_same_symptom_in_two_articles(changes, sentence):
    twin = own_article(id="door-shut", symptoms=("421  the DOOR is closed.", "x", "y"), **changes)
    problems = lint([own_article(), twin])
    assert [(p.article, p.rule, p.sentence) for p in problems] == (
        [("door-shut", "duplicate", sentence)] if sentence else []
    )


def test_another_host_makes_no_other_symptom():
    one = own_article(symptoms=("Connection to 192.0.2.7:21 lost", "b", "c"))
    other = own_article(id="door-shut", symptoms=("Connection to 198.51.100.9:21 lost", "x", "y"))
    assert [problem.rule for problem in lint([one, other])] == ["duplicate"]


SEPARATED = [
    ("nothing", {}, {}, False),
    ("one needs what the other excludes", {"require": (("server:iis",),)}, {"exclude": ("server:iis",)}, True),
    ("the other way round", {"exclude": ("mode:active",)}, {"require": (("mode:active",),)}, True),
    ("only half of what one needs", {"require": (("a:1", "a:2"),)}, {"exclude": ("a:1",)}, False),
    ("two servers", {"require": (("server:iis",),)}, {"require": (("server:vsftpd", "phrase:x"),)}, True),
    ("a server in common", {"require": (("server:iis", "server:zos"),)}, {"require": (("server:iis",),)}, False),
    ("two phrases", {"require": (("phrase:a",),)}, {"require": (("phrase:b",),)}, False),
]


@pytest.mark.parametrize(("one", "other", "expected"), **named(SEPARATED))
def test_evidence_separates(one, other, expected):
    plain = {"require": (), "exclude": ()}
    assert separates(own_article(**plain | one), own_article(**plain | other)) is expected


CODE = [
    ("a fence", "a\n```\nb\n```\nc", "a\n\n\n\nc"),
    ("a fence in a step", "1. a\n\n   ~~~sh\n   b\n   ~~~\n2. c", "1. a\n\n\n\n\n2. c"),
    ("a fence within a fence", "````\n```\nb\n```\n````\nc", "\n\n\n\n\nc"),
    ("a fence that does not end", "a\n```\nb", "a\n\n"),
    ("a span", "a `b` c", "a ` ` c"),
    ("a lone backtick", "a ` b", "a ` b"),
]


@pytest.mark.parametrize(("text", "expected"), **named(CODE))
def test_without_code(text, expected):
    assert without_code(text) == expected


def test_the_vocabulary_of_causes():
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) for slug in CAUSES)
    assert all(line.endswith(".") and len(line) <= 90 for line in CAUSES.values())
    assert len(set(CAUSES.values())) == len(CAUSES)
