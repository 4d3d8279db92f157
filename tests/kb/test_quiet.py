"""What must get no answer, with the real knowledge base: other protocols, sessions without a failure, chat."""

import pytest

from bot.matching import Band
from tests.kb.real import decide

QUIET = [
    (
        "SMTP wants authentication",
        "220 mx1.example.net ESMTP\nEHLO build7\n250-mx1.example.net\n250 AUTH PLAIN\n"
        "MAIL FROM:<ci@example.net>\n530 5.7.0 Authentication required",
    ),
    ("SMTP refuses to relay", "RCPT TO:<ada@example.org>\n550 5.7.1 relaying denied"),
    ("NNTP wants authentication", "200 news.example.net NNRP ready\nGROUP comp.test\n480 Authentication required"),
    ("POP3 refuses the password", "+OK POP3 ready\nUSER ida\n+OK\nPASS xxxx\n-ERR [AUTH] Authentication failed"),
    ("ssh refuses the key", "$ ssh deploy@build.example.net\ndeploy@build.example.net: Permission denied (publickey)."),
    ("sftp refuses to write", 'sftp> put a.csv\nremote open("/in/a.csv"): Permission denied'),
    (
        "an upload that worked",
        "Connected to files.example.com.\n220 (vsFTPd 3.0.5)\nName (files.example.com:ida): ida\n"
        "331 Please specify the password.\nPassword:\n230 Login successful.\nftp> put a.csv\n"
        "200 PORT command successful.\n150 Ok to send data.\n226 Transfer complete.\nftp> bye\n221 Goodbye.",
    ),
    (
        "an lftp log that worked",
        "---- Connecting to files.example.com (192.0.2.4) port 21\n<--- 220 ready\n---> USER ida\n"
        '<--- 331 Please specify the password.\n---> PASS XXXX\n<--- 230 Login successful.\n---> PWD\n<--- 257 "/"',
    ),
    ("HTTP", "curl: (22) The requested URL returned error: 403 Forbidden\n$ curl -f https://api.example.com/v1/me"),
    ("chat about FTP", "heads up: the ftp box gets its updates tonight, uploads pause for ten minutes"),
    ("chat", "who takes the stand-up tomorrow? I am on the train"),
    ("a bounced mail", "could not deliver your message to ada@example.org: 530 Authentication required"),
    ("a mailer", "Error: Message failed: 554 Error sending message\n    at SMTPConnection.send (nodemailer/a.js:1:2)"),
    ("an SFTP session of an FTP client", "[NppFTP] Cannot start FTP session\n[SFTP] Unable to authenticate"),
    ("another service", "Error: connect ECONNREFUSED 127.0.0.1:5432\n    at TCPConnectWrap.afterConnect"),
    ("object storage", "RequestTimeout: Your socket connection to the server was idle and will be closed. (Amazon S3)"),
    ("a package that is not there", "E: Failed to fetch http://deb.example.org/pool/vsftpd_3.deb  404  Not Found"),
    ("a wish", "can someone create an ftp user for the new agency? read only please"),
    ("a course", "exercise 3: explain why the server answers 530 Login incorrect when the password is wrong"),
    ("a release note", "changelog: FTP: no longer fails with 550 when the directory already exists"),
    ("a change", "Fixed the handling of failed FTP logins: ftp_login() warns and returns false, now we throw"),
    ("a commit", "fix(ftp): timeouts of passive connections do not work, connect() waits too long by default"),
    ("news of a vault", "the FTP credentials of the new agency are in the vault"),
    ("another program's locked file", "Could not open 'E:\\prices.xlsx', it is being used by another process."),
    ("an offer", "Your FTP library cannot parse DOS directory listings. Would you like me to send you a parser?"),
    ("news", "from Monday the FTP server refuses logins without TLS, error 530 will be shown, please update"),
    ("a review", "nit: this hides the 550 of MKD for a directory that exists, look at the code of the reply first"),
    ("a proposal", "Proposal: go over to active mode where the server does not know EPSV."),
    ("what a change does", "This adds an option that accepts self-signed certificates of FTPS servers."),
    ("a test plan", "Test plan: start vsftpd, log in with a wrong password, expect 530 Login incorrect."),
    ("a standard", "RFC 959 says 426 means the connection was closed, transfer aborted; 425 that none was opened."),
    ("advice of a manual", "If the server is behind NAT you must set pasv_address, or clients get a private one."),
    ("a workaround that goes", "Remove the workaround for servers that answer 500 to OPTS UTF8 ON"),
    ("a change of settings", "The FTP step of the job now uses FTPS explicit on port 21 instead of port 990"),
    ("a GnuTLS error of any connection", "GnuTLS error -19: An unexpected TLS handshake packet was received."),
    ("a change in its own words", "ftp: use 550 of MDTM as a warning only\nthe file may be there all the same"),
    (
        "a change under headings",
        "### Motivation\nThe server refuses clients that do not resume the session (522).\n### Changes\n- resume it",
    ),
    (
        "a table of codes",
        "| 8 | weird reply |\n| 9 | access denied |\n| 11 | PASS reply |\n| 13 | PASV reply |\n| 19 | RETR failed |",
    ),
    (
        "another server's log of a clean session",
        "2024-03-05 09:02:11 - (not logged in) [000001] [192.0.2.9] - USER anonymous\n"
        "2024-03-05 09:02:11 - (not logged in) [000001] [192.0.2.9] - 331 Password required for anonymous.\n"
        "2024-03-05 09:02:12 - anonymous [anonymous] [000001] [192.0.2.9] - 230 User anonymous logged in.\n"
        "2024-03-05 09:02:14 - (not logged in) [000002] [192.0.2.9] - 221 Goodbye.",
    ),
    ("a wish at length", "Feature request: show which files failed with 550 in the log of the FTP task"),
    ("a wish for a standard", "There is no support for EPSV in the FTP module, is there any plan to add RFC 2428?"),
    ("a change put briefly", "Cleanly reject AUTH TLS where no certificate is configured, clients then fall back"),
    ("a short review", "The handling of 550 on MKD is fine like this. LGTM"),
    ("a code explained", "FTP reply code 530 means that nobody is logged in: after a refused PASS, or before USER."),
    ("a short table of codes", "| 9 | FTP access denied |\n| 19 | RETR failed |\n| 25 | STOR failed |"),
    ("mail over TLS", "the mail arrives, yet the log has GnuTLS: The TLS connection was non-properly terminated."),
    ("a folder of sshd's", "sshd: bad ownership or modes for chroot directory component, permission denied"),
    (
        "IIS's log of a listing that works",
        "2024-03-05 09:02:11 192.0.2.9 EXAMPLE\\ida 203.0.113.40 21 PASV - 227 0 0 7411e2b6 -\n"
        "2024-03-05 09:02:11 192.0.2.9 EXAMPLE\\ida 203.0.113.40 50017 DataChannelOpened - - 0 0 7411e2b6 -",
    ),
    ("a database's limit", "admin panel: SQLSTATE[HY000] [1040] Too many connections, any idea?"),
    (
        "a list of codes",
        "What servers say:\n- 421 service not available\n- 425 cannot open data connection\n- 426 transfer aborted\n"
        "- 450 file busy\n- 530 not logged in\n- 550 file unavailable",
    ),
    (
        "a transfer that was counted",
        "> USER ida\n< 331 Password required\n> PASS ****\n< 230 Logged in\n> PASV\n"
        "< 227 Entering Passive Mode (203,0,113,40,8,230)\n> RETR a.gif\n< 150 Opening data connection\n"
        "(187714 bytes received)",
    ),
    ("a cure that is shared", "this cured it here as well: EXPOSE 21 30000-30009 and -P ftp.example.com for pure-ftpd"),
    ("a database error", 'psql: error: FATAL:  password authentication failed for user "ida"'),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text"), QUIET, ids=[name for name, _ in QUIET])
def test_is_quiet(name: str, text: str) -> None:
    assert decide(text).band is Band.QUIET


@pytest.mark.parametrize(
    "text",
    [
        "nit: we get 530 Login incorrect since yesterday, and the password is right",
        "remove the file: 550 Permission denied",
        "If I list a directory: 425 Can't open data connection, you should see how long that takes",
        "review: our upload ends with 452 Insufficient storage space",
        "This makes no sense: 530 Login incorrect.",
        "the job now uses port 990 and hangs, no greeting comes",
        "upload: send files\n550 Permission denied",
        "winscp: use passive mode, and we get 425 Can't open data connection",
        "530 is all that we get since yesterday, Login incorrect",
        "Correctly typed password, 530 Login incorrect.",
        "530 is returned for every user: Login incorrect",
        "Feature request or not, our upload ends with 550 Permission denied, any ideas?",
        "This removes the file on one server, 550 Permission denied on the other",
        "This lets nobody log in: 530 User cannot log in.",
        "If the server says 530 Login incorrect, what should you make sure of?",
        "RFC 959 or not, our server says 530 Login incorrect",
    ],
)
def test_a_failure_of_ones_own_is_none_of_that(text: str) -> None:
    assert decide(text).band is not Band.QUIET
