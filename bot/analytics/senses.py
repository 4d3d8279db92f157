"""The table of senses: what the decisive line of a failure says, whoever says it and in whose words.

A row is a sense, how much it tells, and phrases in small letters, as they stand in masked lines; of the rows that fit
the first counts, so what is particular stands before what is general. To add a phrase, put it in the row of its sense;
how a phrase is looked for is said in ``bot.transcript.page``.
"""

from enum import Enum, auto
from typing import NamedTuple


class Tells(Enum):
    """How much of a failure its sense tells."""

    ALL = auto()  # it is the same failure wherever it happens
    PLACE = auto()  # where it happened belongs to it
    WORDS = auto()  # and the phrase itself, for servers say it of several failures


class Sense(NamedTuple):
    """A row of the table."""

    name: str
    tells: Tells
    phrases: tuple[str, ...]


def _says(name: str, tells: Tells, *phrases: str) -> Sense:
    return Sense(name, tells, phrases)


SENSES: tuple[Sense, ...] = (
    # -------------------------------------------------------------------------------------- a server that does not run
    _says("port-in-use", Tells.ALL, "address already in use|run two copies of vsftpd|only one usage of each socket"),
    _says(
        "bind-denied",
        Tells.ALL,
        "bind: permission denied|bind to port <port>: permission denied|bind: access is denied",
    ),
    _says(
        "writable-chroot",
        Tells.ALL,
        "refusing to run with writable root|writable root inside chroot|root directory writable",
    ),
    _says(
        "server-settings",
        Tells.WORDS,
        "tcp_wrappers is set|unrecognised variable|bad bool value|bad integer value|missing value in config",
        "invalid pasv_address|config file not owned|cannot read config file|unknown configuration directive",
        "could not read config file",
    ),
    # ------------------------------------------------------------------------------------------------- the host's name
    _says(
        "unknown-host",
        Tells.ALL,
        "enotfound|eai_again|getaddrinfo failed|php_network_getaddresses|gethostbyname|gaierror|unknownhostexception",
        "name or service not known|unknown host|host not found|no such host|host does not exist|bad hostname",
        "could not resolve|couldn't resolve|unable to resolve|cannot resolve|can't resolve|can't lookup",
        "could not be resolved|name does not resolve|name resolution|host name lookup failure|nodename nor servname",
        "no address associated with|curl: (6)|unbekannter host|nicht aufgelöst|hôte inconnu|pas pu être résolu",
        "host desconocido|no se puede resolver|no se pudo resolver|host sconosciuto|impossibile risolvere",
        "nieznany host|host desconhecido|não foi possível resolver|onbekende host|неизвестный узел",
        "не удалось разрешить имя|未知的主机|未知主机|无法解析|無法解析|ホスト名を解決|名前解決",
    ),
    _says("network-protocol", Tells.ALL, "network protocol|extended port failure|use (<n>"),
    # ------------------------------------------------------------------------------------------------------------- TLS
    _says(
        "session-reuse",
        Tells.ALL,
        "session reuse required|require_ssl_reuse|data connection not resumed|session resumption|session of data",
        "unable to build data connection: operation not permitted|session was not reused|ssl session reuse",
        "tls session reuse|did not reuse ssl session|did not reuse tls session",
    ),
    _says(
        "data-protection",
        Tells.ALL,
        "data connections must be encrypted|data connection must be encrypted|data session must|prot p required",
        "fatally: data channel|protection level|requires prot p|tcp3d2c|on the data channel|for data channel",
        "protected data connection|prot c is not|must be protected|send prot p|use prot p|no prot p",
    ),
    _says(
        "tls-required",
        Tells.ALL,
        "policy requires ssl|use auth first|must use encryption|cleartext sessions|ssl is required|tls is required",
        "must issue auth|use ftp over tls|requires an encrypted connection|secure connection required",
        "requires encryption|require ssl|must use ssl|must use tls|tls required|encrypted connection required",
        "encryption is required|plain ftp is not allowed",
    ),
    _says(
        "certificate-name",
        Tells.ALL,
        "certificate's altname|altname_invalid|hostname mismatch|certificate mismatch|does not match certificate",
        "does not match target host|remotecertificatenamemismatch|namemismatch|certificate subject name",
        "certificate is not valid for|common name|host in the ssl certificate|does not match the host",
        "does not match the server certificate|certificate does not match",
    ),
    _says(
        "certificate-untrusted",
        Tells.ALL,
        "unknown ca|self signed certificate|self-signed certificate|depth_zero_self_signed_cert",
        "self_signed_cert_in_chain|unable to verify the first certificate|unable_to_verify_leaf_signature",
        "unable to get local issuer|cert_has_expired|certificate has expired|certificate expired|ran out",
        "certificate verify failed|certificate_verify_failed|certificate verification|not trusted",
        "remote certificate is invalid|remotezertifikat|certificat distant|certificado remoto|certificato remoto",
        "pkix path building|certificateexception|signed by unknown|peer certificate rejected|could not establish trust",
        "vertrauensstellung|certificate problem|curl: (60)|ssl peer certificate",
        "certificate chain could not be verified|untrustedroot|unable_to_get_issuer|certificate unknown",
        "invalid certificate|certificate invalid",
    ),
    _says(
        "tls-not-closed",
        Tells.ALL,
        "non-properly terminated|gnutls error -110|gnutls-fehler -110|erreur gnutls -110|error gnutls -110",
        "errore gnutls -110|erro gnutls -110|gnutls 错误 -110|ошибка gnutls -110|błąd gnutls -110",
        "did not properly shut down tls|unexpected_eof_while_reading|eof occurred in violation|close_notify",
        "econnaborted - connection aborted|server did not properly shut down",
    ),
    _says(
        "no-tls-there",
        Tells.ALL,
        "wrong version number|wrong_version_number|unexpected length was received|unrecognized ssl message",
        "first record does not look like a tls|packet length too long|unexpected packet format|http_request",
        "frame size or due to|frame format is|cannot determine the frame size|received an unexpected packet",
        "received unexpected tls|plaintext connection",
    ),
    _says("tls-policy", Tells.ALL, "local policy on server does not allow"),
    _says(
        "tls-not-supported",
        Tells.ALL,
        "does not support ftp over tls|unterstützt kein ftp über tls|requested ssl level failed|curl: (64)",
        "does not support secure connections|auth tls failed|tls required but not supported|auth not understood",
        "auth: command not|auth command not|security mechanism not|unrecognized security|auth type unknown",
        "auth tls not|ssl-force is set|security scheme is not|auth not implemented|auth: unknown|auth tls: unknown",
        "command unrecognized: auth|does not support or allow ssl",
    ),
    _says(
        "tls-versions",
        Tells.ALL,
        "protocolversion|protocol version|protocol_version|unsupported protocol|unsupported_protocol|no shared cipher",
        "no cipher|no_shared_cipher|handshake_failure|handshake failure|alert handshake|sspi failed|sspi-aufruf",
        "appel à sspi|llamada a sspi|chiamata a sspi|local security authority|dh key too small|ee key too small",
        "inappropriate fallback|insufficient security|no mutually|sec_e_algorithm|handshakefailure|unsupported version",
        "version too low|cipher mismatch|no common",
    ),
    _says(
        "tls-keys",
        Tells.ALL,
        "cannot load rsa certificate|cannot load rsa private key|cannot load certificate|ssl_ctx",
    ),
    _says(
        "tls-handshake",
        Tells.PLACE,
        "handshake|gsk_|eza2897i|authentication negotiation failed|ssl negotiation|tls negotiation",
    ),
    _says("pasv-over-ipv6", Tells.ALL, "pasv on ipv6|pasv on an ipv6|ipv6-conformant|use eprt or epsv|pasv over ipv6"),
    _says(
        "no-data-port",
        Tells.PLACE,
        "could not create socket|no available ports|no passive ports|no free passive|cannot assign requested address",
        "open a passive connection|open passive connection|vsf_sysutil_bind|find a listening port|reserved tcp ports",
        "no free port|prepare for data",
    ),
    # ---------------------------------------------------------------------------------------------------- a full house
    _says(
        "too-many",
        Tells.ALL,
        "too many connections|too many open connections|too many users|connection limit|there are too many|user limit",
        "server is full|maximum login|maximum clients|maximum connections|max connections|connections from this",
        "connections per|too many logged in|too many sessions|maximale anzahl|trop de connexions|demasiadas conexiones",
        "troppe connessioni|too many simultaneous|maximum number of connections|maximum number of clients",
        "maximum number of users|maximum number of allowed|maximum number of simultaneous|maximum number of concurrent",
        "license quota",
    ),
    _says("anonymous-only", Tells.ALL, "anonymous only|only anonymous|anonymous logins only"),
    # ------------------------------------------------------------------------------------------------------- the login
    _says(
        "anonymous-refused",
        Tells.ALL,
        "anonymous access not allowed|rejects anonymous|anonymous access denied|no anonymous|anonymous login not",
        "anonymous not allowed|anonymous sessions|anonymous ftp is not|anonymous logins are not",
    ),
    _says("home-not-reached", Tells.ALL, "home directory inaccessible"),
    _says(
        "home-missing",
        Tells.WORDS,
        "home directory not|no home directory|home directory does|home directory missing|cannot access home",
        "cannot find home|access home directory|cannot change directory:|can't change directory to|no home",
        "unable to set home|failed to set root|chroot to",
    ),
    _says("child-died", Tells.ALL, "priv_sock_get_cmd|child died"),
    _says("puredb", Tells.ALL, "puredb file|indexed puredb|unable to read the indexed"),
    _says(
        "shell",
        Tells.ALL,
        "login shell|invalid shell|/etc/shells|shell is not|not listed in|bad shell|sbin/nologin|bin/false",
    ),
    _says(
        "login-barred",
        Tells.WORDS,
        "login refused from|limit access denies|/etc/ftpusers|guest access|user in /etc",
    ),
    _says("needs-hostname", Tells.ALL, "hostname is expected"),
    _says(
        "account-closed",
        Tells.ALL,
        "account disabled|account is disabled|account locked|account expired|password expired|password has expired",
        "expired password|account has expired|account has been|locked out|currently locked|locked because",
        "account is locked|suspended|is deactivated",
    ),
    _says("logon-right", Tells.ALL, "logon right|log on locally|logon type"),
    _says(
        "credentials",
        Tells.WORDS,
        "login incorrect|authentication failed|incorrect password|password incorrect|no such user|fail login",
        "login or password incorrect|curl: (67)|wrong password|invalid password|bad password|invalid login",
        "invalid username|unknown user|username or password|user name or password|user unknown|logon failure",
        "login denied|not logged in|authentication problem|authentication failure|benutzername oder",
        "anmeldung fehlgeschlagen|nicht angemeldet|mot de passe incorrect|non connecté|contraseña incorrecta",
        "sesión no iniciada|password errata|accesso non eseguito|senha incorreta|nieprawidłowe hasło|неверный пароль",
        "вход не выполнен|密码错误|密碼錯誤|未登录|用户无法登录|パスワードが違|illegal user|incorrect username",
        "login refused|bad login|login failed|invalid credentials|user name is not valid|password was not correct",
        "authentication rejected|credentials were rejected|bad credentials",
    ),
    _says(
        "login-refused",
        Tells.PLACE,
        "cannot log in|can't log in|cannot login|could not log in|could not login|unable to log",
    ),
    # --------------------------------------------------------------------------------------------- the data connection
    _says(
        "port-refused",
        Tells.ALL,
        "illegal port|illegal eprt|invalid port|bad port|port command rejected|refused port|foreign address",
        "bounce attack|ftp bounce|port command refused|will not connect to|reserved tcp port|use port or pasv",
        "illegal address in port|refusing port|eprt command rejected|bad eprt|invalid eprt|port rejected",
    ),
    _says(
        "other-address",
        Tells.ALL,
        "is not same as server|does not match control connection|differs from control peer|bad ip connecting",
        "rejecting data connection|data connection from|host attempting data connection|names a different host",
        "ip address mismatch|client ip mismatch|cannot be the same|port theft|from a different address",
    ),
    _says(
        "no-passive",
        Tells.WORDS,
        "could not start passive mode|could not enter passive mode|passive mode refused|passive mode failed",
        "failed action passive mode|pasv failed|cannot initiate pasv|pasv not allowed|passive mode not|curl: (13)",
        "parse error!|weirdly formatted epsv|invalid pasv response|unknown pasv reply|weird pasv|curl: (14)",
        "passive mode is not",
    ),
    _says(
        "unroutable",
        Tells.PLACE,
        "unroutable address|routbare|non routable|no enrutable|instradabile|roteável|nieroutowaln",
    ),
    _says(
        "no-data-connection",
        Tells.WORDS,
        "can't open data|cannot open data|could not open data|couldn't open data|not able to open data",
        "unable to build data|can't build data|cannot build data|failed to establish connection|no data connection",
        "failed to open data|failed to establish data|could not establish data|cannot establish data",
        "error opening data|can't open active|data connection failed|unable to open data|open a data connection",
        "accept timed out|establish a data connection|data channel timed out|ftp: accept|data connection error",
        "can't create data|unable to establish data|connection to data|curl: (10)|returned an error: (150)",
        "making data connection|php_connect_nonb()",
    ),
    # ---------------------------------------------------------------------------------------------- commands and names
    _says(
        "sequence",
        Tells.PLACE,
        "bad sequence|out of sequence|rnfr first|rnfr before|rnfr required|command sequence|login first",
    ),
    _says("client-usage", Tells.WORDS, "?invalid command|?ambiguous command|invalid command."),
    _says(
        "not-implemented",
        Tells.PLACE,
        "not implemented|unknown command|command unrecognized|unrecognized command|command not recognized",
        "invalid command|not understood|not supported|unsupported command|unknown site command|command is not",
        "no such command",
    ),
    # ------------------------------------------------------------------------------------------- files and directories
    _says(
        "no-space",
        Tells.ALL,
        "disk full|disk is full|disk quota|quota exceeded|over quota|no space left|insufficient storage",
        "insufficient disk|exceeded storage|exceeded the quota|not enough space|allocation exceeded|curl: (70)",
        "not enough storage|quota limit|out of space|quota has been",
    ),
    _says(
        "in-use",
        Tells.ALL,
        "being used by another|file is busy|file in use|resource busy|text file busy|sharing violation",
    ),
    _says("not-empty", Tells.ALL, "not empty"),
    _says("exists", Tells.WORDS, "already exists|file exists|directory exists|when that file already"),
    _says(
        "name-refused",
        Tells.WORDS,
        "not allowed in object name|prohibited directory name|invalid file name|filename not allowed|invalid name",
        "file name not allowed|illegal file name|filename invalid|qualifier too long|filename syntax",
        "syntax is incorrect|illegal filename|prohibited file|forbidden filename|invalid filename|name too long",
        "invalid character|prohibited name|invalid argument",
    ),
    _says("no-overwrite", Tells.ALL, "overwrite not|overwrite permission|not permitted to overwrite|overwrite denied"),
    _says("no-resume", Tells.ALL, "append not|resume not|restart not|rest not|appe not|append/restart"),
    _says("no-files", Tells.PLACE, "no files found|no such file or directory found|nothing to list"),
    _says(
        "denied-windows",
        Tells.PLACE,
        "access is denied|access to the path|zugriff verweigert|accès refusé|acceso denegado|accesso negato",
    ),
    _says(
        "denied",
        Tells.WORDS,
        "permission denied|access denied|acesso negado|odmowa dostępu|отказано в доступе|доступ запрещён",
        "доступ запрещен|拒绝访问|存取被拒|アクセスが拒否|operation not permitted|not authorized|not permitted",
        "no permission|insufficient privileges|insufficient permission|keine berechtigung|read-only file",
        "not allowed to|prohibited by|forbidden",
    ),
    _says(
        "not-found-windows",
        Tells.PLACE,
        "cannot find the file|cannot find the path|file unavailable|nicht verfügbar|non disponible|no disponible",
    ),
    _says(
        "not-entered",
        Tells.WORDS,
        "failed to change directory|can't change directory|cwd not found|denied you to change|curl: (9)",
    ),
    _says(
        "not-found",
        Tells.WORDS,
        "no such file|file not found|was not found|does not exist|doesn't exist|not a directory|no such directory",
        "couldn't find|could not find|nicht gefunden|datei oder verzeichnis|introuvable|n'existe pas|no existe",
        "non esiste|não existe|nie istnieje|не найден|нет такого|找不到|見つかりません|not found|no such folder",
        "no such object|path not found|data set not found|failed to open file|curl: (78)|can't open",
    ),
    _says("aborted", Tells.PLACE, "transfer aborted|aborted transfer|transfer closed with|data connection closed|abor"),
    # -------------------------------------------------------------------------------------------------- the connection
    _says(
        "idle",
        Tells.PLACE,
        "due to inactivity|idle timeout|idle too long|no transfer timeout|no-transfer-time|min idle|minutes idle",
        "seconds of idle|idle for|idle session|421 timeout|inactivity timeout|timeout (<n>|session timed out",
    ),
    _says(
        "refused",
        Tells.PLACE,
        "econnrefused|wsaeconnrefused|error 10061|winerror 10061|errno 111|(10061)|verbindung verweigert",
        "durch server verweigert|connexion refusée|conexión rehusada|conexión rechazada|connessione rifiutata",
        "conexão recusada|ligação recusada|połączenie odrzucone|соединение отклонено|соединение отвергнуто",
        "в соединении отказано|拒绝连接|連線被拒|接続を拒否|接続が拒否|verbinding geweigerd|spojení odmítnuto",
        "bağlantı reddedildi|연결이 거부|anslutningen nekades|refusing connections|curl: (7)",
        "couldn't connect to server|unable to connect to the remote server|verweigerte die verbindung|zurückgewiesen",
        "os error 111|errno 61|refused",
    ),
    _says(
        "unreachable",
        Tells.PLACE,
        "no route to host|ehostunreach|network is unreachable|enetunreach|host is unreachable|host is down",
    ),
    _says("no-answer", Tells.PLACE),  # the session ends with a command, or with a reply that promises more
    _says("silence", Tells.PLACE, "timeout detected. (control connection)"),
    _says(
        "timeout",
        Tells.PLACE,
        "entering passive mode|entering extended passive|(227) entering|returned an error: 227|etimedout|timed out",
        "timeout|timeouterror|sockettimeoutexception|opentimeout|readtimeout|execution expired|error 10060",
        "winerror 10060|(10060)|errno 110|timed-out|did not properly respond after|curl: (28)|zeitüberschreitung",
        "délai d'attente|délai de connexion|délai dépassé|délai expiré|a expiré|tiempo de espera|se agotó el tiempo",
        "tempo scaduto|tempo limite|limite de tempo|limit czasu|превышено время|время ожидания|истекло время|таймаут",
        "тайм-аут|连接超时|超时|逾時|タイムアウト|zaman aşımı|시간 초과|시간이 초과|időtúllépés|časový limit|vypršel",
        "time-out bij|tidsgräns|seconds of inactivity|секунд неактивности|times out|timing out",
    ),
    _says(
        "service-unavailable",
        Tells.PLACE,
        "service not available|service unavailable|server is locked|service is unavailable|temporarily unavailable",
    ),
    _says(
        "broken-off",
        Tells.PLACE,
        "econnreset|econnaborted|epipe|broken pipe|connection reset|connection aborted|forcibly closed|errno 104",
        "winerror 10054|error 10054|(10054)|winerror 10053|error 10053|(10053)|socket closed|socket hang up|was reset",
        "connection was closed|connection is closed|unexpectedly closed|closed unexpectedly|connection unexpectedly",
        "server closed connection|closed the connection|connection closed by|closed by remote",
        "closed without indication|has closed connection|peer closed|eoferror|end of file reached",
        "control connection closed|lost connection|connection lost|unexpected end of file|recv failure|send failure",
        "curl: (52)|curl: (55)|curl: (56)|zurückgesetzt|vom server getrennt|verbindung unterbrochen",
        "connexion réinitialisée|connexion fermée|conexión restablecida|conexión cerrada|connessione chiusa",
        "connessione interrotta|conexão fechada|połączenie zamknięte|połączenie zerwane|соединение закрыто",
        "соединение сброшено|соединение разорвано|连接被服务器关闭|连接被重置|连接已关闭|連線中斷|接続が切断",
        "接続がリセット|verbinding verbroken|disconnected from server",
    ),
    _says("ssh-there", Tells.PLACE, "ssh-2.0-|ssh-1.99-"),
    _says("http-there", Tells.PLACE, "http/1.0|http/1.1|<!doctype html"),
    _says("odd-reply", Tells.PLACE, "could not parse response code|weird server reply"),
)
