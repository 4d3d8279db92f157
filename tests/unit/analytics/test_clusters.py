"""Clusters hold together what is one failure, and keep apart what is not."""

import json
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

import pytest

from bot.analytics.clusters import cluster_of, key_of
from bot.analytics.senses import SENSES
from bot.kb.files import read_articles
from bot.transcript import read
from tests.store.make import candidate, decision
from tests.unit.analytics.variants import elsewhere, mangled, retold

ROOT = Path(__file__).resolve().parents[3]
SHARED = ROOT.parent / "shared" / "transcripts" / "positives.jsonl"  # pastes from the field, where they are at hand
PASSIVE = "227 Entering Passive Mode (198,51,100,7,195,80)"


def key(text: str) -> str | None:
    transcript = read(text)
    return key_of(transcript.failure, transcript.facts) if transcript.failure else None


# The same failure as different programs tell it.
TOLD = {
    "refused": [
        "Status:\tConnecting to 198.51.100.7:21...\n"
        'Status:\tConnection attempt failed with "ECONNREFUSED - Connection refused by server".',
        "Status:\tVerbinde mit 198.51.100.7:21...\n"
        'Status:\tVerbindungsversuch fehlgeschlagen mit "ECONNREFUSED - Verbindung durch Server verweigert".',
        "ftp> open files.example\nftp: connect: Connection refused",
        "> ftp: connect :Connection refused",
        "curl: (7) Failed to connect to ftp.files.example port 21 after 12 ms: Connection refused",
        "ConnectionRefusedError: [Errno 111] Connection refused\nftplib.FTP('files.example')",
        "Error: connect ECONNREFUSED 198.51.100.7:21 (control socket)",
        "java.net.ConnectException: Connection refused (Connection refused)\n"
        "\tat org.apache.commons.net.ftp.FTPClient.connect(FTPClient.java:1)",
    ],
    "unknown host": [
        "ftp> open fles.example\nUnknown host fles.example.",
        "ftp: fles.example: Name or service not known",
        "curl: (6) Could not resolve host: ftp.fles.example",
        "socket.gaierror: [Errno -2] Name or service not known (ftplib)",
        "Error: getaddrinfo ENOTFOUND fles.example (control socket)",
        "java.net.UnknownHostException: fles.example\n\tat org.apache.commons.net.ftp.FTPClient.connect",
        "Status:\tResolving address of fles.example\nError:\tUnable to resolve host fles.example",
    ],
    "no answer on the data connection": [
        f"Command:\tPASV\nResponse:\t{PASSIVE}\nCommand:\tMLSD\n"
        "Error:\tConnection timed out after 20 seconds of inactivity",
        f"Befehl:\tPASV\nAntwort:\t{PASSIVE}\nBefehl:\tMLSD\n"
        "Fehler:\tZeitüberschreitung der Verbindung nach 20 Sekunden",
        f"---> PASV\n<--- {PASSIVE}\n---- Connecting data socket to (198.51.100.7) port 50000\n"
        "**** Timeout - reconnecting",
        f"*cmd* 'PASV'\n*resp* '{PASSIVE}'\nTimeoutError: [Errno 110] Connection timed out",
    ],
    "session not reused": [
        "Response:\t522 SSL connection failed; session reuse required: see require_ssl_reuse option in vsftpd.conf",
        "ftplib.error_perm: 522 SSL connection failed; session reuse required: see require_ssl_reuse option",
        "FluentFTP.FtpCommandException: Code: 522 Message: SSL connection failed; session reuse required",
        "425 Unable to build data connection: Operation not permitted",
    ],
    "encryption demanded": [
        "530 Non-anonymous sessions must use encryption.\nLogin failed.",
        "Error: 530 Non-anonymous sessions must use encryption.",
        "PHP Warning:  ftp_login(): Non-anonymous sessions must use encryption. in /srv/www/up.php on line 7",
        "534 Policy requires SSL.",
    ],
    "home directory": [
        "530 User cannot log in, home directory inaccessible.",
        "ftplib.error_perm: 530 User cannot log in, home directory inaccessible.",
    ],
    "no right to write": [
        "ftp> put a.txt\n200 PORT command successful.\n550 a.txt: Access is denied.",
        "Command:\tSTOR b.txt\nResponse:\t550 b.txt: Access is denied.",
        "---> STOR c.txt\n<--- 550 c.txt: Access is denied.",
        "> STOR d.txt\n< 550 d.txt: Access is denied.",
    ],
    "no answer to the connection": [
        "Status:\tConnecting to 198.51.100.7:21...\n"
        "Error:\tConnection timed out after 20 seconds of inactivity\n"
        "Error:\tCould not connect to server",
        "ftp> open files.example\nftp: connect: Connection timed out",
        "> ftp: connect :Connection timed out",
        "curl: (28) Failed to connect to ftp.files.example port 21 after 130 ms: Connection timed out",
        "TimeoutError: [Errno 110] Connection timed out\nftplib.FTP('files.example')",
        "Error: connect ETIMEDOUT 198.51.100.7:21 (control socket)",
        "java.net.ConnectException: Connection timed out (Connection timed out)\n"
        "\tat org.apache.commons.net.ftp.FTPClient.connect(FTPClient.java:1)",
    ],
    "certificate not trusted": [
        "ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: "
        "self signed certificate (_ssl.c:1129) ftplib",
        "curl: (60) SSL certificate problem: self signed certificate\nftps://ftp.files.example",
        "Error: self signed certificate\n at TLSSocket basic-ftp",
        "System.Security.Authentication.AuthenticationException: The remote certificate is invalid according to the "
        "validation procedure. FtpWebRequest",
    ],
    "too many connections": [
        "421 Too many connections (8) from this IP\nLogin failed.",
        "ftplib.error_temp: 421 Too many connections (8) from this IP",
        "Error: 421 Too many connections (8) from this IP",
        "Response:\t421 Too many connections (12) from this IP\nError:\tCould not connect to server",
    ],
    "no space": [
        "ftp> put a.bin\n150 Ok\n452 Insufficient storage space",
        "ftplib.error_temp: 452 Insufficient storage space",
        "Command:\tSTOR a.bin\nResponse:\t150 Opening\nResponse:\t552 Disk full - please upload later",
        "PHP Warning:  ftp_put(): Disk full - please upload later in /x/y.php on line 3",
    ],
    "login incorrect": [
        "Command:\tUSER web12\n"
        "Response:\t331 Password required for web12\n"
        "Command:\tPASS ****\n"
        "Response:\t530 Login incorrect.\n"
        "Error:\tCritical error: Could not connect to server",
        "Name (files.example:ida): ida\n"
        "331 Please specify the password.\n"
        "Password:\n"
        "530 Login incorrect.\n"
        "Login failed.",
        "ftplib.error_perm: 530 Login incorrect.",
        "---> USER x\n<--- 331 Password\n---> PASS ****\n<--- 530 Login incorrect.",
        "PHP Warning:  ftp_login(): Login incorrect. in /srv/x.php on line 9",
        "Error: 530 Login incorrect.",
    ],
    "no data connection": [
        "Command:\tLIST\n"
        'Response:\t425 Can\'t open data connection for transfer of "/"\n'
        "Error:\tFailed to retrieve directory listing",
        '---> LIST\n<--- 425 Can\'t open data connection for transfer of "/"',
        "*cmd* 'LIST'\n"
        '*resp* "425 Can\'t open data connection for transfer of \\"/\\""\n'
        'ftplib.error_temp: 425 Can\'t open data connection for transfer of "/"',
        '> LIST\n< 425 Can\'t open data connection for transfer of "/"',
    ],
    "writable root": [
        "500 OOPS: vsftpd: refusing to run with writable root inside chroot()\nLogin failed.",
        "Response:\t500 OOPS: vsftpd: refusing to run with writable root inside chroot()\n"
        "Error:\tCritical error: Could not connect to server",
        "ftplib.error_perm: 500 OOPS: vsftpd: refusing to run with writable root inside chroot()",
    ],
    "no such file": [
        "ftp> get x.csv\n550 Failed to open file.",
        "Command:\tRETR x.csv\nResponse:\t550 Failed to open file.\nError:\tCritical file transfer error",
        "---> RETR x.csv\n<--- 550 Failed to open file.",
        "> RETR x.csv\n< 550 Failed to open file.\ncurl: (78) RETR response: 550",
    ],
    "no TLS there": [
        "Command:\tAUTH TLS\n"
        "Response:\t500 AUTH not understood\n"
        "Command:\tAUTH SSL\n"
        "Response:\t500 AUTH not understood\n"
        "Error:\tCritical error",
        "---> AUTH TLS\n<--- 500 AUTH not understood",
        "> AUTH SSL\n"
        "< 500 AUTH not understood\n"
        "> AUTH TLS\n"
        "< 500 AUTH not understood\n"
        "curl: (64) Requested SSL level failed",
        "ftplib.error_perm: 500 AUTH not understood",
    ],
    "no common TLS version": [
        "ssl.SSLError: [SSL: NO_SHARED_CIPHER] ftplib",
        "curl: (35) OpenSSL/3.0.2: error:0A00042E:SSL routines::tlsv1 alert protocol version\nftp://x",
        "Error: write EPROTO 140:error:1409442E:SSL routines:ssl3_read_bytes:tlsv1 alert protocol version ftp",
    ],
    "reset while it was sent": [
        "---> STOR x\n<--- 150 Ok to send data.\n**** Connection reset by peer",
        "Command:\tSTOR x\nResponse:\t150 Ok to send data.\nError:\tConnection reset by peer",
        "> STOR x\n< 150 Ok to send data.\ncurl: (55) Send failure: Connection reset by peer",
    ],
}


@pytest.mark.parametrize("name", TOLD)
def test_one_failure_told_by_many_programs_is_one_cluster(name: str):
    keys = {key(text): text for text in TOLD[name]}
    assert len(keys) == 1, keys
    assert None not in keys


def test_different_failures_are_different_clusters():
    firsts = [key(texts[0]) for texts in TOLD.values()]
    assert len(set(firsts)) == len(firsts)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a sense that tells all", "530 Non-anonymous sessions must use encryption.", "tls-required"),
        ("the code says it", "425 Nope.", "data:no-data-connection"),
        (
            "after the login it is the data connection's",
            f"{PASSIVE}\nLIST\n534 Policy requires SSL.",
            "data-protection",
        ),
        (
            "with the command",
            "USER a\n331 Password?\nPASS x\n230 Logged in.\nRETR a.txt\n550 a.txt: No such file or directory",
            "transfer:not-found:read:no-such-file",
        ),
        ("an address that cannot be reached", "connect ECONNREFUSED 127.0.0.1:21 ftp", "connect:refused:ip-loopback"),
        ("a person tells it", "since monday our ftp says connection refused", "connect:refused:told"),
        ("no failure", "good morning", None),
    ],
)
def test_a_key_reads_like_what_failed(name: str, text: str, expected: str | None):
    assert key(text) == expected, name


def test_words_nobody_knows_are_told_by_their_hash_whatever_names_stand_in_them():
    first, second = (
        f"USER a\n331 Password?\nPASS x\n230 In.\nSTOR {name}\n550 The gremlins ate '{name}' on {host}"
        for name, host in (("x.csv", "files.example"), ("orders.csv", "srv-02.example.org"))
    )
    assert key(first) == key(second)
    assert "gremlins" not in str(key(first))
    assert key(first) != key(first.replace("gremlins", "goblins"))


def test_what_the_matcher_says_changes_nothing():
    assert cluster_of(decision(candidate("Q1"))) == cluster_of(decision(candidate("Q2", confidence=0.1)))
    assert cluster_of(decision(failed=False)) is None


def test_no_phrase_stands_twice():
    phrases = Counter(phrase for sense in SENSES for group in sense.phrases for phrase in group.split("|"))
    assert [phrase for phrase, times in phrases.items() if times > 1] == []


def _seeds() -> list[str]:
    articles = read_articles(ROOT / "kb_data").articles
    every = [text for article in articles for text in (*article.symptoms, *article.tests.find)]
    return [text for text in every[::7] if key(text)]


def test_variants_of_a_failure_fall_into_its_cluster():
    """Ours: other hosts, users and times, what Slack makes of it, and other programs."""
    kept: dict[str, Counter[bool]] = defaultdict(Counter)
    for text in _seeds():
        expected = key(text)
        kept["elsewhere"].update(key(elsewhere(text, seed)) == expected for seed in range(3))
        kept["mangled"].update(key(variant) == expected for variant in mangled(elsewhere(text, 7)))
        kept["retold"].update(key(variant) == expected for _, variant in retold(read(text)))
    shares = {name: found[True] / found.total() for name, found in kept.items()}
    print({name: (found.total(), round(shares[name], 4)) for name, found in kept.items()})  # noqa: T201  the figures, with `pytest -s`
    assert all(found.total() > 60 for found in kept.values())
    assert min(shares.values()) >= 0.95, shares


@pytest.mark.skipif(not SHARED.exists(), reason="the labelled pastes of the field are not here")
def test_pastes_put_together_share_their_cause():
    """Pastes from the field, whose labels this was not made from one by one."""
    clusters: dict[str, list[str]] = defaultdict(list)
    causes: Counter[str] = Counter()
    for line in SHARED.read_text("utf-8").splitlines():
        row = json.loads(line)
        causes[row["cause"]] += 1
        if found := key(row["text"]):
            clusters[found].append(row["cause"])
    pairs = [one == other for each in clusters.values() for one, other in combinations(each, 2)]
    possible = sum(number * (number - 1) // 2 for number in causes.values())
    print(f"{len(pairs)} pairs put together, {sum(pairs)} share their cause, of {possible} that do")  # noqa: T201  the figures, with `pytest -s`
    assert sum(pairs) >= 0.9 * len(pairs)
    assert sum(pairs) >= 0.2 * possible
