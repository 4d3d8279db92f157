"""Where a session failed once it was logged in: data connection, transfer, close; and what weighs more."""

import pytest

from bot.transcript import Step, read

LOGIN = "220 ready\nUSER kim\n331 Password required\nPASS ***\n230 Logged in\n"
FILEZILLA = (
    "Status:\tConnecting to 192.0.2.10:21...\n"
    "Status:\tConnection established, waiting for welcome message...\n"
    "Status:\tLogged in\n"
    "Status:\tRetrieving directory listing...\n"
)

FAILURES = (
    # (name, paste, step, command, code, part of the decisive line)
    # --- the data connection
    (
        "after a 227 whose command is not shown",
        "227 Entering Passive Mode (203,0,113,9,1,1).\nftp: connect: Connection timed out",
        Step.DATA,
        None,
        None,
        "timed out",
    ),
    (
        "PHP tells the 227 after which it got no further",
        "PHP Warning:  ftp_fput(): Entering Passive Mode (203,0,113,9,1,1) in up.php on line 7",
        Step.DATA,
        "STOR",
        None,
        "Entering Passive",
    ),
    ("a library without data connection", "gulp ftp: Unable to make data connection", Step.DATA, None, None, "Unable"),
    (
        "a data connection that broke",
        "ftp: Could not write to transfer socket: ECONNABORTED - Connection aborted",
        Step.DATA,
        None,
        None,
        "transfer socket",
    ),
    (
        "files that a broken connection leaves out",
        "git-ftp, some files are skipped:\nSend failure: Connection reset by peer",
        Step.TRANSFER,
        None,
        None,
        "Send failure",
    ),
    (
        "curl names the port of a 227",
        "the ftp job ends in\ncurl: (28) Failed to connect to 192.0.2.7 port 61027 Connection timed out",
        Step.DATA,
        None,
        None,
        "61027",
    ),
    (
        "what is said of a file after a 227 is no fault of PASV",
        "[connection] > 'PASV'\n[connection] < '227 Passive Mode (192,0,2,1,9,1)\\r\\n'\nCould not create file",
        Step.TRANSFER,
        None,
        None,
        "create file",
    ),
    (
        "a server without a free port",
        "the fifth upload to the ftp server fails: Unable to set up passive listening socket",
        Step.DATA,
        None,
        None,
        "listening socket",
    ),
    (
        "filezilla waits",
        FILEZILLA + "Command:\tMLSD\nError:\tConnection timed out after 20 seconds of inactivity",
        Step.DATA,
        "MLSD",
        None,
        "timed out",
    ),
    (
        "filezilla waits, no commands logged",
        FILEZILLA
        + "Error:\tConnection timed out after 20 seconds of inactivity\nError:\tFailed to retrieve directory listing",
        Step.DATA,
        None,
        None,
        "timed out",
    ),
    (
        "filezilla waits, in russian",
        "Команда:\tMLSD\nОшибка:\tСоединение прервано по истечении 20 секунд неактивности",
        Step.DATA,
        "MLSD",
        None,
        "неактивности",
    ),
    (
        "an error in words of no table",
        "Parancs:\tMLSD\nHiba:\tabcdef ghijkl",
        Step.DATA,
        "MLSD",
        None,
        "abcdef",
    ),
    (
        "425",
        LOGIN + "PORT 192,168,0,2,4,5\n200 PORT command successful\nLIST\n425 Can't open data connection.",
        Step.DATA,
        "LIST",
        425,
        "425",
    ),
    (
        "a time-out of the data connection",
        "Create: img/fonts\nError: Timeout when trying to open data connection to 192.0.2.1:40192",
        Step.DATA,
        None,
        None,
        "40192",
    ),
    ("425 in words", "my log only has error --> 425 Not able to open data connection.", Step.DATA, None, 425, "425"),
    (
        "illegal port",
        "ftp> ls\n500 Illegal PORT command.\n425 Use PORT or PASV first.",
        Step.DATA,
        "PORT",
        500,
        "Illegal",
    ),
    ("150 and nothing", LOGIN + "LIST\n150 Here comes the directory listing.", Step.DATA, "LIST", None, "150"),
    ("227 and nothing", LOGIN + "PASV\n227 Entering Passive Mode (10,0,0,5,200,1)", Step.DATA, "PASV", None, "227"),
    ("pasv and nothing", LOGIN + "> PASV", Step.DATA, "PASV", None, "PASV"),
    (
        "refused after pasv",
        LOGIN + "PASV\n227 Entering Passive Mode (10,0,0,5,200,1)\nLIST\nftp: connect: Connection refused",
        Step.DATA,
        "LIST",
        None,
        "refused",
    ),
    (
        "data socket",
        LOGIN + "> STOR a\nError: connect ETIMEDOUT 192.0.2.1:40001 (data socket)",
        Step.DATA,
        "STOR",
        None,
        "data socket",
    ),
    ("epsv unsupported, and the end", LOGIN + "EPSV\n500 Unknown command", Step.DATA, "EPSV", 500, "500"),
    (
        "reuse of the session",
        "STOR a\n150 ok\n522 SSL connection failed; session reuse required",
        Step.DATA,
        "STOR",
        522,
        "522",
    ),
    ("protection required", "RETR a\n521 Data connection must be protected", Step.DATA, "RETR", 521, "521"),
    (
        "idle while the data connection waits",
        "ftp> ls\n150 Opening\n421 Timeout (60 seconds): closing control connection.",
        Step.DATA,
        "LIST",
        421,
        "421",
    ),
    (
        "the last reply told by .NET",
        "The remote server returned an error: 227 Entering Passive Mode (192,0,2,1,4,5).",
        Step.DATA,
        None,
        None,
        "227",
    ),
    (
        "python waits for data",
        '  File "ftplib.py", line 350, in ntransfercmd\nTimeoutError: [Errno 110] Connection timed out',
        Step.DATA,
        "PASV",
        None,
        "TimeoutError",
    ),
    (
        "python is refused after the data connection",
        '  File "up.py", line 7, in <module>\n    ftp.storbinary("STOR a", f)\n'
        '  File "ftplib.py", line 498, in storbinary\n    with self.transfercmd(cmd, rest) as conn:\n'
        '  File "ftplib.py", line 393, in transfercmd\n    return self.ntransfercmd(cmd, rest)[0]\n'
        '  File "ftplib.py", line 359, in ntransfercmd\n    resp = self.sendcmd(cmd)\n'
        '  File "ftplib.py", line 281, in sendcmd\n    return self.getresp()\n'
        "ftplib.error_perm: 553 Prohibited file name: .a",
        Step.TRANSFER,
        "STOR",
        553,
        "553",
    ),
    (
        "python is refused the data connection",
        '  File "ftplib.py", line 498, in storbinary\n    with self.transfercmd(cmd, rest) as conn:\n'
        '  File "ftplib.py", line 359, in ntransfercmd\n    host, port = self.makepasv()\n'
        '  File "ftplib.py", line 325, in makepasv\n    host, port = parse227(self.sendcmd("PASV"))\n'
        '  File "ftplib.py", line 281, in sendcmd\n    return self.getresp()\n'
        "ftplib.error_perm: 502 Command not implemented.",
        Step.DATA,
        "PASV",
        502,
        "502",
    ),
    (
        "winscp",
        "Timeout detected. (data connection)\nCould not retrieve directory listing",
        Step.DATA,
        None,
        None,
        "Timeout",
    ),
    (
        "unroutable",
        "Status:\tServer sent passive reply with unroutable address. Using server address instead.",
        Step.DATA,
        None,
        None,
        "unroutable",
    ),
    # --- transfers
    ("stor refused", LOGIN + "STOR a\n550 Permission denied.", Step.TRANSFER, "STOR", 550, "550"),
    ("426", LOGIN + "STOR a\n150 ok\n426 Connection closed; transfer aborted", Step.TRANSFER, "STOR", 426, "426"),
    ("quota", "Error: FTPError: 552 Quota exceeded", Step.TRANSFER, None, 552, "552"),
    (
        "python traceback",
        '  File "ftplib.py", line 503, in storbinary\nftplib.error_perm: 553 Could not create file.',
        Step.TRANSFER,
        "STOR",
        553,
        "553",
    ),
    (
        "listing not understood",
        "failed parsing LIST entry: 07-20-26 09:52AM <DIR> a (ftp)",
        Step.TRANSFER,
        "LIST",
        None,
        "parsing",
    ),
    (
        "german .NET",
        "WebException: Der Remoteserver hat einen Fehler zurückgegeben: (550) Datei nicht verfügbar.",
        Step.TRANSFER,
        None,
        550,
        "(550)",
    ),
    (
        "one of many",
        LOGIN + "STOR a\n150 ok\n226 done\nSTOR b\n553 No\nSTOR c\n150 ok\n226 done",
        Step.TRANSFER,
        "STOR",
        553,
        "553",
    ),
    ("code and message", "Code: 502 Message: Command APPE not implemented.", Step.TRANSFER, "APPE", 502, "502"),
    ("a code in bold", 'OpenAppend("/a") on ftp\n\n**CompletionCode:** "550"', Step.TRANSFER, None, 550, "550"),
    # --- the close
    ("idle", LOGIN + "ftp>\n421 Timeout.", Step.CLOSE, "PASS", 421, "421"),
    (
        "idle, told by the program",
        "pure-ftpd: Timeout - try typing a little faster next time",
        Step.CLOSE,
        None,
        None,
        "typing",
    ),
    (
        "closed after a finished command",
        LOGIN + 'PWD\n257 "/"\nConnection closed by remote host.',
        Step.CLOSE,
        None,
        None,
        "closed",
    ),
    # --- what weighs more
    (
        "login succeeded later",
        "USER a\n530 No\nUSER b\n331 ok\nPASS ***\n230 ok\nSTOR x\n552 Disk full",
        Step.TRANSFER,
        "STOR",
        552,
        "552",
    ),
    (
        "a directory made after it was missed",
        LOGIN + "CWD /a\n550 No\nMKD /a\n257 ok\nLIST\n425 No",
        Step.DATA,
        "LIST",
        425,
        "425",
    ),
    (
        "epsv refused, pasv times out",
        LOGIN + "EPSV\n500 No\nPASV\n227 (10,0,0,5,4,5)\nLIST\ntimed out",
        Step.DATA,
        "LIST",
        None,
        "timed out",
    ),
    (
        "the server says more than the client",
        LOGIN + "LIST\nError: connection timed out\n425 Can't open data connection",
        Step.DATA,
        "LIST",
        425,
        "425",
    ),
    (
        "nothing is refused, and nothing listed",
        LOGIN + "LIST\n150 Here it comes\n226 Sent\nthe folder lists nothing",
        Step.TRANSFER,
        None,
        None,
        "nothing",
    ),
    ("only a soft refusal", LOGIN + "DELE a\n550 No such file\nPWD\n257 ok", Step.DIRECTORY, "DELE", 550, "550"),
)


@pytest.mark.parametrize(
    ("name", "paste", "step", "command", "code", "words"),
    FAILURES,
    ids=[case[0] for case in FAILURES],
)
def test_a_failure_is_found(name, paste, step, command, code, words):
    failure = read(paste).failure

    assert failure is not None, name
    assert (failure.step, failure.command, failure.code) == (step, command, code)
    assert words in failure.text
