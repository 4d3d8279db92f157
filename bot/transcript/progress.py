"""What clients say of their progress: where a log that shows no commands stands when something breaks.

FileZilla, by default, logs "Retrieving directory listing…" and not the commands for it. A row is a step and phrases in
small letters; ``None`` stands for a step that has been completed.
"""

import re
from dataclasses import dataclass

from bot.transcript.model import Step
from bot.transcript.page import Page, Sign


@dataclass(frozen=True, slots=True)
class Phase:
    """A phrase, and the step that a client begins when it says so; ``sign`` finds it in a paste."""

    phrase: str
    step: Step | None
    sign: Sign


_TABLE: tuple[tuple[Step | None, tuple[str, ...]], ...] = (
    (
        Step.RESOLVE,
        (
            "resolving address|auflösen der ip-adresse|résolution de l'adresse|resolviendo la dirección",
            "risoluzione dell'indirizzo|rozwiązywanie adresu|определение ip-адреса|正在解析|解析",
        ),
    ),
    (
        Step.GREETING,
        (
            "connected to |waiting for welcome message|willkommensnachricht|message d'accueil|mensaje de bienvenida",
            "messaggio di benvenuto|wiadomość powitalną|приглашени|欢迎消息|歡迎訊息|ウェルカム|welkomstbericht",
            "mensagem de boas|karşılama",
        ),
    ),
    (
        Step.TLS,
        (
            "initializing tls|tls initialis|tls wird initialisiert|initialisation de tls|inicializando tls",
            "inizializzazione|inicjalizacja tls|инициализ|初始化 tls|tls を初期化|verifying certificate",
            "tls initialiseren",
        ),
    ),
    (
        None,
        (
            "logged in|angemeldet|login successful|connecté|directory listing of|已登录|已登入|вход выполнен",
            "zalogowano|tls connection established|tls-verbindung hergestellt|sesión iniciada|identificado",
            "accesso effettuato|connexion tls établie|conexión tls establecida|conexão tls estabelecida",
            "connessione tls stabilita|соединение tls установлено|tls-соединение установлено|tls 连接已建立",
            "tls 連線已建立|tls 接続が確立|ssl connection using|tls connection using|certificate verify ok",
            "ssl established|tls session established",
        ),
    ),
    (
        Step.DATA,
        (
            "retrieving directory listing|empfange verzeichnisinhalt|verzeichnisinhalt für|récupération du contenu",
            "recuperando el listado|recuperando listado|lettura elenco|recupero elenco|odczytywanie",
            "получение списка|读取目录列表|正在取得目錄|ディレクトリ リスト|ophalen van|dizin listesi alınıyor",
            "lendo a lista|obtendo lista",
        ),
    ),
    (
        Step.TRANSFER,
        (
            "starting upload|starting download|beginne upload|starte upload|starte download|démarrage de l'envoi",
            "démarrage du téléchargement|comenzando la subida|开始上传|开始下载|начало загрузки",
        ),
    ),
    (
        Step.CONNECT,
        (
            "connecting to|verbinde mit|connexion à|conectando|connessione a|łączenie z|соединяюсь|соединение с",
            "正在连接|連線到|に接続しています|verbinden met|bağlanılıyor|ansluter till|připojování k",
        ),
    ),
)
_PHASES = tuple(
    Phase(phrase, step, Sign.of(phrase)) for step, rows in _TABLE for row in rows for phrase in row.split("|")
)


# FileZilla: 'Directory listing of "/in" successful', 'Anzeigen des Verzeichnisinhalts für "/in" abgeschlossen'
_DONE = re.compile(
    r"""["”“»] {0,2}(?:successful|abgeschlossen|affiché avec succès|listado correctamente|的目录成功|извлеч)"""
    r"|file transfer successful|dateiübertragung erfolgreich|transfert de fichier réussi|传输成功"
)


def is_done(line: str) -> bool:
    """Whether a client says, in a case-folded line of its status, that it has listed or transferred something."""
    return _DONE.search(line) is not None


def phases_on(page: Page) -> tuple[Phase, ...]:
    """The phases that are told anywhere in a paste."""
    return tuple(phase for phase in _PHASES if page.shows(phase.sign))
