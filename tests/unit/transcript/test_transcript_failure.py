"""Where a session failed, up to the login: the step, the command, the code, and the line that says so."""

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
    (
        "a library that cannot decode what another service sends",
        "FTPClient('192.0.2.10', port: 22)\nFormatException: Unexpected extension byte (at offset 40)",
        None,
        None,
        None,
        "FormatException",
    ),
    (
        "a publisher whose folder is missing",
        "ftp publisher: Exception when changing to FTP directory [www/app]",
        Step.DIRECTORY,
        None,
        None,
        "changing to FTP directory",
    ),
    (
        "a retrieval that ends too soon",
        "Error with FTP transfer: <urlopen error retrieval incomplete: got only 0 out of 73400320 bytes>",
        Step.TRANSFER,
        None,
        None,
        "retrieval incomplete",
    ),
    ("a call that blocks", "the ftp call blocks as soon as a folder has no files", None, None, None, "blocks"),
    # (name, paste, step, command, code, part of the decisive line)
    # --- commands that the server does not know
    (
        "a command in small letters that is a word, with a path",
        LOGIN + "stat ./out\n502 not implemented",
        Step.DIRECTORY,
        "STAT",
        502,
        "not implemented",
    ),
    (
        "a reply that the program tells again",
        LOGIN + "stat ./out\n550 Permission denied.\nerr: Error: 550 Permission denied.",
        Step.DIRECTORY,
        "STAT",
        550,
        "Permission denied",
    ),
    (
        "a command that the paste leaves out",
        "331 Password required\nPASS ***\n230 Logged in\n502 STAT command not implemented.",
        Step.DIRECTORY,
        "STAT",
        502,
        "STAT command",
    ),
    (
        "the command that was sent, though the reply names it otherwise",
        LOGIN + "MLSD\n500 'mlsd': command not understood",
        Step.TRANSFER,
        "MLSD",
        500,
        "not understood",
    ),
    (
        "a server's log with the number of its process",
        "771> Recv: PASV\n771> Sent: 227 Entering Passive Mode (127,0,0,1,9,1)\n771> Recv: list -la\n"
        "771> Sent: 500 command 'list' not recognized\n771> Recv: TYPE I\n771> Sent: 200 ok",
        Step.TRANSFER,
        "LIST",
        500,
        "not recognized",
    ),
    (
        "a line of source code that Node.js shows",
        "/srv/node_modules/basic-ftp/dist/FtpContext.js:316\n"
        '        socket.once("timeout", () => this.closeWithError(new Error(`Timeout (${identifier})`)));\n'
        "Error: Timeout (control socket)",
        None,
        None,
        None,
        "Timeout (control socket)",
    ),
    (
        "a time-out of Dart that names the port with a sign of equation",
        "Connection failed (OS Error: Connection timed out, errno = 110), address = 192.0.2.1, port = 21",
        Step.CONNECT,
        None,
        None,
        "timed out",
    ),
    (
        "curl's number in words",
        "backup by ftp: cURL reported error 28",
        None,
        None,
        None,
        "error 28",
    ),
    (
        "a violation of the protocol in Spanish",
        "System.Net.WebException: El servidor ha cometido una infracción de protocolo.\n"
        "   en System.Net.FtpWebRequest.SyncRequestCallback(Object obj)",
        None,
        None,
        None,
        "infracción",
    ),
    (
        "a server's log that trusts nobody",
        "pure-ftpd: (?@192.0.2.1) [WARNING] Sorry, but I can't trust you",
        Step.LOGIN,
        None,
        None,
        "trust",
    ),
    (
        "a source file called connection",
        "Error: Prohibited file name: /a/_b.html\n    at makeError (/srv/node_modules/ftp/lib/connection.js:1067:13)",
        None,
        None,
        None,
        "Prohibited",
    ),
    (
        "a publisher names the server it connects to, and a line of the listing that it cannot parse",
        "FTP: Connecting from host [ci1]\nFTP: Connecting with configuration [www] ...\n"
        "ERROR: exception message [Failed to parse a file entry returned from the server]",
        Step.TRANSFER,
        None,
        None,
        "file entry",
    ),
    (
        "an editor that does not find the file it wanted to open speaks of no host",
        "ftp extension: Unable to resolve non-existing file",
        Step.TRANSFER,
        None,
        None,
        "non-existing",
    ),
    (
        "a TLS handshake, in libcurl's words",
        "CCurlFile::FillBuffer - Failed: SSL connect error(35)\nCCurlFile::Open failed for ftps://USER:PASSWORD@h:21/",
        Step.TLS,
        None,
        None,
        "SSL connect",
    ),
    (
        "a command that the reply recommends",
        "500 SSL required. Please send AUTH TLS before USER",
        Step.LOGIN,
        None,
        500,
        "SSL required",
    ),
    ("a word of advice", "500 Invalid command: try 'help'", None, None, 500, "Invalid"),
    ("554 is FTP's as well", "554 Transfer aborted: connection lost", Step.TRANSFER, None, 554, "aborted"),
    ("a row of a table", "2024-03-01 10:00 | ERROR | ftp | 530 | Login incorrect", Step.LOGIN, None, 530, "530"),
    # --- resolving and connecting
    (
        "unknown host",
        "ftp> open ftp.example.com\nUnknown host ftp.example.com.",
        Step.RESOLVE,
        None,
        None,
        "Unknown host",
    ),
    (
        "commands from a file: what is said may be said at any step",
        "kim@a:~$ ftp -n < commands\nInteractive mode off.\nPermission denied.",
        None,
        None,
        None,
        "Permission denied",
    ),
    (
        "a reply of several lines that a library cannot read",
        "STOR a\n150 ok\n226-one\n226 two\nError: unexpected multi-line response",
        None,
        None,
        None,
        "multi-line",
    ),
    (
        "dns in node",
        "Error: getaddrinfo ENOTFOUND ftp.example.com (control socket)",
        Step.RESOLVE,
        None,
        None,
        "ENOTFOUND",
    ),
    (
        "dns in python",
        "ftplib\nsocket.gaierror: [Errno -2] Name or service not known",
        Step.RESOLVE,
        None,
        None,
        "gaierror",
    ),
    (
        "the name of a server in a url",
        "Error: Server not found: ftp://ftp.example.com",
        Step.RESOLVE,
        None,
        None,
        "found",
    ),
    (
        "tls that fluentftp calls authentication",
        "Command:  AUTH TLS\nResponse: 234 AUTH TLS successful\nError:    FTPS Authentication Failed",
        Step.TLS,
        "AUTH",
        None,
        "FTPS Authentication",
    ),
    (
        "php cannot resume tls",
        "Warning: ftp_nlist(): data_accept: failed to retrieve the existing SSL session",
        Step.DATA,
        "NLST",
        None,
        "existing",
    ),
    (
        "a stream that ends before a clean dialogue",
        "ftp: Received an unexpected EOF or 0 bytes from the transport stream\n220 ready\nUSER kim\n331 ok",
        Step.TLS,
        None,
        None,
        "unexpected EOF",
    ),
    ("dns in go", "dial tcp: lookup ftp.example.com: no such host", Step.RESOLVE, None, None, "lookup"),
    ("dns in php", "ftp_connect(): php_network_getaddresses: getaddrinfo failed", Step.RESOLVE, None, None, "failed"),
    (
        "busybox, cut off before the greeting",
        "ftpget: unexpected server response: EOF",
        Step.GREETING,
        None,
        None,
        "EOF",
    ),
    ("a device", "Error opening FTP connection to 192.0.2.1:21", Step.CONNECT, None, None, "opening"),
    (
        "a log that ends where data should come",
        "pure-ftpd: (kim@192.0.2.7) [INFO] kim is now logged in\n"
        "pure-ftpd: (kim@192.0.2.7) [DEBUG] Command [epsv] []\npure-ftpd: (kim@192.0.2.7) [INFO] Logout.",
        Step.DATA,
        "EPSV",
        None,
        "epsv",
    ),
    (
        "a log that ends when the server has agreed to TLS",
        "220 ready\nAUTH TLS\n234 Proceed with negotiation.",
        Step.TLS,
        None,
        None,
        "234",
    ),
    (
        "a log without commands that ends where TLS begins",
        "Status:\tConnection established, waiting for welcome message...\nStatus:\tInitializing TLS...\n\nany idea?",
        Step.TLS,
        None,
        None,
        "Initializing",
    ),
    ("somebody is locked out", "some uploads later the ftp server locks me out", Step.TRANSFER, None, None, "locks me"),
    (
        "a password that is told to be wrong",
        "the ftp plug-in says that my password is wrong",
        Step.LOGIN,
        None,
        None,
        "wrong",
    ),
    ("refused", "$ ftp ftp.example.com\nftp: connect: Connection refused", Step.CONNECT, None, None, "refused"),
    (
        "refused in node",
        "Error: connect ECONNREFUSED 192.0.2.1:21 (control socket)",
        Step.CONNECT,
        None,
        None,
        "REFUSED",
    ),
    (
        "refused in windows",
        "ftp> open ftp.example.com\n> ftp: connect :Connection refused",
        Step.CONNECT,
        None,
        None,
        "refused",
    ),
    (
        "refused, filezilla in german",
        'Status:\tVerbinde mit 192.0.2.1:21...\nStatus:\tVerbindungsversuch fehlgeschlagen mit "ECONNREFUSED".',
        Step.CONNECT,
        None,
        None,
        "fehlgeschlagen",
    ),
    ("no route", "C:\\> ftp 192.0.2.1\nftp: connect: No route to host", Step.CONNECT, None, None, "No route"),
    (
        "curl without host",
        "curl: (6) Could not resolve host: ftp.example.com\ncurl ftp://ftp.example.com",
        Step.RESOLVE,
        None,
        None,
        "(6)",
    ),
    ("no contact", "we have trouble contacting the ftp server since monday", Step.CONNECT, None, None, "trouble"),
    ("no session", "it answers ping, but I am unable to open an FTP session", Step.CONNECT, None, None, "unable"),
    ("no attempt", "the ftp server's log shows no connection attempt", Step.CONNECT, None, None, "attempt"),
    ("libcurl", "curl_easy_perform() failed: Timeout was reached\nftp://192.0.2.1/a", None, None, None, "Timeout"),
    ("daemon without rights", "vsftpd: must be started as root", Step.CONNECT, None, None, "root"),
    ("turned away", "421 Service unavailable, closing control connection", Step.GREETING, None, 421, "421"),
    ("daemon cannot bind", "vsftpd: could not bind listening IPv4 socket", Step.CONNECT, None, None, "bind"),
    (
        "port in use",
        "proftpd[12]: Failed binding to 0.0.0.0, port 21: Address already in use",
        Step.CONNECT,
        None,
        None,
        "in use",
    ),
    # --- the greeting
    (
        "turned away",
        "Connected to ftp.example.com.\n421 Too many connections from your address",
        Step.GREETING,
        None,
        421,
        "421",
    ),
    (
        "closed at once",
        "Connected to ftp.example.com.\nConnection closed by remote host.",
        Step.GREETING,
        None,
        None,
        "closed",
    ),
    ("ssh answers", "Connected to 192.0.2.1:22\n< SSH-2.0-OpenSSH_9.2\n> QUIT", Step.GREETING, None, None, "SSH-2.0"),
    (
        "421 invented by the client at the greeting",
        "$ ftp ftp.example.com\nConnected to ftp.example.com.\n"
        "421 Service not available, remote server has closed connection",
        Step.GREETING,
        None,
        421,
        "421",
    ),
    # --- TLS
    (
        "gnutls",
        FILEZILLA + "Error:\tGnuTLS error -15: An unexpected TLS packet was received.",
        Step.TLS,
        None,
        None,
        "-15",
    ),
    (
        "auth refused for good",
        "AUTH TLS\n502 Command not implemented\nAUTH SSL\n502 Command not implemented",
        Step.TLS,
        "AUTH",
        502,
        "502",
    ),
    (
        "handshake after 234",
        "> AUTH TLS\n< 234 Proceed\nError: SSL routines:wrong version number",
        Step.TLS,
        "AUTH",
        None,
        "wrong version",
    ),
    (
        "534 to AUTH",
        "AUTH TLS\n534 Local policy on server does not allow TLS secure connections.",
        Step.TLS,
        "AUTH",
        534,
        "534",
    ),
    ("python tls", "ftplib\nssl.SSLCertVerificationError: certificate verify failed", Step.TLS, None, None, "verify"),
    ("schannel", "FluentFTP: A call to SSPI failed, see inner exception.", Step.TLS, None, None, "SSPI"),
)


@pytest.mark.parametrize(
    ("name", "paste", "step", "command", "code", "words"),
    FAILURES,
    ids=[case[0] for case in FAILURES],
)
def test_a_failure_before_the_login_is_found(name, paste, step, command, code, words):
    failure = read(paste).failure

    assert failure is not None, name
    assert (failure.step, failure.command, failure.code) == (step, command, code)
    assert words in failure.text
