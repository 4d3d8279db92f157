"""Where a session failed, from the login on: the step, the command, the code, and the line that says so."""

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
    # --- login
    (
        "wrong password",
        "220 ready\nUSER kim\n331 Password required\nPASS ***\n530 Login incorrect.",
        Step.LOGIN,
        "PASS",
        530,
        "530",
    ),
    ("tls required", "USER kim\n530 Non-anonymous sessions must use encryption.", Step.LOGIN, "USER", 530, "530"),
    (
        "policy requires ssl",
        "USER kim\n534-Policy requires SSL.\n Win32 error: Access is denied.\n534 End",
        Step.LOGIN,
        "USER",
        534,
        "534-",
    ),
    ("oops at login", "PASS ***\n500 OOPS: cannot change directory:/home/kim", Step.LOGIN, "PASS", 500, "OOPS"),
    ("home missing", "PASS ***\n421 Home directory not available - aborting", Step.LOGIN, "PASS", 421, "421"),
    ("a bare line", "530 Login incorrect", Step.LOGIN, None, 530, "530"),
    (
        "first refusal, not its consequence",
        "PASS ***\n530 Login incorrect.\nftp> ls\n530 Please login with USER and PASS.",
        Step.LOGIN,
        "PASS",
        530,
        "incorrect",
    ),
    ("retold by .NET", "The remote server returned an error: (530) Not logged in.", Step.LOGIN, None, 530, "(530)"),
    (
        "php",
        "Warning: ftp_login(): Login authentication failed in /up.php on line 3",
        Step.LOGIN,
        "PASS",
        None,
        "ftp_login",
    ),
    (
        "windows event",
        "Event ID: 100 Source: MSFTPSVC\nThe server was unable to logon the Windows NT account 'IUSR_A'",
        Step.LOGIN,
        None,
        None,
        "unable",
    ),
    (
        "no tls, pure-ftpd",
        "USER kim\n421 Sorry, cleartext sessions are not accepted on this server.",
        Step.LOGIN,
        "USER",
        421,
        "421",
    ),
    (
        "pam module missing",
        "vsftpd[22]: PAM unable to dlopen(/lib/security/pam_mysql.so)",
        Step.LOGIN,
        None,
        None,
        "dlopen",
    ),
    # --- directories
    (
        "a refusal that a client got over tells nothing of another one",
        "FtpCommandException: Code: 550 Message: Unable to find file /a\nCommand: AUTH TLS\nResponse: 431 No\n"
        "Command: USER ***",
        Step.TRANSFER,
        None,
        550,
        "Unable to find",
    ),
    (
        "a refusal that people say a client got over",
        "the ftp client tries MLSD first, gets 500 not understood, falls back to LIST\n"
        "error listing /: failed parsing LIST entry: 07-20-26 09:52AM <DIR> a",
        Step.TRANSFER,
        "LIST",
        None,
        "failed parsing",
    ),
    ("cwd", LOGIN + "CWD /nowhere\n550 Failed to change directory.", Step.DIRECTORY, "CWD", 550, "550"),
    ("mkd exists", LOGIN + "MKD /a\n550 File exists", Step.DIRECTORY, "MKD", 550, "550"),
    (
        "php delete",
        "Warning: ftp_delete(): Permission denied. in /a.php on line 2",
        Step.DIRECTORY,
        "DELE",
        None,
        "ftp_delete",
    ),
    (
        "giving up after AUTH was accepted",
        "-> Quit\n220 ready\n-> AUTH TLS\n234 AUTH TLS OK.\nUnable to connect\nDisconnected",
        Step.TLS,
        "AUTH",
        None,
        "Unable to connect",
    ),
    (
        "ftplib waits for the greeting",
        '  File "/usr/lib/python3.11/ftplib.py", line 162, in connect\n'
        '  File "/usr/lib/python3.11/ftplib.py", line 244, in getresp\nEOFError\nERROR: failed to upload file a.jpg',
        Step.GREETING,
        None,
        None,
        "EOFError",
    ),
    (
        "ftplib asks for TLS within its login",
        '  File "/usr/lib/python3.11/ftplib.py", line 745, in login\n    self.auth()\n'
        "  File \"/usr/lib/python3.11/ftplib.py\", line 753, in auth\n    resp = self.voidcmd('AUTH TLS')\n"
        '  File "/usr/lib/python3.11/ftplib.py", line 254, in getresp\nftplib.error_perm: 530 Log in first.',
        Step.TLS,
        "AUTH",
        530,
        "530",
    ),
    (
        "a library that sends the command of the transfer within the call for the data connection",
        "FluentFTP.FtpCommandException: Code: 550 Message: File not found\n"
        "   at FluentFTP.FtpClient.OpenPassiveDataStream(FtpDataConnectionType type, String command, Int64 restart)\n"
        "   at FluentFTP.FtpClient.OpenRead(String path)",
        Step.TRANSFER,
        "RETR",
        550,
        "550",
    ),
    (
        "such a call that does not get its data connection",
        "System.IO.IOException: timed out\n"
        "   at System.Net.FtpClient.FtpClient.OpenPassiveDataStream(FtpDataConnectionType type)\n"
        "   at System.Net.FtpClient.FtpClient.OpenWrite(String path)",
        Step.DATA,
        "PASV",
        None,
        "timed out",
    ),
    (
        "a listing that nobody can read",
        "Command:\tFEAT\nResponse:\t500 Syntax error, command unrecognized.\nWarning:\tFailed to parse file listing:",
        Step.TRANSFER,
        None,
        None,
        "Failed to parse",
    ),
    (
        "a session that is closed while nobody does anything",
        "our ftp connection is closed after some minutes and we have to log in again",
        Step.CLOSE,
        None,
        None,
        "closed after",
    ),
    (
        "TLS refused, and the paste ends before the login",
        "220 ready\nAUTH TLS\n502 TLS is not allowed here\nUSER kim\n331 Password required",
        Step.TLS,
        "AUTH",
        502,
        "502",
    ),
    (
        "a greeting that turns accounts away",
        "Status:\tConnected\nResponse:\t220-Only anonymous FTP is allowed here\nResponse:\t220 ok",
        Step.LOGIN,
        None,
        None,
        "220",
    ),
    (
        "a listing that vsftpd completes without having read the folder",
        "ftp> ls\n150 Here comes the directory listing.\n226 Transfer done (but failed to open directory).",
        Step.TRANSFER,
        "LIST",
        None,
        "failed to open directory",
    ),
    (
        "a module of PAM that gives up",
        "Mar  1 09:12:51 box vsftpd: pam_mysql - pam_sm_authenticate() returning 7.",
        Step.LOGIN,
        None,
        None,
        "returning 7",
    ),
    (
        "a control connection that does not live through a transfer",
        "lftp: the control connection drops while backup.img is sent",
        Step.CLOSE,
        None,
        None,
        "control connection drops",
    ),
    (
        "who gets in fetches nothing",
        "Error: read ECONNRESET (control socket)\nwith FileZilla I get in",
        None,
        None,
        None,
        "ECONNRESET",
    ),
    (
        "a certificate by its short name",
        "can't download any more, FileZilla says the cert is out of date",
        Step.TLS,
        None,
        None,
        "cert is",
    ),
    (
        "a handshake that Python tells without a reason",
        "    self.auth()\n    self._sslobj.do_handshake()\nOSError: [Errno 0] Error\nftp.login()\nFTP_TLS",
        Step.TLS,
        None,
        None,
        "Errno 0",
    ),
    (
        "a bind that vsftpd does not get",
        "500 OOPS: vsf_sysutil_bind",
        Step.DATA,
        None,
        500,
        "vsf_sysutil_bind",
    ),
    (
        "a program whose name ends in ftp",
        "superftp can't connect by TLS since yesterday",
        Step.CONNECT,
        None,
        None,
        "can't connect",
    ),
    (
        "in Chinese",
        "ftp 登录没问题，但是被动模式用不了",
        None,
        None,
        None,
        "用不了",
    ),
    (
        "a name of a program between Chinese words",
        "用ftpClient.listFiles()列目录，在linux上出现阻塞",
        Step.TRANSFER,
        "LIST",
        None,
        "阻塞",
    ),
    (
        "a login in Chinese, told after the name of the server",
        "改了shell之后vsftpd用户无法登录",
        Step.LOGIN,
        None,
        None,
        "无法登录",
    ),
    (
        "explorer in Chinese",
        "打开 FTP 服务器上的文件夹时发生错误。请检查是否有权限访问该文件夹。",
        Step.DIRECTORY,
        None,
        None,
        "发生错误",
    ),
    (
        "explorer",
        "FTP Folder Error\nAn error occurred opening that folder on the FTP Server.\nDetails:\n550 No access",
        Step.DIRECTORY,
        None,
        550,
        "550",
    ),
)


@pytest.mark.parametrize(
    ("name", "paste", "step", "command", "code", "words"),
    FAILURES,
    ids=[case[0] for case in FAILURES],
)
def test_a_failure_from_the_login_on_is_found(name, paste, step, command, code, words):
    failure = read(paste).failure

    assert failure is not None, name
    assert (failure.step, failure.command, failure.code) == (step, command, code)
    assert words in failure.text
