"""Which server and client a paste shows: by banners, log formats, typical replies, prompts, and names in prose."""

import re
from collections.abc import Iterator, Sequence

from bot.transcript.page import Page, Signs
from bot.transcript.said import Said

_SERVERS: tuple[tuple[str, Signs], ...] = (
    (
        "vsftpd",
        Signs("vsftpd|500 oops|oops: |priv_sock_get_cmd|require_ssl_reuse|pasv_addr_resolve|allow_writeable_chroot"),
    ),
    ("proftpd", Signs("proftpd")),
    (
        "pure-ftpd",
        Signs("pure-ftpd|pureftpd|puredb|you are user number|current restricted directory is|(measured here)"),
    ),
    ("filezilla-server", Signs("filezilla server|filezilla-server|login or password incorrect!|filezilla service")),
    ("wu-ftpd", Signs("wu-ftpd|version wu-")),
    ("serv-u", Signs("serv-u")),
    (
        "pyftpdlib",
        Signs(
            "pyftpdlib|can't connect to a foreign address|active data channel timed out|passive data channel timed out"
        ),
    ),
    ("sftpgo", Signs("sftpgo|sftpgo_")),
    (
        "zos",
        Signs("ftpd1 ibm|ftpserve ibm|mvs is the operating system|mvs data set|z/os ftp server|z/os server|mainframe"),
    ),
    (
        "ibm-i",
        Signs(
            "qtcp|ibm i|os/400|as/400|as400|iseries|subcommand request successful|/qsys.lib|tcp3d2c"
            "|is current library|type is binary image|member *first"
        ),
    ),
    ("bftpd", Signs("bftpd")),
    ("glftpd", Signs("glftpd")),
    ("aioftp", Signs("aioftp")),
    ("azure", Signs("azurewebsites.net|azurewebsites.windows.net")),
    ("synology", Signs("synology|diskstation")),
    ("crushftp", Signs("crushftp")),
    ("gene6", Signs("gene6|g6 ftp")),
    ("cerberus", Signs("cerberus ftp")),
    ("titan", Signs("titan ftp")),
    ("warftpd", Signs("warftpd|war-ftpd")),
    ("solarwinds", Signs("solarwinds")),
    ("ws_ftp-server", Signs("ws_ftp server")),
    ("bulletproof", Signs("bulletproof ftp|bpftp")),
    ("openssh", Signs("ssh-2.0-|ssh-1.99-")),
)
_NAMES = frozenset(name for name, _ in _SERVERS)
_ZOS_BANNER = re.compile(r"220[- ][^\n]{0,60}ibm ftp cs")
_VERSIONS = {
    name: re.compile(pattern)
    for name, pattern in {
        "vsftpd": r"vsftpd[ :/-]{0,3}v?(\d{1,2})\.\d",
        "proftpd": r"proftpd[ :/-]{0,3}v?(\d{1,2})\.\d",
        "filezilla-server": r"filezilla[ -]server[ :/-]{0,3}(?:version )?v?(\d{1,2})\.\d",
        "wu-ftpd": r"wu-(?:ftpd-)?(\d)\.\d",
        "serv-u": r"serv-u[^\n\d]{0,24}(\d{1,2})\.\d",
        "pyftpdlib": r"pyftpdlib[ /]{1,2}(\d)\.\d",
        "openssh": r"openssh[_ ](\d{1,2})\.\d",
    }.items()
}

# Microsoft's: the banner of 4 to 6 has a version, that of 7 to 10 none.
_IIS = Signs(
    "iis|microsoft ftp service|internet information server|internet information services",
    "internet information service|inetpub|msftpsvc|ftpsvc|internet service manager|win32 error:",
    "534 policy requires ssl|534-policy requires ssl|iusr_|local policy on server does not allow tls",
    "valid hostname is expected|home directory inaccessible|530 user cannot log in|530-user cannot log in",
    "cannot access the file because it is being used by another process",
    "cannot create a file when that file already exists",
)
_IIS_OLD = Signs(
    "nt 4|nt4|windows nt|nt server|windows 2000|windows 2003|server 2003|metabase|internet service manager|msftpsvc",
    "iusr_",
)
_IIS_NEW = Signs(
    "win32 error:|error details:|534-policy requires ssl|534 policy requires ssl",
    "local policy on server does not allow tls|ftpsvc|valid hostname is expected|azurewebsites.net",
    "azurewebsites.windows.net|server 2008|server 2012|server 2016|server 2019|server 2022|server 2025",
    "ftp authorization rule|ftp authorization rules|applicationhost.config",
)
_IIS_VERSION = re.compile(
    r"(?:microsoft ftp service \(version |internet information (?:server|services?) (?:version )?)(\d{1,2})\.\d"
    r"|(?<![a-z])iis[ /-]{0,2}(?:v(?:ersion)?[ .]?)?(\d{1,2})(?:\.\d)?(?![\d.]\d|\d)",
)
_FIRST_MAJOR, _NEW_MAJOR, _LAST_MAJOR = 3, 7, 10

_CLIENTS: tuple[tuple[str, Signs], ...] = (
    ("lftp", Signs("lftp|: fatal error:|: errore fatale:|: schwerer fehler:|: erreur fatale :|: error fatal:")),
    ("ncftp", Signs("ncftp|ncftpput|ncftpget")),
    (
        "winscp",
        Signs("winscp|timeout detected. (|copying files to remote side failed|could not retrieve directory listing"),
    ),
    ("curl", Signs("curl: (|libcurl|curlftpfs|curl -|* closing connection|* connection #0 to host|curl_easy_perform")),
    ("wget", Signs("wget|:21... connected|==> pasv|==> syst|==> type|==> retr|==> cwd|==> port")),
    (
        "ftplib",
        Signs(
            "ftplib|error_perm|error_temp|error_reply|ftp_tls|storbinary|retrbinary|storlines|retrlines|*cmd* '"
            "|*resp* '|*get* '"
        ),
    ),
    (
        "commons-net",
        Signs(
            "commons net|commons-net|commons.net|ftpconnectionclosedexception|malformedserverreplyexception"
            "|host attempting data connection"
        ),
    ),
    (
        "ftpwebrequest",
        Signs(
            "ftpwebrequest|system.net.webexception|the remote server returned an error"
            "|remoteserver hat einen fehler|serveur distant a retourné"
        ),
    ),
    (
        "fluentftp",
        Signs(
            "fluentftp|detected ftp server: |waiting for response to: |openpassivedatastream|openactivedatastream"
            "|ftpsocketstream|# getlisting(|# upload("
            "|# connect()|# autoconnect"
        ),
    ),
    ("system-net-ftpclient", Signs("system.net.ftpclient")),
    (
        "php",
        Signs(
            "ftp_login()|ftp_connect()|ftp_ssl_connect()|ftp_put()|ftp_fput()|ftp_get()|ftp_fget()|ftp_nlist()",
            "ftp_rawlist()|ftp_chdir()|ftp_mkdir()|ftp_delete()|ftp_rename()|ftp_pasv()|ftp_rmdir()|ftp_chmod()",
            "php_network_getaddresses|ftp.php|php warning",
        ),
    ),
    (
        "net-ftp-ruby",
        Signs(
            "net::ftppermerror|net::ftptemperror|net::ftpreplyerror|net::ftpprotoerror|net::ftpconnectionerror"
            "|net/ftp|ftppermerror"
        ),
    ),
    ("net-ftp-perl", Signs("net::ftp=|net::ftp>|net::ftp: ")),
    (
        "node",
        Signs(
            "ftperror|basic-ftp|node ftp|node-ftp|jsftp|(control socket)|(data socket)|[connection] >",
            "[connection] <|ftp-deploy|tcpconnectwrap|node_modules|node:internal|ftp-kr|client.js:",
        ),
    ),
    ("ftp-deploy-action", Signs("ftp-deploy-action|are you sure your server works via ftp or ftps")),
    ("vscode", Signs("vs code|vscode|.vscode")),
    ("rclone", Signs("rclone|ftp rx: |ftp tx: ")),
    (
        "explorer",
        Signs(
            "ftp folder error|opening folder on ftp server|opening that folder on the ftp server|explorer",
            "ftp 服务器上的文件夹时|ftp服务器上的文件夹时|ftp 伺服器上的資料夾時|ftp 文件夹错误|文件资源管理器",
            "öffnen des ordners auf dem ftp-server|ftp-ordnerfehler|ouverture de ce dossier sur le serveur ftp",
            "abrir esa carpeta en el servidor ftp|папки на ftp-сервере",
        ),
    ),
    ("wordpress", Signs("wordpress|fs_method|wp-admin")),
    (
        "zos-ftp",
        Signs(
            "eza1450i|eza1701i|eza1736i|eza1554i|eza1456i|eza2897i|eza1636i|eza2590e|eza2589e|eza1534i|eza1735i"
            "|eza1551i"
        ),
    ),
    ("cyberduck", Signs("cyberduck")),
    ("nppftp", Signs("nppftp")),
    ("total-commander", Signs("totalcmd|total commander|wincmd")),
    ("cuteftp", Signs("cuteftp|command:>")),
    ("ws_ftp", Signs("ws_ftp pro|ws_ftp le|ws_ftp95|ws_ftp 7|ws_ftp 12|ws_ftp.log|host type (1)")),
    ("flashfxp", Signs("flashfxp")),
    ("smartftp", Signs("smartftp")),
    ("forklift", Signs("forklift")),
    ("go", Signs("goftp|jlaffaye|textproto|dial tcp")),
    ("aioftp", Signs("aioftp")),
    ("camel", Signs("apache camel|genericfileoperationfailedexception")),
    ("duplicati", Signs("duplicati")),
    ("windows-ftp", Signs("ftp.exe|(none)):")),
    ("linux-ftp", Signs("remote system type is|using binary mode to transfer files|tnftp|netkit")),
)
_CLIENT_OF_STYLE = {
    "user": "windows-ftp",
    "name": "linux-ftp",
    "lftp>": "lftp",
    "ncftp>": "ncftp",
    "ftplib": "ftplib",
    "node-ftp": "node",
    "wget": "wget",
    "lftp": "lftp",
    "labels>": "cuteftp",
}


def servers(said: Sequence[Said], page: Page) -> Iterator[str]:
    """``server:`` facts of a paste, with major versions where they show."""
    yield from {f"server:{line.program}" for line in said if line.program in _NAMES}
    if any(line.style == "vsftpd.log" for line in said):
        yield "server:vsftpd"
    for name, signs in _SERVERS:
        if signs.on(page):
            yield f"server:{name}"
            if name in _VERSIONS:
                yield from (f"server:{name}/{major}" for major in set(_VERSIONS[name].findall(page.text)))
    if _ZOS_BANNER.search(page.text):
        yield "server:zos"
    if _IIS.on(page) or _IIS_VERSION.search(page.text) or _IIS_NAMES_USER.search(page.text):
        yield "server:iis"
        yield from _iis_versions(page)


# "530 User bob cannot log in" names the user up to version 6 only.
_IIS_NAMES_USER = re.compile(r"530[ -]user (?!cannot )\S{1,64} cannot log in")
_IIS_NAMES_NOBODY = re.compile(r"530[ -]user cannot log in")


def _iis_versions(page: Page) -> Iterator[str]:
    majors = {int(match[1] or match[2]) for match in _IIS_VERSION.finditer(page.text)}
    majors = {major for major in majors if _FIRST_MAJOR <= major <= _LAST_MAJOR}
    yield from (f"server:iis/{major}" for major in majors)
    old, new = any(major < _NEW_MAJOR for major in majors), any(major >= _NEW_MAJOR for major in majors)
    if not majors:  # other signs, and where there are none, how the refusal is worded
        old, new = _IIS_OLD.on(page), _IIS_NEW.on(page)
        if not old and not new:
            old = _IIS_NAMES_USER.search(page.text) is not None
            new = _IIS_NAMES_NOBODY.search(page.text) is not None
    if old:
        yield "server:iis/old"
    if new:
        yield "server:iis/new"


def clients(said: Sequence[Said], page: Page) -> Iterator[str]:
    """``client:`` facts: by the form of the lines, and by names."""
    styles = {line.style for line in said}
    yield from (f"client:{name}" for style, name in _CLIENT_OF_STYLE.items() if style in styles)
    yield from (f"client:{name}" for name, signs in _CLIENTS if signs.on(page))
    if any(line.program == "winscp" for line in said):
        yield "client:winscp"
    named = page.text.replace("filezilla server", "").replace("filezilla-server", "")
    # FluentFTP has FileZilla's labels as well, but beside "# Method(".
    if "filezilla" in named or ("labels" in styles and not any(line.text.startswith("# ") for line in said)):
        yield "client:filezilla"
