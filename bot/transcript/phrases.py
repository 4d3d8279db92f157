"""The table of sentences: what programs, servers and people say when an FTP session fails, by step and weight.

A row is a step, a weight and phrases in small letters. To add a phrase, put it in the row of its step and weight; see
``bot.transcript.sentences`` for what the weights mean and how a phrase is looked for.
"""

from enum import IntEnum

from bot.transcript.model import Step


class Weight(IntEnum):
    """How much a sign of trouble says."""

    NONE = 0
    HINT = 1
    THAT = 2
    BROKEN = 3
    WHAT = 4


PHRASES: tuple[tuple[Step | None, Weight, tuple[str, ...]], ...] = (
    # ------------------------------------------------------------------------------------------ the host's name
    (
        Step.RESOLVE,
        Weight.WHAT,
        (
            "enotfound|eai_again|getaddrinfo failed|php_network_getaddresses|gethostbyname|gaierror",
            "unknownhostexception|name or service not known|unknown host|host not found|no such host",
            "host does not exist|bad hostname|could not resolve host|couldn't resolve host|unable to resolve",
            "cannot resolve|can't resolve|can't lookup|could not be resolved|name does not resolve",
            "temporary failure in name resolution|host name lookup failure|nodename nor servname",
            "no address associated with|failure in name resolution|eza1551i|curl: (6)|unbekannter host",
            "der remotename konnte nicht aufgelöst|hôte inconnu|nom distant n'a pas pu être résolu|host desconocido",
            "no se puede resolver|no se pudo resolver|host sconosciuto|impossibile risolvere|nieznany host",
            "host desconhecido|não foi possível resolver|onbekende host|неизвестный узел|не удалось разрешить имя",
            "未知的主机|未知主机|无法解析|無法解析|ホスト名を解決|名前解決",
        ),
    ),
    # ------------------------------------------------------------------------------- TCP to the control connection
    (
        Step.CONNECT,
        Weight.WHAT,
        (
            # a daemon that cannot listen, or does not start
            "could not start the|unable to use|unable to open transferlog|failed binding to|address already in use",
            "could not bind listening|can't bind to port|cannot bind to port|bind: permission denied|unable to bind",
            "could not create listener|could not start ftp server|unable to start|tcp_wrappers is set to yes",
            "run two copies of vsftpd|unrecognised variable in config|bad bool value in config",
            "cannot read config file|config file not owned|failed to open vsftpd log|failed to open xferlog log",
            "cannot locate user specified in|missing value in config|unable to load",
            "fatal: unknown configuration directive|could not read config file",
        ),
    ),
    (
        Step.CONNECT,
        Weight.BROKEN,
        (
            "no route to host|ehostunreach|network is unreachable|enetunreach|host is unreachable",
            "address not available|unable to connect to the remote server|connect econnrefused|connect etimedout",
            "curl: (7)|verbindung mit dem remoteserver kann nicht hergestellt",
            "impossible de se connecter au serveur distant|no es posible conectar con el servidor remoto",
            "impossibile effettuare la connessione al server remoto|无法连接到远程服务器|無法連接至遠端伺服器",
            "リモート サーバーに接続できません|econnrefused|connection refused|actively refused|wsaeconnrefused",
            "error 10061|winerror 10061|errno 111|(10061)|connection attempt failed with",
            "verbindungsversuch fehlgeschlagen|tentative de connexion échouée|tentative de connexion a échoué",
            "échec de la tentative de connexion|intento de conexión fallido|tentativo di connessione fallito",
            "tentativa de conexão falhou|tentativa de ligação falhou|próba połączenia nie powiodła się",
            "попытка соединения не удалась|попытка подключения не удалась|连接尝试失败|尝试连接失败|連線嘗試失敗",
            "接続試行に失敗|接続の試みに失敗|verbindingspoging mislukt|poging tot verbinding",
            "bağlantı girişimi başarısız|bağlantı denemesi başarısız|pokus o připojení selhal",
            "anslutningsförsök misslyckades|csatlakozási kísérlet sikertelen|연결 시도 실패|verbindung verweigert",
            "verbindung durch server verweigert|connexion refusée|conexión rehusada|conexión rechazada",
            "connessione rifiutata|conexão recusada|ligação recusada|połączenie odrzucone|соединение отклонено",
            "соединение отвергнуто|в соединении отказано|拒绝连接|連線被拒|接続を拒否|接続が拒否",
            "verbinding geweigerd|spojení odmítnuto|bağlantı reddedildi|연결이 거부|anslutningen nekades",
        ),
    ),
    (
        None,
        Weight.BROKEN,
        (
            # timed out
            "etimedout|timed out|timed out.|operation timed out|has timed out|timeout detected|i/o timeout",
            "read timeout|connection timeout|connect timeout|timeouterror|sockettimeoutexception|opentimeout",
            "readtimeout|execution expired|socket.timeout|timeout (control socket)|timeout (data socket)",
            "error 10060|winerror 10060|(10060)|errno 110|response timeout",
            "did not properly respond after a period of time|curl: (28)|getline(): timeout|timed-out",
            "zeitüberschreitung|délai d'attente|délai de connexion|délai dépassé|délai expiré|a expiré",
            "tiempo de espera|se agotó el tiempo|tempo scaduto|timeout della connessione|tempo limite",
            "limite de tempo|limit czasu|превышено время|время ожидания|истекло время|секунд неактивности|таймаут",
            "тайм-аут|连接超时|超时|逾時|タイムアウト|zaman aşımı|시간 초과|시간이 초과|időtúllépés|časový limit",
            "vypršel|time-out bij|tidsgräns|timeout po",
            # broken
            "econnreset|econnaborted|epipe|broken pipe|connection reset|connection aborted|forcibly closed",
            "errno 104|winerror 10054|error 10054|(10054)|winerror 10053|error 10053|(10053)|socket closed",
            "socket hang up|socket error|connection with the server was reset|connection was closed",
            "connection is closed|unexpectedly closed|closed unexpectedly|connection unexpectedly",
            "server closed the connection|server closed connection|closed the connection|connection closed by",
            "closed by remote host|underlying connection was closed|closed without indication|has closed connection",
            "has closed the transport stream|peer closed|eoferror|end of file reached|control connection closed",
            "lost connection|lost control connection|lost data connection|connection lost|unexpected end of file",
            "no response from|sent fin packet|unexpected eof on command channel|could not read from socket",
            "unable to read data from the transport|recv failure|send failure|connection dies|eza2589e|eza1534i",
            "control connection with|curl: (52)|curl: (55)|curl: (56)|netout|network error",
            "verbindung wurde zurückgesetzt|verbindung zurückgesetzt|verbindung vom server getrennt",
            "verbindung unterbrochen|verbindung beim remotehost beendet|verbindung wurde vom remotehost",
            "verbindung zum server getrennt|zugrunde liegende verbindung wurde geschlossen",
            "verbindung vom server geschlossen|verbindung durch server geschlossen|connexion réinitialisée",
            "connexion fermée par|connexion sous-jacente a été fermée|conexión restablecida|conexión cerrada por",
            "conexión subyacente|connessione chiusa|connessione interrotta|connessione sottostante|conexão fechada",
            "połączenie zamknięte|połączenie zerwane|соединение закрыто|соединение сброшено|соединение разорвано",
            "连接被服务器关闭|连接被重置|连接已关闭|連線已被|連線中斷|接続が切断|接続がリセット",
            "verbinding verbroken|disconnected from server: ",
        ),
    ),
    (
        Step.CONNECT,
        Weight.THAT,
        (
            "fail2ban.actions|could not connect to server|failed to connect|couldn't connect|could not connect",
            "cannot connect|can't connect|unable to connect|connection failed|connection error|error connecting",
            "connect fail|connect failed|can't establish|could not open a connection|ftp: connect",
            "connect: unknown error|always returns 0|max-retries exceeded",
            "herstellen der verbindung zum server fehlgeschlagen|verbindung zum server konnte nicht",
            "keine verbindung|impossible d'établir une connexion|impossible de se connecter|no se pudo conectar",
            "no me conecta|no conecta|no se puede conectar|impossibile collegarsi|impossibile connettersi",
            "impossibile connettere|não foi possível conectar|não foi possível ligar|nie można połączyć",
            "nie udało się połączyć|невозможно подключиться|не удалось подключиться|не подключается",
            "无法连接到服务器|连接不上|無法連線|サーバーに接続できません|接続できません|kan niet verbinden",
            "kan geen verbinding|kon geen verbinding|sunucuya bağlanılamadı|bağlanamıyor|nelze se připojit",
            "nepodařilo se připojit|서버에 연결할 수 없|nem sikerült csatlakozni|kunde inte ansluta",
            "det gick inte att ansluta",
        ),
    ),
    # ---------------------------------------------------------------------------------------------- the greeting
    (
        Step.GREETING,
        Weight.WHAT,
        (
            "refused connect from|ssh-2.0-|ssh-1.99-|could not parse response code|weird server reply",
            "not an ftp server|no welcome message|cannot establish ftp connection to an sftp server",
            "received unexpected response from server|curl: (8)|too many connections|too many open connections",
            "too many users|maximum number of|connection limit|server is full|user limit reached",
            "service not available|straight away 221|closed right after|eza2590e|error in server greeting",
            "refused by hosts|libwrap|http/1.0|http/1.1|proxy authentication required|from proxy after connect",
            "<!doctype html|there are too many",
        ),
    ),
    # ------------------------------------------------------------------------------------------------------- TLS
    (
        Step.TLS,
        Weight.WHAT,
        (
            "certificate chain could not be verified|unterstützt kein ftp über tls|gnutls error|gnutls-fehler",
            "erreur gnutls|error gnutls|errore gnutls|erro gnutls|gnutls_|ошибка gnutls|gnutls 错误|gnutls エラー",
            "błąd gnutls|call to sspi failed|sspi-aufruf|appel à sspi|llamada a sspi|chiamata a sspi|sec_e_",
            "schannel:|ssl routines|sslv3 alert|tlsv1 alert|tlsv1.3 alert|tls alert|tls fatal alert|alert handshake",
            "handshake_failure|handshake failure|handshake failed|handshake error|ssl_connect|ssl_error|[ssl: ",
            "sslhandshakeexception|sslexception|sslerror|ssleoferror|wrong version number|wrong_version_number",
            "unsupported protocol|unsupported_protocol|no shared cipher|no cipher|dh key too small|ee key too small",
            "unknown ca|self signed certificate|self-signed certificate|depth_zero_self_signed_cert",
            "self_signed_cert_in_chain|unable to verify the first certificate|unable_to_verify_leaf_signature",
            "unable to get local issuer|cert_has_expired|certificate has expired|certificate expired",
            "certificate verify failed|certificate_verify_failed|certificate verification",
            "certificate is not trusted|certificate's altname|certificate's altnames|altname_invalid",
            "remote certificate is invalid|remotezertifikat|certificat distant|certificado remoto",
            "certificato remoto|pkix path building|certificateexception|x509:|certificate signed by unknown",
            "peer certificate rejected|hostname mismatch|hostname/ip does not match|does not match target host",
            "bad certificate|no peer certificate|unexpected_eof_while_reading|eof occurred in violation",
            "non-properly terminated|unexpected length was received|received unexpected tls|tls-alarm|alerte tls",
            "alerta tls|did not properly shut down tls|gsk_|eza2897i|secure_socket_init failed",
            "authentication negotiation failed|could not establish trust|vertrauensstellung|secure channel",
            "securechannelfailure|remote party sent a tls|unrecognized ssl message|unexpected packet format",
            "does not support ftp over tls|does not support secure connections|ssl peer certificate",
            "ssl certificate problem|certificate problem|ssl_ctx|tls negotiation|ssl negotiation|tls error",
            "ssl error|sslv3_alert|packet length too long|local security authority cannot be contacted",
            "could not initialize tls|starttls fail|auth tls failed|not a tls|cannot load rsa certificate",
            "cannot load rsa private key|cannot load certificate|cannot read certificate",
            "first record does not look like a tls|unable to establish ssl|certificate mismatch|curl: (35)",
            "curl: (51)|curl: (60)|curl: (64)|local policy on server does not allow tls|requested ssl level failed",
            "can't establish tls|openssl::ssl|mod_tls|certificate ran out|tls required but not supported",
        ),
    ),
    (
        Step.TLS,
        Weight.THAT,
        (
            "certificate|zertifikat|certificat|certificado|certificato|certyfikat|сертификат|证书|憑證|証明書",
            "tls problem",
        ),
    ),
    # ----------------------------------------------------------------------------------------------------- login
    (
        Step.LOGIN,
        Weight.WHAT,
        (
            "login incorrect|login authentication failed|authentication failed for user|incorrect password",
            "password incorrect|no such user found|fail login|cannot log in|can't log in|cannot login",
            "login or password incorrect|curl: (67)|home directory inaccessible|home directory not available",
            "access denied: 530|wrong password|invalid password|bad password|invalid login|invalid username",
            "unknown user|username or password|user name or password|user unknown|logon failure|must use encryption",
            "policy requires ssl|use auth first|ssl/tls required on the control|cleartext sessions|login refused",
            "refuses login|login denied|not logged in|could not log in|could not login|unable to login",
            "unable to logon|unable to log on|unable to log in|refusing to run with writable root",
            "cannot change directory:|can't change directory to|child died|priv_sock_get_cmd|account disabled",
            "account is disabled|account locked|account is locked|account expired|password expired|expired password",
            "password has expired|anonymous access not allowed|rejects anonymous|anonymous only",
            "not permitted to log|security violation|refused user|puredb file|indexed puredb|chroot to",
            "authentication problem|illegal user|authentication failure|not listed in /etc/shells|invalid shell",
            "login timed out|maximum login attempts|valid hostname is expected|logon attempt|logon right",
            "benutzername oder kennwort|nicht angemeldet|benutzername oder das kennwort|mot de passe incorrect",
            "non connecté|contraseña incorrecta|sesión no iniciada|password errata|accesso non eseguito",
            "senha incorreta|nieprawidłowe hasło|неверный пароль|вход не выполнен|密码错误|密碼錯誤|未登录",
            "用户无法登录|パスワードが違|won't take the login",
        ),
    ),
    (
        Step.LOGIN,
        Weight.THAT,
        (
            "nobody can log in|pam(setcred)|pam_faillock|pam_tally2|consecutive login failures|login failed",
            "logon failed|log in failed|authentication failed|authentication error|login error|failed to log in",
            "failed to login|error logging in|login unsuccessful|loginerror|authenticationerror",
            "authenticationexception|anmeldung fehlgeschlagen|anmeldefehler|échec de connexion",
            "échec de l'authentification|fallo de inicio de sesión|autenticazione fallita|falha na autenticação",
            "ошибка авторизации|登录失败|登入失敗|ログイン失敗|ログインに失敗",
        ),
    ),
    (
        Step.LOGIN,
        Weight.HINT,
        (
            "connection information|verbindungsinformationen|wants my ftp|ftp credentials|ftp details|asking user",
            "asks for a password|asks for password|keeps asking",
        ),
    ),
    # --------------------------------------------------------------------------------------- the data connection
    (
        Step.DATA,
        Weight.WHAT,
        (
            "could not open listen port|differs from control peer|reserved tcp ports are busy",
            "data connection could not be established|could not open data|can't open data|cannot open data",
            "unable to build data|not able to open data|can't build data|cannot build data|cannot establish data",
            "failed to establish data|failed to open data|data channel timed out|could not establish data",
            "couldn't open data|error opening data|data-transfer connection|(data connection)|(data socket)",
            "data connection failed|no data connection|illegal port|illegal eprt|invalid port|bad port",
            "port command rejected|use port or pasv|could not create socket|foreign address",
            "does not match control connection|is not same as server|bounce attack|ftp bounce|refused port",
            "could not start passive mode|could not enter passive mode|passive mode refused|passive mode failed",
            "pasv failed|address scan failure|cannot initiate pasv|unknown pasv reply|weird pasv|weird 227",
            "failed action passive mode|not firewall friendly|ftp: accept|ftp: bind",
            "ftp: bind: address already in use|accept timed out|accept tcp|accept: interrupted|tcp3d2c",
            "data connections must be encrypted|data connection must be encrypted|data session must",
            "rejecting data connection|session reuse required|tls session of data connection",
            "data connection not resumed|failed to establish connection|php_connect_nonb()|parse error!",
            "none of the available transfer strategies|making data connection|couldn't connect to data",
            "data socket timed out|returned an error: 227|returned an error: (227)|returned an error: (150)",
            "(227) entering|pasv ip address was zero|curl: (10)|curl: (12)|curl: (13)|curl: (14)|curl: (30)",
            "security: bad ip connecting|invalid pasv_address|datenverbindung konnte nicht|connexion de données n'a",
            "conexión de datos no|connessione dati non|conexão de dados não|połączenia danych",
            "соединение для передачи данных не|установить соединение данных|数据连接无法|无法建立数据连接",
            "建立数据连接失败|無法建立資料連線|データ接続を確立|データコネクション|veri bağlantısı|dataverbinding",
            "datové spojení|데이터 연결|dataanslutning",
        ),
    ),
    (
        Step.DATA,
        Weight.HINT,
        (
            "unroutable address|nicht routbare|nicht-routbare|nicht routingfähige|non routable|no enrutable",
            "non instradabile|não roteável|não encaminhável|nieroutowaln|немаршрутизируем|не маршрутизируем",
            "不可路由|無法路由|ルーティング不可|ルーティングできない|yönlendirilemeyen|nesměrovatelnou",
            "niet-routeerbaar|onrouteerbaar|라우팅할 수 없는|seems to be incorrect and has been fixed",
        ),
    ),
    # ------------------------------------------------------------------------------------ transfers and listings
    (
        Step.TRANSFER,
        Weight.WHAT,
        (
            "transfer aborted|aborted transfer|failed parsing list|disk full|disk is full|disk quota|quota exceeded",
            "over quota|no space left|insufficient storage|insufficient disk|exceeded storage|file unavailable",
            "datei nicht verfügbar|fichier non disponible|archivo no disponible|file non disponibile",
            "arquivo não disponível|plik niedostępny|файл недоступен|文件不可用|檔案無法使用",
            "ファイルを使用できません|being used by another process|file already exists|filename not allowed",
            "file name not allowed|not allowed in object name|invalid file name|qualifier too long",
            "not supported when using http proxy|append not|resume not|restart not|rest not|overwrite not",
            "no files found|error while transfering data|error while transferring data|corrupted|corrupt|garbled",
            "accented letters|crcrlf|broken every time|error during read from data|transfer closed with",
            "partial file|data set not found|dsname|transfer connection interrupted|curl: (18)|curl: (19)",
            "curl: (25)|curl: (31)|curl: (36)|curl: (78)|umlauts",
        ),
    ),
    (
        Step.TRANSFER,
        Weight.THAT,
        (
            "type=avc|selinux is preventing|failed to retrieve directory listing",
            "could not retrieve directory listing|failed to retrieve file listing|error opening local file",
            "error listing|error retrieving directory|failure retrieving contents|list failed",
            "error transferring file|copying files to remote side failed|copying files from remote side failed",
            "file transfer failed|transfer failed|critical file transfer error|upload failed|download failed",
            "failed to upload|failed to download|failed to transfer|error uploading|error downloading",
            "error while uploading|error while downloading|error copying|error occurred copying|could not upload",
            "could not download|unable to upload|unable to download|could not create file|upload file error",
            "can't push|can't upload|cannot upload|can't download|cannot download|ftp_put()|ftp_get()|ftp_fput()",
            "ftp_fget()|ftp_nlist()|ftp_rawlist()|ftp_mlsd()|error 550|empty list|list is empty|stays empty",
            "folder is empty|verzeichnisinhalt konnte nicht|verzeichnis konnte nicht",
            "dateiübertragung fehlgeschlagen|upload fehlgeschlagen|récupération du contenu du dossier",
            "échec de la récupération|échec du transfert|échec lors de la récupération",
            "error al recuperar el listado|fallo al recuperar|transferencia de archivo fallida",
            "impossibile recuperare l'elenco|impossibile leggere l'elenco|trasferimento file fallito",
            "trasferimento del file fallito|falha ao obter a lista|falha ao recuperar",
            "transferência de arquivo falhou|nie udało się odczytać listy|не удалось получить список",
            "ошибка передачи|读取目录列表失败|读取目录失败|文件传输失败|無法讀取目錄|檔案傳輸失敗|ディレクトリ一覧",
            "ディレクトリの一覧|ファイルの転送に失敗|fout bij opvragen|kon maplijst niet|dizin listesi alınamadı",
            "nepodařilo se získat|디렉터리 목록|könyvtárlista|det gick inte att hämta",
        ),
    ),
    (
        Step.TRANSFER,
        Weight.HINT,
        ("shows nothing|never arrives|byte off|truncated|replacing an existing|zero bytes|wrong size",),
    ),
    # ------------------------------------------------------------- directories and files without data connection
    (
        Step.DIRECTORY,
        Weight.WHAT,
        (
            "failed to change directory|cwd not found|create directory operation failed",
            "remove directory operation failed|delete operation failed|rename failed|prohibited directory name",
            "directory not empty|directory already exists|quot string not accepted|changing file permissions",
            "cannot rename|denied you to change|no such directory|rnfr|cannot create a file when|curl: (9)",
            "curl: (17)|curl: (21)|unable to clean remote|invalid directory",
        ),
    ),
    (
        Step.DIRECTORY,
        Weight.THAT,
        (
            "can't create directory|could not create directory|failed to create directory|error opening folder",
            "error opening that|error occurred opening that folder|can't remove directory|ftp_delete()|ftp_mkdir()",
            "ftp_rmdir()|ftp_chdir()|ftp_rename()|ftp_chmod()|can't delete|cannot delete|could not delete",
            "can't rename|verzeichnis wechseln|access failed",
        ),
    ),
    # -------------------------------------------------------------------------------------------------- the close
    (
        Step.CLOSE,
        Weight.WHAT,
        (
            "no transfer timeout|no-transfer-time exceeded|idle timeout|idle too long|due to inactivity",
            "session timed out|421 timeout|remote server has closed connection|control connection timed out",
            "closing control connection|timeout: closing|timeout - closing|min idle|minutes idle|seconds of idle",
            "inactivity timeout|idle for|idle session|timeout (",
        ),
    ),
    # --------------------------------------------------------------- without a step: where the dialogue stands
    (
        None,
        Weight.THAT,
        (
            "permission denied|access is denied|access denied|zugriff verweigert|accès refusé|acceso denegado",
            "accesso negato|acesso negado|odmowa dostępu|отказано в доступе|доступ запрещён|доступ запрещен",
            "拒绝访问|存取被拒|アクセスが拒否|no such file|file not found|cannot find the file|cannot find the path",
            "was not found|does not exist|not a directory|command not understood|command not implemented",
            "not implemented|unknown command|bad sequence|command unrecognized|operation not permitted",
            "file system returned an error|unrecognized command|not connected|invalid command|protocol violation",
        ),
    ),
    (
        None,
        Weight.HINT,
        (
            "windows cannot access this folder|refused|denied|broken|damaged|beschädigt|breaks off|never comes",
            "never finishes|does not start|does not answer|does not accept|cannot find|cannot list|cannot reach",
            "returns false|cut off|hangs|hang|hanging|stuck|freezes|times out|timing out|time out|dies|won't fetch",
            "doesn't work|does not work|not working|stopped working|refuses|kicked off|kicks|kicked|fails|failed",
            "failure|oops:|an error occurred|come out wrong|does it list instead|sits there|won't connect",
            "no longer works|keeps failing|breaks|giving up|funktioniert nicht|geht nicht|hängt|ne fonctionne pas",
            "ne marche pas|no funciona|non funziona|não funciona|nie działa|не работает|зависает|不能用|無法使用",
            "使えない|werkt niet|fungerar inte|çalışmıyor|nefunguje|nem működik",
        ),
    ),
)
