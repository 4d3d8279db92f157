"""Masking: each case runs bare, behind a prefix, before a suffix, and with both."""

import pytest

from bot.transcript import mask_line

MASKS = (
    # name; line; masked
    ("url", "ftp://kim:x@ftp.example.com/a%20b", "<url>"),
    ("email", "kim@example.com", "<email>"),
    ("anonymous password", "lftp@", "<email>"),
    ("uuid", "5b0c2a4e-1f3d-4c58-9f4e-2b1a7c6d8e90", "<uuid>"),
    # --- times
    ("iso time", "2024-01-02T10:00:00.123Z", "<time>"),
    ("date", "02.01.2024", "<time>"),
    ("american date", "1/14/2026 9:02:10 AM", "<time>"),
    ("ctime", "Tue Mar  5 09:02:11 2024", "<time>"),
    ("time", "09:21:14", "<time>"),
    ("time without seconds", "09:02", "<time>"),
    ("time of twelve hours", "9:02 PM", "<time>"),
    ("common log format", "[05/Mar/2024:09:02:11 +0100]", "[<time>]"),
    ("iis", "2024-03-05 09:02:11", "<time>"),
    ("mail", "Tue, 05 Mar 2024 09:02:11 GMT", "<time>"),
    ("ctime with a zone", "Tue Mar  5 09:02:11 CET 2024", "<time>"),
    ("day first", "05-Mar-2024", "<time>"),
    ("month in words", "March 5, 2024", "<time>"),
    ("german", "30.06.2007, 08:05:11", "<time>"),
    ("dos listing", "06-30-07  08:05PM", "<time>"),
    ("java", "Mar 5, 2024 9:02:11 AM", "<time>"),
    ("comma before milliseconds", "2024-03-05 09:02:11,954", "<time>"),
    ("with a zone", "2024-03-05 09:02:11.123 +0100", "<time>"),
    ("chinese", "2024年3月5日 09:02:11", "<time>"),
    ("compact", "20240305T090211Z", "<time>"),
    ("of MDTM", "20240305090211", "<time>"),
    ("seconds since 1970", "1709625731.123", "<time>"),
    ("duration", "20 seconds", "<n> seconds"),
    ("decimal duration", "0.04 secs", "<n> secs"),
    # --- addresses keep their class
    ("private", "192.168.0.5", "<ip:private>"),
    ("private, 10", "10.1.2.3", "<ip:private>"),
    ("private, 172", "172.31.0.1", "<ip:private>"),
    ("not private, 172", "172.32.0.1", "<ip:public>"),
    ("link-local", "169.254.1.1", "<ip:private>"),
    ("carrier-grade nat", "100.64.0.1", "<ip:private>"),
    ("public", "192.0.2.1", "<ip:public>"),
    ("loopback", "127.0.0.1", "<ip:loopback>"),
    ("zero", "0.0.0.0", "<ip:zero>"),  # noqa: S104  a text to be masked
    ("crossed out", "10.0.xxx.xxx", "<ip:private>"),
    ("with the port of ftp", "192.0.2.1:21", "<ip:public>:21"),
    ("with another port", "192.0.2.1:40001", "<ip:public>:<port>"),
    ("ipv6", "2001:db8::1", "<ip6>"),
    ("ipv6 in brackets, port", "[2001:db8::1]:21", "<ip6>"),
    ("ipv6 in full", "2001:db8:0:0:1:2:3:4", "<ip6>"),
    ("ipv6 loopback", "::1", "<ip6:loopback>"),
    ("ipv4 in ipv6", "::ffff:10.0.0.1", "<ip:private>"),
    # --- data connections
    ("pasv", "Entering Passive Mode (192,168,1,5,200,10).", "entering passive mode (<hostport:private>)."),
    ("pasv, public", "(192,0,2,5,200,10)", "(<hostport:public>)"),
    ("pasv, zero", "(0,0,0,0,200,10)", "(<hostport:zero>)"),
    ("pasv, loopback", "(127,0,0,1,200,10)", "(<hostport:loopback>)"),
    ("pasv, crossed out", "(10,XXX,XXX,XXX,200,10)", "(<hostport:private>)"),
    ("port", "PORT 10,0,0,5,4,5", "port <hostport:private>"),
    ("eprt", "EPRT |1|10.0.0.5|51220|", "eprt |<hostport:private>|"),
    ("epsv", "(|||40117|)", "(|||<port>|)"),
    # --- ports
    ("any port", "port 40001", "port <port>"),
    ("range of ports", "ports 40000-40009", "ports <port>"),
    ("the port of ftp", "port 21", "port 21"),
    ("the port of ssh", "port 22", "port 22"),
    ("the port of implicit tls", "port 990", "port 990"),
    # --- hosts
    ("host", "ftp.example.com", "<host>"),
    ("host in capitals", "FTP.EXAMPLE.COM", "<host>"),
    ("host with port", "ftp.example.com:2121", "<host>:<port>"),
    ("short name", "Connected to nas01.", "connected to <host>."),
    ("no name", "could not connect to server", "could not connect to server"),
    ("masked host", "getaddrinfo ENOTFOUND ***", "getaddrinfo enotfound <host>"),
    ("a class is no host", "System.Net.WebException", "system.net.webexception"),
    ("a module is no host", "ftplib.error_perm", "ftplib.error_perm"),
    # --- users
    ("prompt of windows", "User (ftp.example.com:(none)): kim", "user (<host>): <user>"),
    ("prompt of linux", "Name (ftp.example.com:kim): kim", "name (<host>): <user>"),
    ("anonymous stays", "User (ftp.example.com:(none)): anonymous", "user (<host>): anonymous"),
    ("required", "Password required for kim.", "password required for <user>."),
    ("user", "User kim cannot log in.", "user <user> cannot log in."),
    ("user with domain", "User CORP\\kim cannot log in.", "user <user> cannot log in."),
    ("user with mail address", "User kim@example.com OK.", "user <user> ok."),
    ("user in quotes", "user 'kim'", "user '<user>'"),
    ("user in brackets", "user [kim]", "user [<user>]"),
    ("command", "USER kim", "user <user>"),
    ("nobody", "User cannot log in", "user cannot log in"),
    ("anonymous", "USER anonymous", "user anonymous"),
    # --- paths
    ("unix path", "/srv/ftp/in/a.txt", "<path>"),
    ("root", '"/"', "<path>"),
    ("home path", "~/in/a", "<path>"),
    ("windows path", "C:\\inetpub\\ftproot", "<path>"),
    ("share", "\\\\srv\\share\\a", "<path>"),
    ("quoted path with blanks", '"/srv/in box/a b.txt"', "<path>"),
    ("quoted file", "'annual report.pdf'", "<path>"),
    ("file", "report-q3.pdf", "<path>"),
    ("relative path", "in/2024/a", "<path>"),
    ("relative file", "in/a.csv", "<path>"),
    ("configuration files stay", "vsftpd.conf", "vsftpd.conf"),
    ("alternatives are no path", "SSL/TLS", "ssl/tls"),
    # --- numbers
    ("amount", "Too many connections (8)", "too many connections (<n>)"),
    ("bytes", "61,499,581 bytes", "<size>"),
    ("megabytes", "2.1 MB", "<size>"),
    ("kibibytes", "12KiB", "<size>"),
    ("rate", "295.34Kbyte/sec", "<size>/sec"),
    ("octets", "2048 octets", "<size>"),
    ("share", "100%", "<n>%"),
    ("hours, minutes", "0h 12m 3s", "<n>h <n>m <n>s"),
    ("ids of users", "uid=1000 gid=1000", "uid=<n> gid=<n>"),
    ("pid with an equals sign", "pid=1234", "pid=<pid>"),
    ("object", "FtpWebRequest#45004109", "ftpwebrequest#<n>"),
    ("address of a glob", "GLOB(0x55d0c8a1b2c8)", "glob(<hex>)"),
    ("address in memory", "0x00007ffc0de12340", "<hex>"),
    ("digest", "11468602df014a21b203dc9bcd84d369", "<hex>"),
    ("process", "vsftpd[2211]:", "vsftpd[<pid>]:"),
    ("process in brackets", "[pid 2211]", "[pid <pid>]"),
    # --- versions keep the software and its major version
    ("version", "vsFTPd 3.0.5", "vsftpd 3.x"),
    ("no date", "Pure-FTPd 1.0.49", "pure-ftpd 1.x"),
    ("no date either", "FileZilla Server 0.9.60 beta", "filezilla server 0.x beta"),
    ("version with a suffix", "ProFTPD 1.3.5e", "proftpd 1.x"),
    ("version with a plus", "vsFTPd 2.3.4+ext", "vsftpd 2.x+ext"),
    ("version with a v", "Serv-U v15.1", "serv-u v15.x"),
    ("iis", "Microsoft FTP Service (Version 4.0)", "microsoft ftp service (version 4.x)"),
    ("version joined to the name", "wu-2.6.1", "wu-2.x"),
    ("version after a slash", "OpenSSL/3.0.2", "openssl/3.x"),
    ("tls versions stay", "TLSv1.2", "tlsv1.2"),
    ("tls versions stay apart", "TLS 1.3", "tls 1.3"),
    # --- codes are never masked
    ("reply code", "530 Login incorrect.", "530 login incorrect."),
    ("reply code in brackets", "(550) File unavailable", "(550) file unavailable"),
    ("curl's code", "curl: (67) Access denied: 530", "curl: (67) access denied: 530"),
    ("event", "Event ID: 100", "event id: 100"),
    ("windows code", "error 0x800704C7", "error 0x800704c7"),
    ("win32 code", "WinError 10061", "winerror 10061"),
    ("winsock code", "(10060)", "(10060)"),
    ("wininet code", "error 12002", "error 12002"),
    ("event id", "EventID=10016", "eventid=10016"),
    ("hresult", "HRESULT: 0x80004005", "hresult: 0x80004005"),
    ("negative hresult", "-2147467259", "-2147467259"),
    ("exit status", "exit code 255", "exit code 255"),
    ("reply of several lines", "226-File successfully transferred", "226-file successfully transferred"),
    ("errno", "[Errno 111]", "[errno 111]"),
    ("negative errno", "errno: -3008", "errno: -3008"),
    ("return code", "rc = 413", "rc = 413"),
    ("gnutls", "GnuTLS error -15", "gnutls error -15"),
    ("log of iis", "PASS - 530 1326 41", "pass - 530 1326 41"),
    ("message id", "EZA1636I", "eza1636i"),
    ("as/400 message id", "TCP3D2C", "tcp3d2c"),
    # --- form
    ("blanks", "a  \t b", "a b"),
    ("typographic quotes", "“transfer” ‘done’", "\"transfer\" 'done'"),
    (
        "placeholders stay",
        "user <user> from <ip:private> at <host> (<n>)",
        "user <user> from <ip:private> at <host> (<n>)",
    ),
)

AROUND = (("", ""), ("error says ", ""), ("", " again"), ("status - ", " - done"))


@pytest.mark.parametrize(("before", "after"), AROUND, ids=["bare", "prefix", "suffix", "both"])
@pytest.mark.parametrize(("name", "line", "masked"), MASKS, ids=[case[0] for case in MASKS])
def test_what_differs_between_sessions_is_masked(name, line, masked, before, after):
    assert mask_line(f"{before}{line}{after}") == f"{before}{masked}{after}", name


@pytest.mark.parametrize(("name", "line", "masked"), MASKS, ids=[case[0] for case in MASKS])
def test_a_masked_line_masks_to_itself(name, line, masked):
    assert mask_line(masked) == masked, name


PAIRS = (
    # two sessions, one failure
    ("530 User kim cannot log in.", "530 User lee cannot log in."),
    ("227 Entering Passive Mode (10,0,0,5,1,2)", "227 Entering Passive Mode (192,168,7,5,100,20)"),
    ("550 /srv/a/b.txt: No such file or directory", "550 c d.csv: No such file or directory"),
    ("PASS secret1", "PASS ********"),
    ("Connected to ftp.example.com.", "Connected to 192.0.2.1.".replace("192.0.2.1", "files.example.net")),
    ("[pid 12] [kim] FAIL LOGIN", "[pid 99999] [kim] FAIL LOGIN"),
    ("421 Too many connections (8) from this IP", "421 Too many connections (15) from this IP"),
    ("220 (vsFTPd 3.0.3)", "220 (vsFTPd 3.0.5)"),
    (
        "150 Opening BINARY mode data connection for a.zip (12 bytes).",
        "150 Opening BINARY mode data connection for b.zip (99 bytes).",
    ),
)


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_two_sessions_with_the_same_failure_look_the_same(one, other):
    assert mask_line(one) == mask_line(other)


KEPT_APART = (
    ("227 Entering Passive Mode (10,0,0,5,1,2)", "227 Entering Passive Mode (192,0,2,5,1,2)"),
    ("530 Login incorrect.", "550 Login incorrect."),
    ("Microsoft FTP Service (Version 4.0)", "Microsoft FTP Service (Version 5.0)"),
    ("TLS 1.0 refused", "TLS 1.2 refused"),
    ("connect ECONNREFUSED 192.0.2.1:21", "connect ECONNREFUSED 192.0.2.1:22"),
    ("USER anonymous", "USER kim"),
    ("GnuTLS error -15", "GnuTLS error -110"),
)


@pytest.mark.parametrize(("one", "other"), KEPT_APART)
def test_what_tells_causes_apart_is_kept(one, other):
    assert mask_line(one) != mask_line(other)


KNOWN_WRONG = (
    # name; line; desired; actual: a fix moves the case to MASKS
    ("user without a word before it", "230 kim logged in.", "230 <user> logged in.", "230 kim logged in."),
    ("first word of a path with blanks", "get my file.txt", "get <path>", "get my <path>"),
    ("short host in prose", "the box nas01 refuses", "the box <host> refuses", "the box nas01 refuses"),
    ("amount that is a reply code", "226 files transferred", "<n> files transferred", "226 files transferred"),
    ("class that looks like a host", "in system.io", "in system.io", "in <host>"),
)


@pytest.mark.parametrize(("name", "line", "desired", "actual"), KNOWN_WRONG, ids=[case[0] for case in KNOWN_WRONG])
def test_known_wrong_results_are_noticed_when_they_change(name, line, desired, actual):
    assert desired != actual
    assert mask_line(line) == actual, name
