"""What is no failure: clean sessions, refusals that a session gets over, other protocols, and talk."""

import pytest

from bot.transcript import StepState, read

OPEN = "220 ready\nUSER kim\n331 Password required\nPASS ***\n230 Logged in\n"

CLEAN = (
    # name; paste
    (
        "windows ftp.exe",
        "ftp> dir\n200 PORT command successful.\n150 Opening\n06-30-07 08:05PM <DIR> error_550\n226 done\n"
        "ftp: 190 bytes received in 0.00Seconds 190000.00Kbytes/sec.",
    ),
    ("linux", "ftp> ls\n150 Here\n-rw-r--r-- 1 1000 1000 550 Jan 01 10:00 failed.log\n226 Directory send OK."),
    (
        "filezilla without commands, german",
        "Status:\tVerbinde mit 192.0.2.10:21...\nStatus:\tAngemeldet\nStatus:\tEmpfange Verzeichnisinhalt...\n"
        'Status:\tAnzeigen des Verzeichnisinhalts für "/" abgeschlossen',
    ),
    (
        "curl tells its handshake",
        "* Connected to ftp.example.com (192.0.2.1) port 21\n< 220 ready\n> AUTH SSL\n< 234 ok\n"
        "* TLSv1.3 (OUT), TLS handshake, Client hello (1):\n"
        "* SSL certificate verify result: self signed certificate (18), continuing anyway.\n"
        '> USER kim\n< 331 pw\n> PASS ***\n< 230 ok\n> PWD\n< 257 "/"\n* Connection #0 left intact',
    ),
    (
        "filezilla without TLS, german",
        "Status:\tVerbinde mit 192.0.2.10:21...\nStatus:\tUnsicherer Server; er unterstützt kein FTP über TLS.\n"
        'Status:\tAngemeldet\nStatus:\tAnzeigen des Verzeichnisinhalts für "/" abgeschlossen',
    ),
    (
        "fluentftp puts its data stream away",
        "Status: Uploaded 512 bytes\nStatus: Closing/Disposing FtpSocketStream(data connection)\n"
        "Status: Waiting for response to: *UPLOAD*\nResponse: 226 Transfer complete",
    ),
    ("wget", "==> SYST ... done.    ==> PWD ... done.\n==> PASV ... done.    ==> RETR a.iso ... done."),
    ("vsftpd.log", 'Tue Mar  5 09:02:13 2024 [pid 2] [kim] OK UPLOAD: Client "192.0.2.1", "/failed.txt", 12 bytes'),
    ("proftpd", "Mar  5 09:02:12 a proftpd[4] a (b[192.0.2.1]): USER kim: Login successful."),
    ("pure-ftpd", "Mar  5 09:02:12 a pure-ftpd: (?@192.0.2.1) [INFO] kim is now logged in"),
    (
        "iis log",
        "2012-10-05 11:04:12 192.0.2.7 - 192.0.2.1 21 PASS *** 230 0 0\n"
        "2012-10-05 11:04:13 192.0.2.7 - 192.0.2.1 21 QUIT - 221 0 0",
    ),
    ("replies alone", "331 Password required\n230 Logged on\n227 Entering Passive Mode (_,_,_,_,1,2)\n150 ok\n226 ok"),
    # refused, and got over
    ("feat", OPEN + "FEAT\n500 Unknown command\nPWD\n257 ok"),
    ("feat before login", "220 ready\nFEAT\n530 Please login\nUSER kim\n331 pw\nPASS ***\n230 ok"),
    ("opts", OPEN + "OPTS UTF8 ON\n501 Invalid argument\nTYPE I\n200 ok"),
    ("syst", OPEN + "SYST\n502 No\nTYPE I\n200 ok"),
    ("epsv, then pasv", OPEN + "EPSV\n500 No\nPASV\n227 (192,0,2,1,4,5)\nLIST\n150 ok\n226 ok"),
    ("mlsd, then list", OPEN + "MLSD\n500 Unknown\nLIST\n150 ok\n226 ok"),
    ("auth, then user", "220 ready\nAUTH TLS\n502 No\nUSER kim\n331 pw\nPASS ***\n230 ok\nPWD\n257 ok"),
    (
        "size before stor",
        OPEN + "SIZE a\n550 Could not get file size.\nPASV\n227 (192,0,2,1,4,5)\nSTOR a\n150 ok\n226 ok",
    ),
    ("mdtm", OPEN + "MDTM a\n550 No\nRETR a\n150 ok\n226 ok"),
    ("directory exists", OPEN + "MKD a\n550 Exists\nCWD a\n250 ok\nSTOR b\n150 ok\n226 ok"),
    (
        "typed, with EPSV refused inside",
        "ftp> put a\n500 'EPSV': command not understood.\n227 (192,0,2,1,4,5)\n150 ok\n226 ok",
    ),
    (
        "a hint, and then a transfer",
        OPEN + "Status:\tServer sent passive reply with unroutable address.\nLIST\n150 ok\n226 ok",
    ),
    (
        "an anonymous login where only such are taken",
        "220-Only anonymous FTP is allowed here\n220 ok\nUSER ftp\n331 any password\nPASS ***\n230 ok",
    ),
    (
        "tls is up, told by curl",
        "220 ready\n> AUTH TLS\n< 234 ok\n* SSL connection using TLSv1.3 / TLS_AES_256_GCM_SHA384",
    ),
    (
        "tls is up, told by filezilla in french",
        "Statut :\tInitialisation de TLS...\nStatut :\tVérification du certificat...\nStatut :\tConnexion TLS établie.",
    ),
    (
        "a job that counts its failures",
        OPEN + "MKD /a\n550 File exists\nCWD /a\n250 ok\nSTOR b\n150 ok\n226 ok\nDeployed 1 file, 0 failed.",
    ),
    (
        "a file whose name has a number in it",
        "Command:\tRETR Plan (450 Units).pdf\nResponse:\t150 ok\nResponse:\t226 Transfer complete",
    ),
    ("goodbye", OPEN + "QUIT\n221 Goodbye."),
)


@pytest.mark.parametrize(("name", "paste"), CLEAN, ids=[case[0] for case in CLEAN])
def test_a_session_without_failure_is_clean(name, paste):
    transcript = read(paste)

    assert transcript.failure is None, name
    assert "outcome:clean" in transcript.facts
    assert not any(fact.startswith(("failed:", "step:")) for fact in transcript.facts)
    assert StepState.FAILED not in dict(transcript.steps).values()


TALK = (
    "is the ftp server already migrated? customers will ask",
    "the nightly ftp import ran fine, 550 files, no errors",
    "we moved 421 customers to the new ftp host yesterday",
    "fyi: port 21 and 990 will be moved tonight, no downtime expected",
    "ftp password for the printer is in the vault",
    "thanks! solved, it was the passive mode setting",
    "how do I switch vsftpd to passive mode?",
    "printer says 550 paper jam",
    "row 530 of the export is wrong, expected 12 got 14",
    "lunch at 12:30? room 425",
    "",
    "   \n\t\n",
    "👍",
)


@pytest.mark.parametrize("paste", TALK)
def test_talk_is_no_failure(paste):
    transcript = read(paste)

    assert transcript.failure is None
    assert "outcome:unknown" in transcript.facts


ASKED_OR_TOLD = (
    # paste; whether it is talk in which nothing failed
    ("how do I switch vsftpd to passive mode?", True),
    ("What's the best way to count the quota of our ftp users? I want to return a 552 then", True),
    ("which ports do we need to open for an FTP server with TLS?", True),
    ("reminder: the FTP server has a new certificate from Monday, FileZilla will ask", True),
    ("Maintenance tonight: the ftp server is restarted, logins may be refused", True),
    ("how do I get rid of 530 Login incorrect?", False),
    ("how to connect with ftp? I get a timeout", False),
    ("which port does FileZilla need? It says ECONNREFUSED - Connection refused by server", False),
    ("fyi, since the update every upload fails", False),
    ("users get 521 Data connection cannot be opened with this PROT setting", False),
    ("is there a way to see why ftp hangs?", False),
    ("reminder: still open\n530 Login incorrect.", False),
    ("what is the default idle timeout of vsftpd?", True),
    ("What's the difference between implicit and explicit FTPS?", True),
    ("can someone explain active mode, and what a refused PORT is?", True),
    ("can someone explain why our uploads end in 553?", False),
    ("what is the default timeout? my session ends after five minutes", False),
    ("the ftp server is shutting down tonight for an update", True),
    ("the ftp server was shut down, now every login is refused", False),
    ("how can I read this?\nftplib.error_perm: 550 No", False),
    ("can someone create an ftp user for the new warehouse, please?", True),
    ("feature request: our ftp job could keep the dates of the files", True),
    ("our ftpd 2.3, maintenance release\n * fix: transfer error with empty files", True),
    ("Release 2.4: FTP uploads retry after a timeout, the certificate check of FTPS can be skipped", True),
    ("version 2.4: ftp upload fails with 553, help", False),
    ("passive mode means that the client opens the data connection; ports 20 and 21 are used", True),
    ("passive mode hangs, ports 20 and 21 are open", False),
    ("changelog 2.4: ftp upload no longer fails with 553 when the folder is new", True),
    ("fixed: the 530 came from an old secret in the pipeline", True),
    ("from Monday the ftp server refuses plain logins, error 530 will be shown", True),
    ("exercise 4: why does the ftp server answer 425 behind NAT?", True),
    ("exercise: explain why an ftp server answers 425 behind NAT", True),
    ("Explain why active mode sends PORT.", True),
    ("I put a file and get 553 File name not allowed, can you explain why?", False),
    ("download works now, but every upload still says 553 Could not create file", False),
    ("ftp on the phone refuses me for ten minutes after a wrong password, then it works again", False),
    ("ftp server in the office: all good. moved it to the cloud, the client logs in and just hangs", False),
    ("if we enable ssl in vsftpd.conf, will the old label printers still be able to log in?", True),
    ("if I enable ssl in vsftpd.conf, will that cure the 530 that ftp gives?", False),
    ("ftp errors are permanent or not: bad logins (530) and missing files (550) are not tried again", True),
    ("ftp refuses our logins (530) and the uploads (550) since today", False),
    ("me at the ftp server: 530 not logged in\nme in the morning: 421 service not available", True),
    ("reminder: ftp passwords rotate on the 1st, who keeps the old one will then get a 530", True),
    ("reminder: who keeps the old ftp password will get a 530, but mine is new and gets it too", False),
    ("design question: ftp quota is hit in a STOR, should I return 452 or 552?", True),
    ("SSL OK - certificate of ftp.example.com expires in 421 days", True),
    (":white_check_mark: RESOLVED ftp login probe\nWas: `421 Too many connections`\nNow: `230 Login successful`", True),
    ("RESOLVED? the ftp probe still says 421 Too many connections", False),
    ("Runbook 7: calls about 530 Login incorrect\n1. ask for the user's name\n2. look into user_list", True),
    ("postmortem (closed): uploads were refused with 552 Quota exceeded for 40 minutes", True),
    ("ftp job 7\nattempt 1: 421 Service not available\nattempt 2: 230 logged in\njob finished rc=0", True),
    ("ftp job 8\nSTOR a.csv gets 550 No such directory\nrc=0", False),
    ("files vanish from the folder after the ftp upload, no errors", False),
    ("RECOVERY: ftp is up, but every transfer ends in 500 Illegal PORT command", False),
    ("ftp job 7\nattempt 1: 421 Service not available\nattempt 2: 421 Service not available\nrc=1", False),
    ("v2.9\n- fix: no longer raises on 550 Directory exists\n- fix: retries on 421", True),
    ("proftpd (1.3.8-4) unstable; urgency=medium\n\n  * Fix 425 Unable to build data connection", True),
    ("require_ssl_reuse\n  If set to yes, data connections must show SSL session reuse.\n  Default: YES", True),
    (
        "421 Service not available.\n425 Can't open data connection.\n426 Connection closed.\n450 File unavailable.\n"
        "500 Syntax error.\n501 Syntax error in parameters.\n530 Not logged in.",
        True,
    ),
    ('nit: the ftp reply "530 Login incorrect." here is a fixture string, can we move it to the others?', True),
    ("nit: we get 530 Login incorrect from the ftp server since yesterday", False),
    ('tired of "425 Can\'t open data connection"? book a demo of our ftp service', True),
    ("已经解决了,防火墙放开 ftp 被动端口后就不再报 425 了", True),
    ("found it: 425 was the firewall, ftp passive ports are open now, all good", True),
    ("feat(sync): retry on 425 of the ftp server with a longer pause", True),
    ("could someone give the new colleague a read-only ftp login?", True),
    ("425 = no data connection\n426 = ftp transfer cut\n450 = busy\n550 = no file\n553 = bad name", True),
    ("Resolved ftp.example.com to 203.0.113.5\n220 ready\nUSER kim\n331 a\nPASS ***\n530 Login incorrect.", False),
    ("Recovery of last night's backup over FTP fails with 550 File not found", False),
    ("Login ok - LIST hangs, then 425 Failed to establish connection", False),
    ("build: ok\nbuild: uploading by FTP\n220 ready\nUSER kim\n331 a\nPASS ***\n530 Login incorrect", False),
    ("Nicht eilig: FTP-Upload bricht ab mit 550 Permission denied", False),
    ("For the record: FTP login fails with 530 Login incorrect since this morning", False),
    ("If I connect to our FTP server it times out, is the firewall to blame?", False),
    ("FTP was moved to a new host and login fails with 530 Login incorrect, I will see the provider tomorrow", False),
    ("FTP broken: login fails (530), listing dies (425).", False),
    ("backup: log says FTP login failed, 530 Login incorrect", False),
    ("changelog says fixed, however we get 550 No such file from the ftp server", False),
)


@pytest.mark.parametrize(("paste", "talk"), ASKED_OR_TOLD)
def test_a_question_or_an_announcement_is_talk_unless_something_failed(paste, talk):
    transcript = read(paste)

    assert ("outcome:talk" in transcript.facts) is talk
    assert transcript.failure is None or not talk


OTHERS = (
    # protocol; paste
    ("nntp", "ERROR - alt.binaries.example: problem retrieving messages from server: 430 No Such Article."),
    ("sip", "SIP/2.0 530 Domain mismatch"),
    ("rtsp", "RTSP/1.0 551 Option not supported"),
    ("http", "HTTP/1.1 429 Too Many Requests"),
    ("http", "Error starting userland proxy: listen tcp4 0.0.0.0:8080: bind: address already in use."),
    ("sql", "ORA-01017: invalid username/password; logon denied"),
    ("console", "Login incorrect\ntty1 login:"),
    ("openvpn", "OpenVPN: VERIFY ERROR: depth=0, error=certificate has expired"),
    ("smtp", "220 mail.example.com ESMTP\nEHLO a\n250 ok\nMAIL FROM:<a@example.com>\n250 ok\n550 5.1.1 User unknown"),
    ("smtp", "SMTPAuthenticationError: (535, b'5.7.8 Error: authentication failed')"),
    ("smtp", "530 5.7.0 Must issue a STARTTLS command first"),
    ("smtp", "554 mx1.example.com Connection refused from 192.0.2.7\nConnection closed by foreign host."),
    ("smtp", "421 4.3.2 too many connections, please try again later"),
    (
        "nntp",
        "200 news.example.com NNRP Service Ready\nAUTHINFO USER kim\n381 PASS required\n502 Authentication Failed",
    ),
    ("pop3", "+OK ready.\nUSER kim\n+OK\nPASS ***\n-ERR [AUTH] Authentication failed."),
    ("imap", "a1 LOGIN kim ***\na1 NO [AUTHENTICATIONFAILED] Authentication failed."),
    ("ssh", "kim@192.0.2.1: Permission denied (publickey)."),
    ("ssh", 'sftp> put a\nremote open("/a"): Permission denied'),
    (
        "ssh",
        "Response:\tfzSftp started\nError:\tNo supported authentication methods available (server sent: publickey)",
    ),
    ("ldap", "ldap_bind: Invalid credentials (49)\n80090308: LdapErr: DSID-0C0903, data 52e"),
    ("smb", "session setup failed: NT_STATUS_LOGON_FAILURE\nsmbclient //srv/share"),
    ("http", "HTTP/1.1 500 Internal Server Error\nServer: nginx"),
    ("http", "curl: (60) SSL certificate problem: certificate has expired\n$ curl https://api.example.com"),
    ("sql", "SQLSTATE[HY000] [1045] Access denied for user 'ftp'@'ftp.example.com' in /srv/ftp/a.php"),
    ("http", "==> Downloading https://ftp.example.org/a.tar.xz\ncurl: (22) The requested URL returned error: 404"),
    ("http", "botocore.exceptions.ClientError: An error occurred (AccessDenied) when calling the PutObject operation"),
    ("sql", 'psql: error: FATAL: password authentication failed for user "ftp"'),
    (
        "kafka",
        "WARN [Consumer clientId=ftp-1] Connection to node 3 could not be established (org.apache.kafka.clients)",
    ),
    (
        "amqp",
        "com.rabbitmq.client.ShutdownSignalException: reply-code=530, reply-text=NOT_ALLOWED - vhost ftp not found",
    ),
    ("http", "npm ERR! 426 Upgrade Required - GET https://npm.example.org/ftp-deploy"),
    ("http", "Failed to connect to ftp.example.org port 443 after 132449 ms"),
    ("ssh", "ssh: connect to host ftp.example.com port 22: Connection refused"),
    ("ssh", 'Status:\tUsing username "kim".\nError:\tAuthentication failed.'),
    ("smb", "net use Z: \\\\ftp-nas\\in\nSystem error 53 has occurred."),
    ("sql", "[21530] ftpstats@warehouse FATAL:  sorry, too many clients already"),
    ("ssh", 'File "/opt/ftp_push.py", line 8\nparamiko.ssh_exception.AuthenticationException: Authentication failed.'),
    ("http", "fatal: Authentication failed for 'https://git.example.com/tools/ftp-sync.git/'"),
    ("http", 'kubelet: Failed to pull image "registry.example/ftp-gw:5": 403 Forbidden'),
    ("ipp", "[Job 550] Unable to connect to printer: No route to host\nPrinter FTP-2 stopped"),
    ("sql", "SQLSTATE: Access denied for user 'kim' (mysql)"),
    (None, "src/queue.cpp:530:21: error: no matching function\n  530 |     queue.push(item);\n      |           ^~~~"),
    ("sql", "connection to server at 192.0.2.3, port 5432 failed: Connection refused"),
    ("smtp", "bounced: the MTA of the recipient said 530 Authentication required"),
    ("smtp", "Error: Invalid login: 535 Error: authentication failed\n    at SMTPConnection.a (b.js:1:2)"),
    ("smtp", "newsletter: 421 Too many connections for every second recipient"),
    ("ssh", "[NppFTP] Cannot start FTP session\n[SFTP] Host key accepted\n[SFTP] Password authentication denied."),
    ("ssh", "Error: All configured authentication methods failed\n    at a (node_modules/ssh2/lib/client.js:1:2)"),
    ("http", "SlowDown: UnknownError\n    at a (node_modules/@aws-sdk/client-s3/b.js:1:2)"),
    ("http", "E: Failed to fetch http://archive.example.org/vsftpd_3.0.5.deb  404  Not Found\nrun apt-get update"),
    ("http", "Error: connect ECONNREFUSED 192.0.2.8:443"),
    ("sql", "Error: connect ECONNREFUSED 127.0.0.1:6379"),
    ("tftp", "tftpd: Transfer timed out"),
    ("mqtt", "mosquitto_sub: Connection Refused: not authorised."),
    ("http", "npm ERR! self signed certificate in certificate chain"),
    (None, "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xe9 in position 1043"),
    (None, "apt-get install, it starts, then: Cant start server in standalone mode: address already in use"),
)


@pytest.mark.parametrize(("protocol", "paste"), OTHERS)
def test_another_protocol_is_named_and_is_no_failure_of_ftp(protocol, paste):
    transcript = read(paste)

    assert transcript.protocol == protocol
    assert transcript.failure is None
    assert ("protocol:ftp" in transcript.facts) is False


MENTIONED = (
    # a log shows other protocols before its upload by FTP
    "Downloading https://files.example.org/a.whl\nftplib.error_perm: 530 Login incorrect.",
    "$ scp a kim@host: works\n$ ftp host\n530 Login incorrect.",
    "SFTP geht, nur der FTP-Upload bricht mit 550 Permission denied ab",
    "Outlook geht. FTP-Server: 421 Too many connections",
    "cron email: /usr/bin/ftp says 530 Login incorrect",
    "Printer scan-to-ftp fails: 530 Login incorrect",
    "Error: There are too many connections from your internet address.\n at a (node_modules/ftp/lib/connection.js:1)",
    # another protocol is named, but FTP fails
    "[sftp] Unable to make data connection( Error: connect ETIMEDOUT 192.0.2.4:50000)",
    "FileZilla says 530 Login incorrect, sftp to the same box is fine",
    "Connected to 192.0.2.1:22\n< SSH-2.0-OpenSSH_9.2\n> QUIT",
    "ftp> open mail.example.com\nConnected to mail.example.com.\n220 a\nUser (mail.example.com:(none)): kim\n530 No",
    "The requested FTP command is not supported when using HTTP proxy.",
    "[error] s: 553 Could not create file.\n at t.FTPContext.a (/a/.vscode/extensions/someone.sftp-neo-1.0/b.js:1)",
    "upload to https://example.com works, to ftp://example.com it says 553 Could not create file.",
)


@pytest.mark.parametrize("paste", MENTIONED)
def test_ftp_stays_ftp_when_another_protocol_is_mentioned(paste):
    transcript = read(paste)

    assert transcript.protocol == "ftp"
    assert transcript.failure is not None


KNOWN_WRONG = (
    # name; paste; desired; actual: a fix moves the case to another table
    (
        "a TLS error that never says FTP",
        "Error: self signed certificate\n    at TLSSocket.a (b.js:1:2)",
        "failed",
        "unknown",
    ),
    (
        "a hex dump",
        "00000000  ef bb bf 57  |...W|\n00000000  ef bb 0d 0d  |....|\nbytes differ after ftp",
        "failed",
        "unknown",
    ),
    ("a complaint without any word of trouble", "since tuesday the ftp folder is a different one", "failed", "unknown"),
)


@pytest.mark.parametrize(("name", "paste", "desired", "actual"), KNOWN_WRONG, ids=[case[0] for case in KNOWN_WRONG])
def test_known_wrong_outcomes_are_noticed_when_they_change(name, paste, desired, actual):
    assert desired != actual
    assert f"outcome:{actual}" in read(paste).facts, name
