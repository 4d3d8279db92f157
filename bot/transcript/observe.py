"""Facts: what evidence of articles can ask for; the vocabulary stands in ``bot.transcript.facts``."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise, takewhile

from bot.transcript import codes, software
from bot.transcript.addresses import DATA_PORT, address_class
from bot.transcript.heard import Heard
from bot.transcript.model import Actor, Exchange, FailurePoint, Reply
from bot.transcript.names import is_file
from bot.transcript.page import Page, Signs
from bot.transcript.protocols import FTP
from bot.transcript.said import Said, Tone
from bot.transcript.verbs import PASSIVE, TRANSFERS, VERBS

_OCTET = r"(?:\d{1,3}|[xX_*]{1,3})"
_OFFER = re.compile(r"(?<!\d)227(?!\d)")  # and not the 2270 bytes of a 226
_SIX = re.compile(rf"({_OCTET},{_OCTET},{_OCTET},{_OCTET}),\d{{1,3}},\d{{1,3}}")
_EPRT = re.compile(r"\|1\|(\d{1,3}(?:\.\d{1,3}){3})\|")
# A client says that the address of a 227 cannot be reached from where it is; some of them name it.
_UNROUTABLE_WORDS = (
    "unroutable address|nicht routbare|nicht-routbare|routingfähige|non routable|no enrutable|instradabile|roteável"
    "|encaminhável|nieroutowaln|маршрутизируем|不可路由|無法路由|ルーティング不可|ルーティングできない"
    "|yönlendirilemeyen|nesměrovatelnou|niet-routeerbaar|onrouteerbaar|라우팅할 수 없는"
)
_UNROUTABLE = Signs(_UNROUTABLE_WORDS)
_UNROUTABLE_ADDRESS = re.compile(rf"(?i)(?:{_UNROUTABLE_WORDS})[^\n\d]{{0,40}}(\d{{1,3}}(?:\.\d{{1,3}}){{3}})?")
# "Connected to 203.0.113.5", "$ ftp -p 203.0.113.5", "ftp> open 203.0.113.5"
_CALLED = re.compile(
    r"(?i)\b(?:connect(?:ed|ing)? to|verbinde mit|l?ftp(?:[ \t]+-\w+){0,3}|open)[ \t]+"
    r"(\d{1,3}(?:\.\d{1,3}){3})(?!\.?\d)"
)
_SOME_PRIVATE = "10.0.0.1"  # stands for an address that is not told: clients call private addresses unroutable
_ANONYMOUS = Signs(
    "anonymous user|anonymous login|anonymous access|anonymous logon|anonymous account|anonymous connection",
    "user anonymous|as anonymous|anonymously|anonymous password|logging in as anonymous|log in anonymous",
    "rejects anonymous|anonym anmelden",
)
_NOT_ANONYMOUS = Signs("non-anonymous|no anonymous|without anonymous")
_ANONYMOUS_USERS = frozenset({"anonymous", "ftp"})
_IMPLICIT = Signs("implicit|:990|port 990|ftps://|on 990")
_EXPLICIT = Signs(
    "explicit|ftpes|initializing tls|tls connection established|initialis tls|auth tls|ftpes://|initialisiere tls",
    "tls-verbindung hergestellt|initialisation de tls|connexion tls établie|inicializando tls|conexión tls establecida",
    "inizializzazione di tls|connessione tls stabilita|inicjalizacja tls|инициализ|tls-соединение|conexão tls",
    "初始化 tls|tls 连接已建立|tls を初期化|tls 接続|tls initialiseren|tls-verbinding",
)
# Letters of UTF-8 that were read as Latin-1 or Windows-1252 ("Ã¼" for "ü"), and what stands for bytes nobody can read.
_GARBLED = re.compile(
    r"[ÃÂÐÑ][\x80-\xa9\xac-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|[à-ï][\x80-\xa9\xac-\xba\xbc-\xbf]|\ufffd"
)
# "names with ä, ö or ü"
_LETTER = r"(?<![^\W\d_])[^\W\d_a-z](?![^\W\d_])"
_LETTERS = re.compile(rf"{_LETTER}[ ,/'\"]{{1,4}}(?:(?:and|or|und|oder|et|ou|y|o|e) )?['\"]?{_LETTER}")
_SOURCES = frozenset("js ts py rb php java cs c h cpp go css html".split())
_DOTTED = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])")
_OTHER_LABELS = Signs("fluentftp|# connect(|ftpsocketstream")
# Frames of a stack name the call that opens the data connection.
_OPENS = {
    "active": Signs("openactivedatastream|openactivedatastreamasync"),
    "passive": Signs("openpassivedatastream|openpassivedatastreamasync"),
}
_OK, _COMPLETE, _PASSIVE = 200, 226, 227
_PORT_TAKEN = re.compile(r"(?i)\b(?:E?PORT|EPRT)\b.{0,12}\b(?:command|request|ok|okay|successful)\b|\bcommand PORT\b")
# Good replies that a command never has: they are late answers to the commands before it.
_NEVER_ANSWERS = {
    "PASS": frozenset({220, 331}),
    "PASV": frozenset({200, 220, 226, 230, 250, 257}),
    "EPSV": frozenset({200, 220, 226, 230, 250, 257}),
    "CWD": frozenset({220, 226, 227, 229, 257}),
    "AUTH": frozenset({220, 226, 227, 229, 250, 257}),
    "PWD": frozenset({125, 150, 200, 220, 226, 227, 229, 331}),
    "TYPE": frozenset({125, 150, 220, 226, 227, 229, 230, 257, 331}),
    "SIZE": frozenset({125, 150, 200, 220, 226, 227, 229, 257}),
    "LIST": frozenset({211, 220, 257, 331}),
    "NLST": frozenset({211, 220, 257, 331}),
}
_SSH_PORT = re.compile(r"(?i)port(?:\W{0,4}| is )22(?!\d|,\d)")  # no longer port, nor the numbers of PORT
# The same behind a host; behind the name of a file stands the number of a line.
_SSH_HOST = re.compile(
    r"(?i)(?:[\w-]\.(?!(?:py|php|go|js|ts|rb|pl|sh|cs|cpp|hpp|java|kt|rs|vb|lua|tsx|jsx|mjs|conf|ini|log)$)[a-z]{2,20}"
    r"|(?<![\d.])(?:\d{1,3}\.){3}\d{1,3})$"
)
_PORT_22 = re.compile(r":22(?![\d:]|,\d)")
_LOGGED_IN = frozenset({230, 232})
_LOGGED_IN_WORDS = ("logged in", "login successful", "angemeldet", "connecté", "已登录", "已登入")
_LOGIN_VERBS = frozenset({"USER", "PASS", "ACCT"})
_REFUSED = 530
_BEFORE_LOGIN = frozenset({"FEAT", "OPTS", "SYST", "CLNT", "HELP"})  # servers answer these with 530 until the login
_LOG_STYLES = frozenset({"w3c", "vsftpd.log", "extended", "xferlog"})
_FRAME = re.compile(r"at |File \"|Traceback|bei |在 |à |a következő helyen: ")


def facts_of(heard: Heard, failure: FailurePoint | None, protocol: str | None) -> frozenset[str]:
    """All facts of a paste."""
    found = {f"outcome:{_outcome(heard, failure, protocol)}", f"dialect:{_dialect(heard.said)}"}
    if protocol is not None:
        found.add(f"protocol:{protocol}")
    found.update(_commands_and_codes(heard))
    found.update(_of_failure(failure))
    found.update(software.servers(heard.said, heard.page))
    found.update(software.clients(heard.said, heard.page))
    found.update(_user(heard))
    found.update(_login(heard))
    found.update(_data(heard))
    found.update(_tls(heard))
    if not heard.page.text.isascii() and any(_GARBLED.search(line.raw) for line in heard.said):
        found.add("names:garbled")
    if not heard.page.text.isascii() and (_LETTERS.search(heard.page.text) or any(map(_foreign, _words(heard)))):
        found.add("names:foreign")
    if _SSH_PORT.search(heard.page.text) or _calls_ssh(heard.page):
        found.add("port:22")
    # Another service listens at such a port as well: Jenkins' agents, gRPC.
    if protocol == FTP and DATA_PORT.search(heard.page.text):
        found.add("port:high")
    if any(_late(exchange) for exchange in heard.exchanges):
        found.add("replies:late")
    return frozenset(found)


def _commands_and_codes(heard: Heard) -> Iterator[str]:
    yield from (f"code:{line.code}" for line in heard.said if line.actor is Actor.REPLY and codes.is_error(line.code))
    yield from (f"code:{code}" for several in heard.quoted.values() for code in several)
    yield from (f"command:{line.command}" for line in heard.said if line.command in VERBS)


def _of_failure(failure: FailurePoint | None) -> Iterator[str]:
    if failure is None:
        return
    if failure.step is not None:
        yield f"step:{failure.step}"
    if failure.code is not None:
        yield f"failed:{failure.code}"
        yield f"code:{failure.code}"
    if failure.command:
        yield f"failed:{failure.command}"


def _outcome(heard: Heard, failure: FailurePoint | None, protocol: str | None) -> str:
    if failure is not None:
        return "failed"
    replied = any(line.actor is Actor.REPLY for line in heard.said)
    spoken = sum(
        # A bare verb that nobody answers is a person's word.
        line.actor is Actor.REPLY or (line.actor is Actor.COMMAND and bool(replied or line.style))
        for line in heard.said
        if line.tone is not Tone.SHELL
    )
    # "* " begins a line of curl's progress, and of a person's list.
    told = any(
        line.actor is Actor.NOTICE and ((line.tone is Tone.STATUS and line.style != "arrow *") or line.program)
        for line in heard.said
    )
    dialogue = spoken > 1 or told
    in_step = not any(map(_late, heard.exchanges))
    return "clean" if protocol == FTP and dialogue and in_step else "unknown"


def _words(heard: Heard) -> Iterator[str]:
    return (word.strip("'\"`«»()[]{}<>,;:!?.") for word in heard.page.text.split() if not word.isascii())


def _foreign(word: str) -> bool:
    """Whether a word is the name of a file and has letters beyond ASCII."""
    name, dot, kind = word.rpartition(".")
    named = bool(dot) and (is_file(word) or kind in _SOURCES)
    return named and not name.isascii() and any(letter.isalpha() and not letter.isascii() for letter in name)


def _dialect(said: tuple[Said, ...]) -> str:
    styles = {line.style for line in said}
    if not styles.isdisjoint(_LOG_STYLES) or any(line.program not in {"", "winscp"} for line in said):
        return "server-log"
    if any(line.actor in {Actor.COMMAND, Actor.REPLY} and line.tone is not Tone.QUOTED for line in said):
        return "transcript"
    if any(line.tone is Tone.QUOTED or (line.tone is Tone.OUTPUT and _FRAME.match(line.text)) for line in said):
        return "traceback"
    return "transcript" if sum(line.style == "labels" for line in said) > 1 else "prose"


def _user(heard: Heard) -> Iterator[str]:
    users = [
        exchange.argument.lower() for exchange in heard.exchanges if exchange.command == "USER" and exchange.argument
    ]
    if users:
        yield "user:anonymous" if users[-1] in _ANONYMOUS_USERS else "user:named"
    elif _ANONYMOUS.on(heard.page) and not _NOT_ANONYMOUS.on(heard.page):
        yield "user:anonymous"


def _login(heard: Heard) -> Iterator[str]:
    for exchange in heard.exchanges:
        yield from (f"login:{how}" for how in (_answered(exchange, reply) for reply in exchange.replies) if how)
    if any(_REFUSED in several for several in heard.quoted.values()):
        yield "login:refused"
    for line in heard.said:
        words = line.text.casefold() if line.actor is Actor.NOTICE else ""
        if words.startswith(_LOGGED_IN_WORDS) or words.endswith(("login successful.", "is now logged in")):
            yield "login:accepted"
        if line.style == "vsftpd.log" and line.command == "PASS":
            yield "login:refused" if line.tone is Tone.ERROR else "login:accepted"


def _answered(exchange: Exchange, reply: Reply) -> str:
    if reply.code in _LOGGED_IN:
        return "accepted"
    refused = (reply.code == _REFUSED and exchange.command not in _BEFORE_LOGIN) or (
        exchange.command in _LOGIN_VERBS and codes.is_error(reply.code)
    )
    return "refused" if refused else ""


def _data(heard: Heard) -> Iterator[str]:
    """``mode:`` and ``data-address:`` of the last data connection that was asked for."""
    mode = address = None
    offered = False
    told = _UNROUTABLE.on(heard.page)
    for line in heard.said:
        if line.tone is Tone.OUTPUT:
            continue
        mode = _mode(line) or mode
        offered = offered or line.code in {227, 228, 229}
        # A client that falls back to active mode names its own address: the server's tells more.
        named = _OFFER.search(line.text) or (not offered and (line.command in {"PORT", "EPRT"} or "PORT" in line.text))
        if named:
            asked = _SIX.search(line.text) or _EPRT.search(line.text)
            address = asked[1] if asked is not None else address
        unroutable = _UNROUTABLE_ADDRESS.search(line.text) if told and line.actor is not Actor.REPLY else None
        if unroutable is not None:
            mode, address = "passive", unroutable[1] or _SOME_PRIVATE
    mode = mode or next((kind for kind, calls in _OPENS.items() if calls.on(heard.page)), None)
    if mode:
        yield f"mode:{'both' if offered and mode == 'active' else mode}"
    if address is not None and (known := address_class(address)) != "unknown":
        doubtful = known != "public" and offered and not told
        same = doubtful and (_came_by(heard.said, address) or _served(heard) or (known == "private" and _taken(heard)))
        yield f"data-address:{'same' if same else known}"
        if known == "public" and offered and not told and _called_elsewhere(heard.said, address):
            yield "data-address:other"


def _calls_ssh(page: Page) -> bool:
    """Whether the host that is called has port 22 behind it, and none is said to be SSH's own or beside port 21."""
    text = page.text
    if ":22" not in text or ":21" in text or not page.words.isdisjoint({"ssh", "telnet"}):
        return False
    hosts = (text[max(0, port.start() - 40) : port.start()] for port in islice(_PORT_22.finditer(text), 20))
    return any(_SSH_HOST.search(host) for host in hosts)


def _came_by(said: Sequence[Said], address: str) -> bool:
    """Whether the client connected to the very address of a 227: it may be a private one, but no wrong one."""
    before = takewhile(lambda line: not _OFFER.search(line.text), said)
    connected = re.compile(rf"(?<![\d.]){re.escape(address.replace(',', '.'))}(?!\.?\d)")
    return any(line.actor is not Actor.REPLY and connected.search(line.text) for line in before)


def _called_elsewhere(said: Sequence[Said], address: str) -> bool:
    """Whether the client called the server by another public address, in numbers, than that of the last 227."""
    offer = max((at for at, line in enumerate(said) if _OFFER.search(line.text)), default=0)
    before = [line.text for line in said[:offer] if line.actor is not Actor.REPLY]
    called = [found[1] for text in before for found in _CALLED.finditer(text)]
    named = address.replace(",", ".")
    if not called or not _DOTTED.fullmatch(named):  # a part that is crossed out may be any
        return False
    return address_class(called[-1]) == "public" and called[-1] != named


def _served(heard: Heard) -> bool:
    """Whether data came over every address of a 227: a transfer is complete after it, and no trouble before that."""
    offers = [at for at, line in enumerate(heard.said) if line.code == _PASSIVE]
    return all(_complete(heard.said[at + 1 : end]) for at, end in pairwise([*offers, len(heard.said)]))


def _complete(after: Sequence[Said]) -> bool:
    """Whether nothing but a dialogue leads to the completion of a transfer."""
    for line in after:
        if line.actor is Actor.REPLY and line.code == _COMPLETE:
            return "abort" not in line.text.casefold()
        spoken = line.actor in {Actor.COMMAND, Actor.REPLY} or line.tone is Tone.STATUS
        if not spoken or line.command in {"PORT", "EPRT", "ABOR"} or (line.code and codes.is_error(line.code)):
            return False
    return False


def _taken(heard: Heard) -> bool:
    """Whether FileZilla went on with a private address: where it came by a public one it says that it does not."""
    offers = [at for at, line in enumerate(heard.said) if line.code == _PASSIVE]
    if not offers or heard.said[offers[-1]].style != "labels" or _OTHER_LABELS.on(heard.page):
        return False
    after = heard.said[offers[-1] + 1 : offers[-1] + 2]
    if not any(line.command in TRANSFERS for line in after):
        return False
    asked = " ".join(line.text for line in heard.said[: offers[-1]] if line.actor is not Actor.REPLY)
    return not any(address_class(found) == "public" for found in _DOTTED.findall(asked))


def _mode(line: Said) -> str | None:
    if line.command in PASSIVE or line.code in {227, 228, 229}:
        return "passive"
    told = line.code == _OK and _PORT_TAKEN.search(line.text) is not None
    return "active" if told or line.command in {"PORT", "EPRT", "LPRT"} else None


def _late(exchange: Exchange) -> bool:
    """Whether the first answer can only belong to an earlier command."""
    return bool(exchange.replies) and exchange.replies[0].code in _NEVER_ANSWERS.get(exchange.command, ())


def _tls(heard: Heard) -> Iterator[str]:
    auth = [exchange for exchange in heard.exchanges if exchange.command == "AUTH"]
    answers = [reply.code for exchange in auth for reply in exchange.replies]
    accepted = any(code in {234, 334} for code in answers)
    if any(map(codes.is_error, answers)) and not accepted:
        yield "tls:refused"
    implicit, explicit = _IMPLICIT.on(heard.page), accepted or (not auth and _EXPLICIT.on(heard.page))
    if explicit:
        yield "tls:explicit"
    if implicit:
        yield "tls:implicit"
    first = next((exchange.command for exchange in heard.exchanges if exchange.command in {"AUTH", "USER"}), "")
    if first == "USER" and not implicit and not explicit:
        yield "tls:none"
