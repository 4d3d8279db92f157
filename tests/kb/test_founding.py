"""The founding article: whoever pastes that transcript, whatever their host, user or Slack's mangling, gets it."""

from functools import cache
from pathlib import Path

import pytest

from bot.kb.files import read_articles
from bot.matching import Band, Matcher
from bot.paste import clean

KB_DATA = Path(__file__).resolve().parents[2] / "kb_data"

DIALOGUE = """\
C:\\>ftp files.example.com
Connected to files.example.com.
220 ntsrv02 Microsoft FTP Service (Version 4.0).
User (files.example.com:(none)): anonymous
331 Anonymous access allowed, send identity (e-mail name) as password.
Password:
530 User visitor@example.org cannot log in.
Login failed.
ftp>
"""

OTHER_NAMES = (
    DIALOGUE.replace("files.example.com", "ftp.warehouse.example")
    .replace("ntsrv02", "PDC1")
    .replace("visitor@example.org", "j.doe@mail.example.net")
)

FORMS = [
    ("as it is", DIALOGUE),
    ("other host, user and domain", OTHER_NAMES),
    ("an address instead of a name", DIALOGUE.replace("files.example.com", "192.0.2.17")),
    ("fenced", f"```\n{DIALOGUE}```"),
    ("fenced, with chat around", f"morning all, since yesterday nobody gets in:\n```{OTHER_NAMES}```\nany idea? thanks"),
    (
        "mangled by Slack",
        OTHER_NAMES.replace("C:\\>", "C:\\&gt;")
        .replace("ftp>", "ftp&gt;")
        .replace("ftp.warehouse.example", "<http://ftp.warehouse.example|ftp.warehouse.example>")
        .replace(":(none))", ":disappointed:none))")
        .replace("j.doe@mail.example.net", "<mailto:j.doe@mail.example.net|j.doe@mail.example.net>"),
    ),
    ("smart quotes and hard spaces", "it says “\n" + DIALOGUE.replace(" cannot log in", "\u00a0cannot\u00a0log in") + "”"),
    ("quoted", "".join(f"&gt; {line}\n" for line in DIALOGUE.splitlines())),
    ("upper case", DIALOGUE.upper()),
    (
        "hard wrapped",
        "Connected to ftp.warehouse.example.\n220 ntsrv02 Microsoft FTP Service\n(Version 4.0).\n"
        "User (ftp.warehouse.example:(none)):\nanonymous\n331 Anonymous access allowed, send\nidentity (e-mail name) as"
        "\npassword.\nPassword:\n530 User visitor@example.org cannot\nlog in.\nLogin failed.",
    ),
    ("on one line", " ".join(line.strip() for line in OTHER_NAMES.splitlines())),
    (
        "the half that still shows the anonymous login",
        "User (files.example.com:(none)): anonymous\n331 Anonymous access allowed, send identity (e-mail name) as"
        " password.\nPassword:\n530 User guest@example.net cannot log in.",
    ),
    (
        "with timestamps",
        "".join(f"[2026-03-02 09:14:{n:02}] {line}\n" for n, line in enumerate(OTHER_NAMES.splitlines())),
    ),
    (
        "FileZilla",
        "Status:\tConnecting to 198.51.100.7:21...\nStatus:\tConnection established, waiting for welcome message...\n"
        "Response:\t220 web3 Microsoft FTP Service (Version 4.0).\nCommand:\tUSER anonymous\n"
        "Response:\t331 Anonymous access allowed, send identity (e-mail name) as password.\n"
        "Command:\tPASS **************\nResponse:\t530 User anonymous@example.com cannot log in.\n"
        "Error:\tCritical error: Could not connect to server",
    ),
    (
        "FileZilla in German",
        "Status:\tVerbinde mit 198.51.100.7:21...\nStatus:\tVerbindung hergestellt, warte auf Willkommensnachricht...\n"
        "Antwort:\t220 web3 Microsoft FTP Service (Version 4.0).\nBefehl:\tUSER anonymous\n"
        "Antwort:\t331 Anonymous access allowed, send identity (e-mail name) as password.\n"
        "Befehl:\tPASS **************\nAntwort:\t530 User anonymous@example.com cannot log in.\n"
        "Fehler:\tKritischer Fehler: Herstellen der Verbindung zum Server fehlgeschlagen",
    ),
    (
        "curl",
        "$ curl -v ftp://files.example.com/pub/\n*   Trying 203.0.113.40:21...\n"
        "* Connected to files.example.com (203.0.113.40) port 21 (#0)\n< 220 ntsrv02 Microsoft FTP Service (Version 4.0).\n"
        "> USER anonymous\n< 331 Anonymous access allowed, send identity (e-mail name) as password.\n"
        "> PASS ftp@example.com\n< 530 User ftp@example.com cannot log in.\n* Access denied: 530\n* Closing connection 0\n"
        "curl: (67) Access denied: 530",
    ),
    (
        "lftp",
        "lftp :~> debug 5\nlftp :~> open files.example.com\n---- Connecting to files.example.com (203.0.113.40) port 21\n"
        "<--- 220 ntsrv02 Microsoft FTP Service (Version 4.0).\n---> USER anonymous\n"
        "<--- 331 Anonymous access allowed, send identity (e-mail name) as password.\n---> PASS lftp@\n"
        "<--- 530 User lftp@ cannot log in.\nls: Login failed: 530 User lftp@ cannot log in.",
    ),
    (
        "Python's ftplib",
        "*get* '220 ntsrv02 Microsoft FTP Service (Version 4.0).\\n'\n*cmd* 'USER anonymous'\n*put* 'USER anonymous\\r\\n'\n"
        "*get* '331 Anonymous access allowed, send identity (e-mail name) as password.\\n'\n"
        "*cmd* 'PASS **********'\n*get* '530 User anonymous@ cannot log in.\\n'\n"
        'Traceback (most recent call last):\n  File "fetch.py", line 7, in <module>\n    ftp.login()\n'
        "ftplib.error_perm: 530 User anonymous@ cannot log in.",
    ),
    (
        "told in prose",
        "we removed the web server component from our NT 4 option pack install and now anonymous ftp to IIS 4 fails,"
        " every anonymous login ends with 530 user cannot log in. password synchronization is switched on",
    ),
    (
        "told in prose, shorter",
        "anonymous login to our iis 4 ftp site gives 530 User someone@example.com cannot log in, named accounts are fine",
    ),
]

SUGGESTED = [
    ("the 530 line alone", "530 User visitor@example.org cannot log in."),
    ("the 530 line alone, with chat", "anyone seen this? 530 User bob@example.net cannot log in."),
]

NOT_IT = [
    (
        "from IIS 7 or later",
        DIALOGUE.replace("220 ntsrv02 Microsoft FTP Service (Version 4.0).", "220 Microsoft FTP Service").replace(
            "530 User visitor@example.org cannot log in.",
            "530-User cannot log in.\n Win32 error:   Logon failure: unknown user name or bad password.\n"
            " Error details: An error occurred during the authentication process.\n530 End",
        ),
    ),
    ("from IIS 8.5", "server is IIS 8.5 on 2012 R2\n" + DIALOGUE.replace(" (Version 4.0)", "")),
    ("from IIS 7.5 by its banner", DIALOGUE.replace("(Version 4.0)", "(Version 7.5)")),
    (
        "with a named user",
        DIALOGUE.replace(": anonymous", ": bob").replace(
            "331 Anonymous access allowed, send identity (e-mail name) as password.", "331 Password required for bob."
        ).replace("530 User visitor@example.org cannot", "530 User bob cannot"),
    ),
    (
        "ending in 230",
        DIALOGUE.replace("530 User visitor@example.org cannot log in.\nLogin failed.", "230 Anonymous user logged in."),
    ),
]


@cache
def matcher() -> Matcher:
    return Matcher.build([article.as_entry(1) for article in read_articles(KB_DATA).articles])


def test_there_are_twenty_forms() -> None:
    assert len(FORMS) == 20


@pytest.mark.parametrize(("name", "text"), FORMS, ids=[name for name, _ in FORMS])
def test_is_answered(name: str, text: str) -> None:
    decision = matcher().decide(clean(text).text)
    assert decision.band is Band.ANSWER
    assert decision.candidates[0].article == "Q269241"


@pytest.mark.parametrize(("name", "text"), SUGGESTED, ids=[name for name, _ in SUGGESTED])
def test_is_suggested(name: str, text: str) -> None:
    decision = matcher().decide(clean(text).text)
    assert decision.band is Band.SUGGEST
    assert "Q269241" in [candidate.article for candidate in decision.candidates[:3]]


@pytest.mark.parametrize(("name", "text"), NOT_IT, ids=[name for name, _ in NOT_IT])
def test_is_not_answered_with_it(name: str, text: str) -> None:
    decision = matcher().decide(clean(text).text)
    assert decision.band is not Band.ANSWER or decision.candidates[0].article != "Q269241"
