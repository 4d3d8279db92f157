"""Which protocol a paste speaks: many share reply codes with FTP, and an answer about FTP would be wrong there.

The paste is weighed: verbs, reply codes and forms of lines that only FTP has, names of FTP software and the word itself
on the one side, the signs of each other protocol on the other. FTP wins a tie, because people mention other protocols
when they describe an FTP problem ("sftp to the same box is fine").
"""

import re
from itertools import islice

from bot.transcript import codes
from bot.transcript.heard import Heard
from bot.transcript.model import Actor
from bot.transcript.page import Page, Signs
from bot.transcript.phrases import Weight
from bot.transcript.said import Tone

FTP = "ftp"

_OTHER_WEIGHT = 3
_OTHERS: tuple[tuple[str, Signs], ...] = (
    (
        "smtp",
        Signs(
            "transaction failed|message rejected|mailbox full|smtplib|smtpauthenticationerror",
            "smtpserverdisconnected|smtpsenderrefused|smtpdataerror|ehlo|helo|mail from:|rcpt to:|esmtp|smtp|smtps",
            "smtpd|starttls|mailserver|mail server|postfix|exim|sendmail|phpmailer|relay not permitted",
            "relay access denied|relaying denied|messagingexception|8bitmime|closing transmission channel",
            "smtpexception|recipient|recipients|undelivered|bounce|bounced|mailer-daemon|mailbox unavailable",
            "deliver the attached mail|nodemailer|node_mailer|smtpconnection|smtp-connection|email|emails|mails|inbox",
            "newsletter|sending mail|send mail|sending a mail|send a mail|mail is|mta|your message|greylisted",
            "greylisting",
            "rejected rcpt|unrouteable|eauth|auth login|535|sender address|message size exceeds|spam|unsolicited",
            "thunderbird|outlook|roundcube|mail",
        ),
    ),
    (
        "nntp",
        Signs(
            "nntp|nnrp|nntpswitch|authinfo|usenet|newsgroup|newsgroups|newsserver|newsreader|nzb|nzbget|sabnzbd|nyuu",
            "alt.binaries|no such article",
            "480 authentication|281 auth|381 pass|482 too many|server news.|connected to news.|(news.",
        ),
    ),
    ("pop3", Signs("pop3|pop3s|+ok |-err |pop3d")),
    ("imap", Signs("imap|imaps|imapd|* ok [capability|[authenticationfailed]|imap4rev1|dovecot|doveconf")),
    (
        "ssh",
        Signs(
            "sshd|sftp|sftp>|publickey|paramiko|pysftp|hostkey|hostkeys|known_hosts|authorized_keys",
            "kex_exchange_identification|jsch|fzsftp|permission denied (publickey|permission denied (keyboard",
            "permission denied (password|host key verification|ssh_exchange|no matching host key",
            "no matching key exchange|subsystem request|remote open(|ssh key|keyboard-interactive|sftpexception",
            "ssh_msg|scp|ssh2|sftpstream|sftpclient|libssh|libssh2|phpseclib|psftp|ssh_fx|ssh_fxp|errsshfx",
            "bad ownership or modes for chroot|authentication methods failed|via ssh",
            "protocol sftp|sftp-server|sftp server|sftp connection",
        ),
    ),
    ("ldap", Signs("ldap|ldaps|ldap_bind|ldaperr|dsid|acceptsecuritycontext|slapd")),
    ("smb", Signs("smb|smbclient|smbd|cifs|samba|net use|mount.cifs|nt_status_")),
    (
        "http",
        Signs(
            "http/1.1|http/2|https://|nginx|httpd|apache2|http error|status code|http status|cors|rest api|kubectl",
            "gateway timeout|bad gateway|internal server error|service unavailable|server unavailable|curl http",
            "urllib3|xmlhttprequest|webpack|too many requests|caddy|haproxy|ah00072|userland proxy|dockerd|okhttp",
            "okhttp3|npm err!|npm err! 4|pypi|pacman|apt-get update|apt-get upgrade|helm repo"
            "|git clone|requests.exceptions|tls: failed to verify",
            ":::3000|:::4000|:::5000|:::8000|:::8080|:8080: bind|:443: bind|:80: bind|0.0.0.0:80|[::]:80",
            "err_cert_|signed by unknown authority|404 not found|404  not found|unable to fetch",
            "@aws-sdk|aws-sdk|amazon s3|s3aws|s3transfer|aws s3|slowdown|requesttimeout|http request",
            "httpsconnectionpool|remotedisconnected|protocolerror(",
            "fetcherror|webdav|sabre\\dav|remote.php|davkit|nextcloud|owncloud|upstream|vhost|api gateway|http error 4",
            "s3://|misdirected request|pull access denied|docker login|registry|botocore|boto3",
        ),
    ),
    (
        "sql",
        Signs(
            "mssqlserver|psql|sqlplus|sqlcmd|mysql|mysqld|postgres|postgresql|oracle|mariadb|sqlserver|sql server",
            "sqlite|sqlite3|mongodb|redis|ora-0|too many clients already|jdbc|sqlstate|pdoexception",
        ),
    ),
    ("rtsp", Signs("rtsp|rtsp/1.0|rtsp://")),
    ("rdp", Signs("rdp|remote desktop|termservice|mstsc")),
    ("tftp", Signs("tftp|tftpd|py3tftp|wrq(|oack")),
    ("sip", Signs("sip/2.0|sip:")),
    ("openvpn", Signs("openvpn|wireguard")),
    ("mqtt", Signs("mqtt|mosquitto")),
    ("kafka", Signs("kafka")),
    ("ipp", Signs("cups|cupsd|ipp://|to printer:")),
    ("amqp", Signs("amqp|rabbitmq")),
    # the machine's own login and shell
    ("console", Signs("tty1|tty2|xauthority|su: authentication|sudo:|chown:|chroot: cannot")),
)
_NO_SERVICE = re.compile(r"554[- ](?:[\w-]{1,63}\.){1,8}[A-Za-z]{2,20}\b")
# 530 5.7.0, 421-4.7.0: the enhanced status codes of mail (RFC 3463)
_ENHANCED = re.compile(r"(?<!\d)[245]\d\d[- ][245]\.\d{1,3}\.\d{1,3}(?!\d|\.\d)")
# A host with the well-known port of another service: "connect ECONNREFUSED 10.0.0.4:6379"
_PORT = re.compile(r"(?:(?<=[\w\])*]:)|(?<=\bport ))(\d{2,5})(?![\d.:])")
_SERVICES = {
    port: name
    for name, ports in {
        "smtp": (25, 465, 587),
        "pop3": (110, 995),
        "imap": (143, 993),
        "ldap": (389, 636),
        "smb": (445,),
        "http": (80, 443, 8080, 8443, 9000, 9200),
        "sql": (1433, 1521, 3306, 5432, 6379, 27017),
        "rdp": (3389,),
        "mqtt": (1883, 8883),
    }.items()
    for port in ports
}
# What only a session of one protocol writes, whatever else is named beside it: an editor's extension that does both and
# is named after SFTP says that its FTP could make no data connection.
_SESSIONS: tuple[tuple[str, Signs], ...] = (
    ("ssh", Signs('[sftp] |sftp> |psftp> |ssh2_msg_|status:\tusing username "|status: using username "')),
    ("http", Signs("failed to fetch http|could not find a version that satisfies")),
    (FTP, Signs("unable to make data connection")),
)
_SESSION_WEIGHT = 18
# What names another protocol so plainly that a host or a user named after FTP says nothing against it, while a program
# for FTP or a reply of its server does: a log shows downloads by HTTPS before its upload by FTP.
_PLAINLY: tuple[tuple[str, Signs], ...] = (
    (
        "ssh",
        Signs(
            "ssh: connect to host|ssh: could not resolve|scp.scpexception|ssh_fxp_|paramiko/",
            "paramiko.ssh_exception.auth",
            "unreachable! =>|received disconnect from|$ sftp -",
        ),
    ),
    (
        "http",
        Signs(
            "downloading https://|downloading http://|downloading 'https://",
            "while connecting to upstream",
            "fatal: unable to access 'http|fatal: authentication failed for 'http|cloudflare tunnel|ray id:|botocore",
            "port 443 after|port 443: |arn:aws|failed to pull image|errimagepull|dav:/",
            "httpservererrorexception|httpclienterrorexception",
        ),
    ),
    (
        "sql",
        Signs(
            "sqlstate[|error 1045 (28000)|psql: error|password authentication failed for user",
            "permission denied for table|permission denied for relation|permission denied for schema",
            "permission denied for database",
        ),
    ),
    ("smb", Signs("system error 53 |system error 67 |system error 1219 ")),
    ("kafka", Signs("org.apache.kafka|[consumer clientid=|[producer clientid=")),
    ("amqp", Signs("com.rabbitmq|amqp://|reply-code=")),
)
_PLAIN_WEIGHT = 5  # more than FTP as a word, less than a program for it
_MOST_PORTS = 200
# Editors' extensions that do both are named after one: vscode/extensions/liximomo.sftp-1.12.9/dist
_EXTENSION = re.compile(r"(?<=[\w-]\.)sftp(?=-\w)|vscode-sftp|sftp\.json")

_STRONG = (
    Signs(
        "vsftpd|proftpd|pureftpd|pure-ftpd|ftpd|pyftpdlib|ftp>|pasv|epsv|ftplib|ftp_tls|ftpwebrequest|fluentftp",
        "noanonymous|ftpclient|net::ftp|ftperror|ftpexception|ftppermerror|ftp://|ftps://|ftpes://|ftpes|ftpd__bindings",
        "basic-ftp|ftp-deploy|error_perm|error_temp|commons-net|commons net|commons.net|jsftp|lftp|ncftp|curlftpfs",
        "filezilla|microsoft ftp service|tcp3d2c|ftp server|ftp client|ftp upload|ftp folder error|ftp.php",
        "ftp_login(|ftp_put(|ftp_fput(|ftp_get(|ftp_connect(|ftp_ssl_connect(|ftp_delete(|ftp_nlist(|ftp_rawlist(",
        "ftp_chdir(|ftp_mkdir(|ftp_rmdir(|ftp_rename(|ftp_pasv(|ftp_fget(|serv-u|wu-ftpd|storbinary|retrbinary",
        "retrlines|ftp session|ftp connection|ftpsvc|msftpsvc|ftp.exe|nppftp|ftpcontext|_oncontrolsocketdata",
        "ftpput:|ftpget:|ftpput failed|tnftp|suppaftp|aioftp|idftp|ftphook|ftpshook|ftp-srv|ftpserver",
        "ftps server|ftps client|ftps connection|ftp_mlsd(|ftp_size(|ftp_chmod(|ftp_systype(|ftp_site(|ftp\\connection",
    ),
    Signs(
        "entering passive mode|entering extended passive mode|passive mode|(control socket)|(data socket)",
        "(control connection)|(data connection)|unroutable address|data connection|illegal port command",
        "invalid port command|unable to logon the windows nt account|home directory inaccessible|500 oops|oops: ",
        "priv_sock_get_cmd|user cannot log in|login authentication failed|(550) file unavailable|(550) datei nicht",
        "(530) not logged in|(530) nicht angemeldet|(550) fichier non|(421) service not available|(425) can't open",
        "port 21|port = 21|puredb|use auth first|use port or pasv|policy requires ssl|non-anonymous sessions",
        "connection attempt failed with|waiting for welcome message|unable to build data connection",
        "passive data channel|command appe|could not retrieve directory listing",
        "failed to retrieve directory listing|auth ssl|550 failed to change directory|response reading failed",
        "returned an error: invalid response from server|closing control connection",
        "node_modules/ftp/|failed parsing list|unsupported list line|use auth tls|could not parse response code",
        "不可路由的地址|不可路由的位址|無法路由的位址",
        "nicht routbare adresse|nicht routingfähige adresse|adresse non routable",
    ),
)
_STRONG_WEIGHT = 6
# Verbs that are no English words, and curl's exit codes for FTP.
_NAMED = Signs(
    "mlsd|nlst|eprt|stor|retr|appe|rnfr|rnto|pbsz|mdtm|mkd|syst|auth tls|site chmod|namefmt|curl: (9)|curl: (10)",
    "curl: (11)|curl: (12)|curl: (13)|curl: (14)|curl: (15)|curl: (17)|curl: (19)|curl: (21)|curl: (25)|curl: (30)",
    "curl: (31)|curl: (36)|curl: (67)|curl: (78)|curl: (84)|curl: (85)|curl: (88)",
)
# EZA1636I: the messages of z/OS's FTP client and server
_EZA = re.compile(r"ez[ay]\d{4}[aei](?![a-z0-9])")
# An address or a host with the port of FTP; 09:21 is a time.
_PORT_21 = re.compile(r":21(?!\d|:\d)(?:(?<=[a-z\])*]:21)|(?<=\.\d:21)|(?<=\.\d\d:21)|(?<=\.\d\d\d:21))")
# What an FTP server says of a path; with this code mail speaks of mailboxes.
_NO_PATH = re.compile(r"\bno such file or directory")
_MOST_PATHS, _BEFORE = 20, 160  # looked at, and characters before each
_BEFORE_PATH = re.compile(r"\b550[- ][^\n]*$")
_WEAK = Signs("ftp|ftps|ftpes|winscp|cyberduck|ftp_tls|cuteftp|flashfxp")
_WEAK_WEIGHT = 3
# Users, folders and scripts are named after FTP too, whatever they speak: ftp_push.py, svc-ftp, /srv/ftp. It is spoken
# of as a word, as a host, or as the first part of a noun: FTP-Upload.
_ONLY_NAMED = 2
_STANDING = re.compile(
    r"(?<![a-z0-9_./@\\:~-])(?:(?=[a-z0-9_])[a-z0-9_]++(?![/@\\]|[.-][a-z0-9_])|ftp(?=\.[a-z]))|(?<=/bin/)ftp\b"
    r"|(?<![\w.@-])ftps?(?=-(?:up|down|zu[gm]|serv|verb|client|transf|log|konto|acc|prog|fehl|dienst|adress|pass|ordn|verz))"
)
# Accounts are named after FTP as well, and log in by other protocols.
_ACCOUNTS = ("ftpuser", "ftpadmin", "ftpadm", "ftptest")
# Forms of lines, and daemons whose logs are recognised by their front.
_FORMS = frozenset(
    {"user", "name", "ftp>", "lftp>", "ncftp>", "lftp", "ftplib", "node-ftp", "vsftpd.log", "w3c", "wget", "winscp"}
    | {"extended", "xferlog"}
    | {
        "vsftpd",
        "proftpd",
        "pure-ftpd",
        "ftpd",
        "in.ftpd",
        "wu-ftpd",
        "tnftpd",
        "bftpd",
        "filezilla-server",
        "pyftpdlib",
    },
)
_MANY_LABELS = 2

# Verbs and codes that neither mail nor news has; USER, PASS, LIST, RETR, DELE, QUIT are POP3's as well.
_VERBS = frozenset(
    "CWD PASV EPSV PORT EPRT NLST MLSD STOR APPE TYPE SYST FEAT PWD CDUP MKD RMD PBSZ PROT MDTM SIZE OPTS".split()
)
_SHARED_VERBS = frozenset("USER PASS LIST RETR DELE".split())
_CODES = frozenset({125, 150, 227, 229, 230, 234, 257, 331, 332, 425, 426, 522, 532, 534, 536, 537})
_LIKELY_CODES = frozenset(
    {421, 425, 426, 430, 434, 450, 451, 452, 521, 522, 530, 532, 533, 534, 535, 536, 537, 550, 551, 552, 553}
)
# What a server says with the codes that HTTP has too: (503) Bad sequence of commands.
_WORDING = Signs(
    "syntax error, command unrecognized|syntax error in parameters|syntaxfehler in parametern",
    "bad sequence of commands|command not implemented|command not understood|befehlsfolge",
)


def protocol_of(heard: Heard) -> str | None:
    """The protocol of a paste: ``ftp``, another one's name, or None where nothing shows."""
    ftp = _ftp_score(heard)
    page = heard.page
    if "sftp" in page.words and _EXTENSION.search(page.text) is not None:
        page = Page(_EXTENSION.sub("", page.text))
    scores = {name: _OTHER_WEIGHT * signs.count(page) for name, signs in _OTHERS} | {FTP: ftp}
    for name, signs in _SESSIONS:
        scores[name] += _SESSION_WEIGHT * signs.on(page)
    for name, signs in _PLAINLY:
        scores[name] = max(scores[name], _PLAIN_WEIGHT * signs.on(page))
    for service in {_SERVICES.get(int(port)) for port in islice(_PORT.findall(page.text), _MOST_PORTS)} - {None}:
        scores[str(service)] += _OTHER_WEIGHT
    scores["smtp"] += _OTHER_WEIGHT * (_ENHANCED.search(page.text) is not None)
    scores["smtp"] += _STRONG_WEIGHT * _turns_away(heard)
    ftp = scores.pop(FTP)
    other = max(scores, key=lambda name: scores[name])
    if not ftp and not scores[other]:
        return None
    return FTP if ftp >= scores[other] else other


def _turns_away(heard: Heard) -> bool:
    """Whether the first that is said is a mail server's 554 and its name (RFC 5321, 3.1); FTP has 421 for it."""
    first = heard.exchanges[0] if heard.exchanges else None
    return first is not None and not first.command and _NO_SERVICE.match(first.replies[0].text) is not None


def _ftp_score(heard: Heard) -> int:
    said, page = heard.said, heard.page
    verbs = {line.command for line in said if line.command and line.tone is not Tone.SHELL}
    answers = {line.code for line in said if line.actor is Actor.REPLY}
    forms = {line.style for line in said} | {line.program for line in said}
    score = 2 * len(verbs & _VERBS) + len(verbs & _SHARED_VERBS) + 3 * len(answers & _CODES)
    score += _STRONG_WEIGHT * (sum(signs.count(page) for signs in _STRONG) + len(forms & _FORMS))
    score += _STRONG_WEIGHT * any(pattern.search(page.text) for pattern in (_EZA, _PORT_21))
    score += _STRONG_WEIGHT * _of_a_path(page.text)
    if _WEAK.on(page) or any(map(_names_ftp, page.words)):
        score += _WEAK_WEIGHT if _stands(page.text) else _ONLY_NAMED
    score += 2 * ("labels" in forms and sum(line.style in {"labels", "error"} for line in said) >= _MANY_LABELS)
    score += _WEAK_WEIGHT * min(_NAMED.count(page), 2)
    # An SSH server or a proxy that answers an FTP client is a problem of that client.
    score += _STRONG_WEIGHT * any(
        (line.text.startswith("SSH-") and line.style) or (line.text.startswith("HTTP/") and line.style == "labels")
        for line in said
    )
    score += 3 * ("227" in page.words and not page.words.isdisjoint({"150", "226"}))
    indices = [index for index, reply in heard.replies.items() if codes.is_error(reply.code)]
    return score or int(any(_tells(heard, index) for index in (*indices, *heard.quoted)))


def _stands(text: str) -> bool:
    """Whether FTP or a program for it is spoken of, not only a user, a folder or a script named after it."""
    found = (match[0] for match in _STANDING.finditer(text) if "ftp" in match[0])
    return "winscp" in text or "cyberduck" in text or any(map(_names_ftp, islice(found, _MOST_PORTS)))


def _names_ftp(word: str) -> bool:
    """Whether a word is the name of some program or class for FTP: "fireftp", "ftpconnect"."""
    return (word.startswith("ftp") and not word.startswith(_ACCOUNTS)) or (
        word.endswith("ftp") and not word.endswith(("sftp", "tftp"))
    )


def _of_a_path(text: str) -> bool:
    """Whether a 550 says that there is no such file."""
    ends = (match.start() for match in islice(_NO_PATH.finditer(text), _MOST_PATHS))
    return any(_BEFORE_PATH.search(text[max(0, end - _BEFORE) : end]) for end in ends)


def _tells(heard: Heard, index: int) -> bool:
    """Whether a line has a code together with the words of a server: "421 Too many connections"."""
    line = heard.said[index].text
    sentence = heard.sentences.heaviest(line.casefold())
    told = sentence is not None and sentence.weight > Weight.HINT
    reply = heard.replies.get(index)
    for code in (reply.code,) if reply is not None else heard.quoted[index]:
        spoken = re.search(rf"{code}[)\]]?[- :]{{1,3}}['\"]?(?![a-z])\S", line) is not None
        if (code in _LIKELY_CODES or reply is not None) and (told or spoken):
            return True
    return told and _WORDING.on(heard.page)
