"""The facts of a paste: what is stated, and what must not be."""

import pytest

from bot.transcript import read

FACTS = (
    # (name, paste, facts stated, facts not stated)
    # --- servers
    (
        "iis 4 by banner",
        "220 a Microsoft FTP Service (Version 4.0).",
        "server:iis server:iis/4 server:iis/old",
        "server:iis/new",
    ),
    ("iis 6 by banner", "220 Microsoft FTP Service (Version 6.0).", "server:iis/6 server:iis/old", "server:iis/new"),
    ("iis banner without version", "220 Microsoft FTP Service", "server:iis", "server:iis/old server:iis/new"),
    (
        "iis 7+ by replies",
        "530-User cannot log in.\n Win32 error: Logon failure\n530 End",
        "server:iis server:iis/new",
        "server:iis/old",
    ),
    ("iis 7+ by policy", "534-Policy requires SSL.", "server:iis/new", "server:iis/old"),
    ("iis 4 by name outweighs it", "NT 4 with IIS 4: 530 User cannot log in", "server:iis/old", "server:iis/new"),
    ("iis 4 to 6 name the user", "530 User kim cannot log in.", "server:iis/old", "server:iis/new"),
    ("iis 7+ name nobody", "530 User cannot log in, home directory inaccessible.", "server:iis/new", "server:iis/old"),
    ("iis in words", "on IIS 7.5 the ftp fails", "server:iis/7 server:iis/new", "server:iis/old server:iis/5"),
    ("iis 10 in words", "ftp on IIS 10 fails", "server:iis/10 server:iis/new", "server:iis/1"),
    ("windows nt 4 in words", "Windows NT 4 with IIS, ftp refuses", "server:iis server:iis/old", "server:iis/new"),
    ("iis log head", "#Software: Microsoft Internet Information Services 7.5", "server:iis/7", ""),
    ("vsftpd by banner", "220 (vsFTPd 3.0.5)", "server:vsftpd server:vsftpd/3", "server:iis"),
    ("vsftpd by its oops", "500 OOPS: child died", "server:vsftpd", ""),
    ("proftpd", "220 ProFTPD 1.3.5 Server", "server:proftpd server:proftpd/1", ""),
    ("pure-ftpd", "230 OK. Current restricted directory is /", "server:pure-ftpd", ""),
    ("wu-ftpd", "220 a FTP server (Version wu-2.6.1(1)) ready.", "server:wu-ftpd server:wu-ftpd/2", ""),
    ("serv-u", "220 Serv-U FTP Server v15.1 ready...", "server:serv-u server:serv-u/15", ""),
    ("filezilla server", "220-FileZilla Server 1.8.1", "server:filezilla-server/1", "client:filezilla"),
    ("pyftpdlib", "220 pyftpdlib 1.5.9 ready.", "server:pyftpdlib", ""),
    ("z/os", "220-FTPD1 IBM FTP CS V2R4 at a, 09:21:14", "server:zos", "client:zos-ftp"),
    ("ibm i", "200 EPRT subcommand request successful.", "server:ibm-i", ""),
    ("an ssh server", "< SSH-2.0-OpenSSH_9.2p1\n> QUIT", "server:openssh server:openssh/9 protocol:ftp", ""),
    (
        "syslog names the daemon",
        "Mar  5 09:02:11 a proftpd[4] a (b[192.0.2.1]): FTP session opened.",
        "server:proftpd",
        "",
    ),
    # --- clients
    ("windows client", "User (ftp.example.com:(none)): kim", "client:windows-ftp user:named", "client:linux-ftp"),
    ("linux client", "Name (ftp.example.com:kim):", "client:linux-ftp user:named", "client:windows-ftp"),
    ("filezilla by its labels", "Befehl:\tPASV\nAntwort:\t227 (10,0,0,1,4,5)", "client:filezilla", ""),
    ("fluentftp has the same labels", "# Connect()\nCommand:  PASV\nResponse: 500 No", "", "client:filezilla"),
    ("an error alone is not filezilla's", "Error: FTPError: 530 No", "client:node", "client:filezilla"),
    ("winscp by its log", "< 2024-01-02 10:00:00.200 220 Service ready", "client:winscp", ""),
    ("curl", "curl: (67) Access denied: 530", "client:curl", ""),
    ("ftplib", "ftplib.error_perm: 530 Login incorrect.", "client:ftplib dialect:traceback", ""),
    (".net", "System.Net.WebException: (530) Not logged in.", "client:ftpwebrequest", ""),
    ("php", "Warning: ftp_login(): Login incorrect.", "client:php", ""),
    ("basic-ftp", "connect ECONNREFUSED 192.0.2.1:21 (control socket)", "client:node", ""),
    ("z/os client", "EZA1701I >>> PASV", "client:zos-ftp", "server:zos"),
    # --- users and logins
    ("anonymous at the windows prompt", "User (a:(none)): anonymous\n331 ok", "user:anonymous", "user:named"),
    ("anonymous instead of the default", "Name (a:kim): anonymous", "user:anonymous", "user:named"),
    ("anonymous by the library", "> USER anonymous\n< 331 ok\n> PASS lftp@", "user:anonymous", ""),
    ("anonymous in words", "anonymous login on our ftp server fails", "user:anonymous", ""),
    ("caps lock", "USER (FTP.EXAMPLE.COM:(NONE)): ANONYMOUS", "user:anonymous client:windows-ftp", ""),
    ("the last of two users", "USER anonymous\n530 No\nUSER kim\n331 ok", "user:named", "user:anonymous"),
    ("not anonymous", "530 Non-anonymous sessions must use encryption.", "login:refused", "user:anonymous"),
    ("login accepted", "USER kim\n331 pw\nPASS ***\n230 ok", "login:accepted", "login:refused"),
    ("login refused", "USER kim\n331 pw\nPASS ***\n530 No", "login:refused", "login:accepted"),
    (
        "no login refused, an early command",
        "220 ok\nFEAT\n530 Log in first\nUSER kim\n331 pw\nPASS ***\n230 ok",
        "login:accepted",
        "login:refused",
    ),
    ("login refused, quoted", "FTPError: 530 Login incorrect", "login:refused", ""),
    ("login accepted, status", "Status:\tLogged in\nError:\tConnection timed out", "login:accepted", ""),
    (
        "vsftpd's log",
        'Tue Mar  5 09:02:13 2024 [pid 2] [kim] FAIL LOGIN: Client "192.0.2.1"',
        "login:refused dialect:server-log failed:PASS",
        "",
    ),
    # --- the data connection
    (
        "passive, private",
        "PASV\n227 Entering Passive Mode (192,168,0,5,200,1)",
        "mode:passive data-address:private",
        "mode:active",
    ),
    ("passive, public", "227 Entering Passive Mode (192,0,2,5,200,1)", "data-address:public", ""),
    ("passive, loopback", "227 Entering Passive Mode (127,0,0,1,200,1)", "data-address:loopback", ""),
    ("passive, zero", "227 Entering Passive Mode (0,0,0,0,200,1)", "data-address:zero", ""),
    ("passive, crossed out", "227 Entering Passive Mode (10,xxx,xxx,xxx,200,1)", "data-address:private", ""),
    ("the last one counts", "227 (10,0,0,1,4,5)\n227 (192,0,2,1,4,5)", "data-address:public", "data-address:private"),
    (
        "active",
        "PORT 192,168,0,5,200,1\n200 PORT command successful",
        "mode:active data-address:private",
        "mode:passive",
    ),
    (
        "active by a frame",
        "System.TimeoutException: Timed out!\n   at Net.FtpClient.OpenActiveDataStream(Int64 restart)",
        "mode:active failed:PORT dialect:traceback",
        "mode:passive",
    ),
    (
        "active by a translated frame",
        "System.TimeoutException: Timed out!\n   a következő helyen: Net.FtpClient.OpenActiveDataStream(Int64 restart)",
        "mode:active failed:PORT dialect:traceback",
        "mode:passive",
    ),
    ("passive by a frame", "   at FluentFTP.FtpClient.OpenPassiveDataStreamAsync(Int64 restart)", "mode:passive", ""),
    ("active by its answer", "ftp> ls\n200 PORT command successful.\n425 No", "mode:active", ""),
    ("active by another answer", "ftp> ls\n200 Port request OK.\n425 No", "mode:active", ""),
    ("active by the answer of apache", "200 Command PORT okay.\n425 No", "mode:active", ""),
    ("active by the answer to eprt", "200 EPRT command successful.\n425 No", "mode:active", ""),
    ("a port is no PORT", "200 The service listens on port 2121.\n425 No", "", "mode:active"),
    (
        "active after passive",
        "ftp> ls\n227 Entering Passive Mode (192,0,2,7,20,161)\n200 EPRT command successful.\n425 No",
        "mode:both",
        "mode:active mode:passive",
    ),
    (
        "the address of the server counts after it",
        "PASV\n227 Entering Passive Mode (198,51,100,3,20,161)\nPORT 10,0,0,5,200,2\n200 ok\n425 No",
        "mode:both data-address:public",
        "data-address:private",
    ),
    ("late replies", "> CWD /in\n< 226 Transfer complete.\n> PASV\n< 250 CWD command successful", "replies:late", ""),
    (
        "the private address that the client connected to",
        "Connected to 192.168.1.5.\n220 ready\nftp> ls\n227 Entering Passive Mode (192,168,1,5,195,80).",
        "data-address:same",
        "data-address:private",
    ),
    (
        "another public address than the one called",
        "Connected to 203.0.113.5.\n220 ready\nftp> ls\n227 Entering Passive Mode (198,51,100,7,195,80).\n425 Failed",
        "data-address:public data-address:other",
        "data-address:private",
    ),
    (
        "an address with parts crossed out",
        "Connected to 203.0.113.5.\n220 ready\nftp> ls\n227 Entering Passive Mode (203,0,XXX,XXX,195,80).\n425 Failed",
        "data-address:public",
        "data-address:other",
    ),
    (
        "the public address that was called",
        "$ ftp -p 203.0.113.5\nftp> ls\n227 Entering Passive Mode (203,0,113,5,195,80).\n425 Failed",
        "data-address:public",
        "data-address:other",
    ),
    (
        "the server's own address in its greeting",
        "220 ready [192.168.1.5]\nftp> ls\n227 Entering Passive Mode (192,168,1,5,195,80).",
        "data-address:private",
        "data-address:same",
    ),
    (
        "the private address that filezilla takes",
        "Status: Connecting to nas:21...\nCommand: PASV\nResponse: 227 Entering Passive Mode (192,168,1,5,195,80)\n"
        "Command: MLSD\nError: Connection timed out",
        "data-address:same",
        "data-address:private",
    ),
    (
        "the private address that filezilla cannot have taken",
        "Status: Connecting to 203.0.113.7:21...\nCommand: PASV\n"
        "Response: 227 Entering Passive Mode (192,168,1,5,195,80)\n"
        "Command: MLSD\nError: Connection timed out",
        "data-address:private",
        "data-address:same",
    ),
    (
        "the private address after which nothing is said",
        "Command: PASV\nResponse: 227 Entering Passive Mode (192,168,1,5,195,80)\nError: Connection timed out",
        "data-address:private",
        "data-address:same",
    ),
    (
        "each line of a reply for a reply of its own",
        "[FTPClient,client] --> 230-Welcome\n[FTPClient,client] <-- TYPE I\n[FTPClient,client] --> 230-Be kind\n"
        "[FTPClient,client] <-- PASV\n[FTPClient,client] --> 230 User kim logged in.",
        "replies:late command:PASV",
        "outcome:clean",
    ),
    ("late replies to others", '> PWD\n< 226 Transfer complete\n> TYPE I\n< 257 "/"', "replies:late", ""),
    ("late replies to ls", 'ftp> ls\n211 End\nftp> dir\n257 "/" is current', "replies:late", "outcome:clean"),
    ("a greeting of several replies", "< 220 Hi\n> USER kim\n< 220 Board 2\n> PASS x\n< 331 Go on", "replies:late", ""),
    ("a login in time", "< 220 Hi\n> USER kim\n< 331 Go on\n> PASS x\n< 530 No", "", "replies:late"),
    ("a listing in time", "ftp> ls\n150 ok\n226 Transfer complete.", "", "replies:late"),
    (
        "a line of FEAT",
        "ftp: short response:  AUTH TLS;SSL;\nshort response:  SITE PSWD;CHMOD",
        "",
        "command:AUTH command:SITE",
    ),
    (
        "a transfer that pyftpdlib logs",
        "[I 2026-03-01 09:12:44] 192.0.2.9:50114-[kim] STOR /srv/in/a.csv completed=1 bytes=9 seconds=0.0",
        "command:STOR",
        "outcome:failed",
    ),
    (
        "a transfer that pyftpdlib logs as broken off",
        "[I 2026-03-01 09:12:44] 192.0.2.9:50114-[kim] RETR /srv/out/a.csv completed=0 bytes=9 seconds=2.0",
        "command:RETR outcome:failed",
        "",
    ),
    ("the port of ssh", "ftp client, Port: 22, hangs", "port:22", ""),
    ("the port of ssh in a sentence", "my ftp client hangs if the port is 22", "port:22", ""),
    ("the port of ssh in a file of settings", '{"protocol": "ftp", "port": "22"}', "port:22", ""),
    (
        "a private address over which data came",
        "PASV\n227 Entering Passive Mode (192,168,0,7,9,1).\nLIST\n150 ok\n226 Transfer complete.",
        "data-address:same",
        "data-address:private",
    ),
    ("the port of ssh behind a host", 'ftp.Dial("files.example.com:22") gives EOF', "port:22", ""),
    ("the port of ssh behind an address", "ftp connects to 192.0.2.4:22 and hangs", "port:22", ""),
    ("the line of a source", "ftp upload fails at upload.py:22", "", "port:22"),
    ("a host whose ssh is well", "ssh to files.example.com:22 works, ftp is refused", "", "port:22"),
    (
        "a private address that did not serve",
        "PASV\n227 Entering Passive Mode (192,168,0,7,9,1).\nLIST\nftp: connect: timed out\nABOR\n226 Abort successful",
        "data-address:private",
        "data-address:same",
    ),
    (
        "active mode that served in its place",
        "PASV\n227 Entering Passive Mode (192,168,0,7,9,1).\nPORT 192,0,2,7,9,1\n200 ok\nLIST\n150 ok\n226 ok",
        "data-address:private",
        "data-address:same",
    ),
    ("a time of day", "ftp failed at 10:22", "", "port:22"),
    ("a port that a 227 named", "curl: (28) ftp: Failed to connect to 192.0.2.7 port 61027", "port:high", ""),
    ("a port that a 227 named, in go", "ftp: dial tcp 192.0.2.7:50041: i/o timeout", "port:high", ""),
    ("such a port of another service", "dial tcp 192.0.2.7:50051: connect: connection refused", "", "port:high"),
    ("the control connection on a high port", "Failed to connect to ftp.example.com port 10021", "", "port:high"),
    ("a high port that nobody connects to", "ftp daemon listens, pasv ports 50000-50100", "", "port:high"),
    ("a port that begins like that of ssh", "ftp could not connect to port 2238", "", "port:22"),
    ("an address that ends in the numbers of a port", "PORT 22,1,2,3,4,5\n200 ok", "", "port:22"),
    ("utf-8 read as latin-1", "the ftp list shows M\u00c3\u00bcller.txt", "names:garbled", ""),
    ("bytes nobody can read", "RETR M\ufffdller.txt\n550 No such file", "names:garbled", ""),
    ("a file with an umlaut", "upload of größe.js: no such file", "names:foreign", "names:garbled"),
    ("a file in Chinese", "RETR /in/报告.pdf\n550 No such file", "names:foreign", "names:garbled"),
    ("letters told one by one", "only files with ä, ö or ü in the name", "names:foreign", ""),
    ("a sentence with umlauts", "die Übertragung von a.txt läßt sich nicht öffnen: für b.txt", "", "names:foreign"),
    ("a word of one letter", "fichier à télécharger.", "", "names:foreign"),
    ("letters as they are", "RETR Müller à la carte, «voilà».txt\n550 No such file", "", "names:garbled"),
    ("replies in time", "> CWD /in\n< 250 CWD command successful\n> PASV\n< 425 No", "", "replies:late"),
    ("eprt", "EPRT |1|10.0.0.5|5282|\n200 ok", "mode:active data-address:private", ""),
    ("epsv", "EPSV\n229 Entering Extended Passive Mode (|||6446|)", "mode:passive", "data-address:private"),
    (
        "unroutable",
        "Server sent passive reply with unroutable address. Using server address instead.",
        "mode:passive data-address:private",
        "",
    ),
    # --- TLS
    ("explicit", "AUTH TLS\n234 ok\nUSER kim\n331 ok", "tls:explicit", "tls:none tls:refused"),
    ("refused", "AUTH TLS\n500 No\nUSER kim\n331 ok", "tls:refused", "tls:explicit tls:none"),
    ("none", "220 ready\nUSER kim\n331 ok", "tls:none", "tls:explicit"),
    ("implicit", "lftp ftps://a:990\nls: Fatal error: gnutls_handshake", "tls:implicit", ""),
    # --- codes, commands, failure
    (
        "codes from 400 up",
        "USER kim\n331 ok\nPASS ***\n530 No",
        "code:530 command:USER command:PASS failed:530 failed:PASS",
        "code:331",
    ),
    ("quoted codes", "The server returned an error: (550) File unavailable", "code:550 failed:550", ""),
    (
        "a client's words",
        "ftp> cd a\n550 No\nftp> ls\n425 No\nftp> mput b\n553 No",
        "command:CWD command:LIST command:STOR",
        "",
    ),
    (
        "refused in passing",
        "EPSV\n500 No\nPASV\n227 (10,0,0,1,4,5)\nLIST\n150 ok\n226 ok",
        "code:500 outcome:clean",
        "failed:500",
    ),
    ("step", "USER kim\n530 No", "step:login outcome:failed protocol:ftp dialect:transcript", ""),
    ("prose", "our ftp upload times out every night", "dialect:prose outcome:failed step:transfer", ""),
    (
        "a person's list is no clean session",
        "two questions on our ftp server\n* It works from Windows\n* It is slow from Linux",
        "outcome:unknown",
        "outcome:clean",
    ),
    (
        "verbs in a sentence that nobody answered",
        "our ftp client\nCWD / fine,\nCWD in is where it gets slow",
        "outcome:unknown",
        "outcome:clean",
    ),
    (
        "an exception after replies",
        'Response: 257 "A" is current.\nCommand:  CWD B\nResponse: 250 "B" is current.\nFtpCommandException: No member',
        "outcome:failed",
        "outcome:clean",
    ),
    (
        "a path that is not there, beside another protocol",
        "on the sites with php/mysql I get\n550 /site_html: No such file or directory",
        "protocol:ftp outcome:failed failed:550",
        "protocol:sql",
    ),
    (
        "a checksum after a clean session",
        "md5 is not the same:\nftp> put a\n150 ok\n226 ok\nftp> quit",
        "outcome:failed",
        "",
    ),
    (
        "two checksums of one file after a clean session",
        f"ftp> put a\n150 ok\n226 ok\nftp> quit\n$ md5sum a\n{'ab' * 16}  a\non the phone: {'cd' * 16}",
        "outcome:failed step:transfer",
        "",
    ),
    (
        "the same checksum twice",
        f"ftp> put a\n150 ok\n226 ok\nftp> quit\n$ md5sum a\n{'ab' * 16}  a\non the phone: {'AB' * 16}",
        "outcome:clean",
        "outcome:failed",
    ),
    ("the size in a listing that is printed as strings", "['-rw-r--r--  1 kim  426 May 6 2026 a'] ftp", "", "code:426"),
    (
        "an error told after a clean session",
        "CWD a\n250 ok\nTYPE I\n200 ok\nerror there each time",
        "outcome:failed",
        "",
    ),
    ("a program named after ftp", "OurFTP: error 553 at each upload", "protocol:ftp failed:553", ""),
    ("a class named after ftp", "FtpFile: the upload is broken", "protocol:ftp outcome:failed", ""),
    ("a program named after SFTP", "OurSFTP: error 553 at each upload", "", "protocol:ftp"),
    (
        "an account named after ftp in another protocol",
        "sshd: failed password for ftpuser",
        "protocol:ssh",
        "protocol:ftp outcome:failed",
    ),
    (
        "a checksum that is another one over there",
        "ftp> put a\n150 ok\n226 ok\nftp> quit\nthe sha256 of a on the box is different from mine",
        "outcome:failed",
        "outcome:clean",
    ),
    (
        "a checksum that is no other one",
        "ftp> put a\n150 ok\n226 ok\nftp> quit\nthe sha256 of a on the box is not different",
        "outcome:clean",
        "outcome:failed",
    ),
    ("another checksum", "another md5sum here:\nftp> put a\n150 ok\n226 ok\nftp> quit", "outcome:failed", ""),
    ("the directory of a session", "550 Can't change directory to /a: No such file", "step:directory", "step:login"),
    ("the directory of a login", "421 Can't change directory to /home/kim/ [/]", "step:login", "step:directory"),
    ("a login that failed in general words", "ftp download gives me a login failure", "step:login", ""),
    ("a server that lets nobody in", "from outside the ftp server refuses connections", "step:connect", ""),
    (
        "an API that was not opened",
        "ftp by rexx\n>>> QUIT\n221 Bye\nSCMD >USER kim\nYou must first issue the 'OPEN' command",
        "outcome:failed",
        "",
    ),
    ("nothing", "hello", "outcome:unknown dialect:prose", "protocol:ftp"),
)


@pytest.mark.parametrize(("name", "paste", "stated", "unstated"), FACTS, ids=[case[0] for case in FACTS])
def test_the_facts_of_a_paste(name, paste, stated, unstated):
    facts = read(paste).facts

    assert set(stated.split()) - facts == set(), name
    assert set(unstated.split()) & facts == set(), name


def test_facts_are_spelt_as_their_vocabulary_says():
    paste = "220 Microsoft FTP Service\nUSER kim\n331 a\nPASS b\n230 c\nPASV\n227 (10,0,0,1,4,5)\nLIST\n425 d"

    for fact in read(paste).facts:
        kind, _, value = fact.partition(":")
        assert kind, fact
        assert value, fact
        assert value == value.lower() or kind in {"command", "failed"}, fact
