"""What Slack makes of a pasted transcript: the counterpart of ``bot.paste.slack_text``, for round trips."""

import re
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

_PIECE = re.compile(
    r"(?P<url>(?:ftps?|https?)://[^\s<>\"']+)"
    r"|(?P<mail>[\w.+-]+@(?:[\w-]+\.)+(?:com|example))"
    r"|(?P<host>(?<![\w.@-])(?:[\w-]+\.)+(?:com|example)(?![\w-]))"
    r"|(?P<emoticon>:\(|:\)|8\)|:\||\bD:|:\\|:/(?!/)|:p(?![A-Z])|:P(?=[A-Z])|:o(?![A-Z])|:O(?=[A-Z]))"
)
_EMOJI = {
    ":(": "disappointed",
    ":)": "slightly_smiling_face",
    "8)": "sunglasses",
    ":|": "neutral_face",
    "D:": "anguished",
    ":\\": "confused",
    ":/": "confused",
    ":p": "stuck_out_tongue",
    ":P": "stuck_out_tongue",
    ":o": "open_mouth",
    ":O": "open_mouth",
}


@dataclass(frozen=True)
class Composer:
    """How a person pastes: settings of the client, and what is done to the text.

    Attributes:
        emoticons: The setting "convert typed emoticons to emoji".
        links: Whether the client makes links.
        fence: The fence in front of and behind the paste, each nothing, "```" or "```" with a line break.
        quote: Whether the paste is quoted.
        curly: Whether quotes become curly.
        hard_spaces: Whether spaces become non-breaking ones, as a copy from a web page has them.
        before, after: What the person writes around the paste.
    """

    emoticons: bool = True
    links: bool = True
    fence: tuple[str, str] = ("", "")
    quote: bool = False
    curly: bool = False
    hard_spaces: bool = False
    before: str = ""
    after: str = ""


def composers() -> st.SearchStrategy[Composer]:
    return st.builds(
        Composer,
        emoticons=st.booleans(),
        links=st.booleans(),
        fence=st.sampled_from([("", ""), ("```", "```"), ("```\n", "\n```"), ("```\n", "```"), ("```", "\n```")]),
        quote=st.booleans(),
        curly=st.booleans(),
        hard_spaces=st.booleans(),
        before=st.sampled_from(["", "hi all, since today:"]),
        after=st.sampled_from(["", "any idea?"]),
    )


def as_text(paste: str, composer: Composer) -> str:
    """The ``text`` that Slack delivers."""
    opening, closing = composer.fence
    body = opening + "".join(_piece_as_text(piece) for piece in _pieces(paste, composer, fenced=False)) + closing
    return "\n".join(filter(None, (composer.before, body, composer.after)))


def as_blocks(paste: str, composer: Composer) -> list[dict[str, Any]]:
    """The ``rich_text`` block that Slack delivers. Inside a code block are text and links only, and no quote."""
    fenced = bool(composer.fence[0])
    kind = "preformatted" if fenced else "quote" if composer.quote else "section"
    pieces = _pieces(paste, composer, fenced=fenced, quoting=kind != "quote")
    parts = [(kind, pieces)]
    if composer.before:
        parts.insert(0, ("section", [{"type": "text", "text": composer.before + "\n"}]))
    if composer.after:
        parts.append(("section", [{"type": "text", "text": composer.after}]))
    elements = [{"type": f"rich_text_{kind}", "elements": pieces} for kind, pieces in parts]
    return [{"type": "rich_text", "block_id": "x", "elements": elements}]


def _pieces(paste: str, composer: Composer, *, fenced: bool, quoting: bool = True) -> list[dict[str, Any]]:
    if composer.quote and quoting:
        paste = "\n".join(f"> {line}" for line in paste.split("\n"))
    if composer.curly:
        paste = re.sub(r"\"(\w)", r"“\1", paste).replace('"', "”").replace("'", "’")
    if composer.hard_spaces:
        paste = paste.replace("  ", "\u00a0 \u200b")
    pieces: list[dict[str, Any]] = []
    end = 0
    for match in _PIECE.finditer(paste):
        piece = _link_or_emoji(match, composer, fenced=fenced)
        if piece:
            pieces += ({"type": "text", "text": paste[end : match.start()]}, piece)
            end = match.end()
    pieces.append({"type": "text", "text": paste[end:]})
    return [piece for piece in pieces if piece.get("text") != ""]


def _link_or_emoji(match: re.Match[str], composer: Composer, *, fenced: bool) -> dict[str, Any] | None:
    shown = match.group()
    if match.lastgroup == "emoticon":
        return {"type": "emoji", "name": _EMOJI[shown]} if composer.emoticons and not fenced else None
    if not composer.links:
        return None
    scheme = {"url": "", "mail": "mailto:", "host": "http://"}[match.lastgroup or ""]
    return {"type": "link", "url": scheme + shown} | ({"text": shown} if scheme else {})


def _piece_as_text(piece: dict[str, Any]) -> str:
    if piece["type"] == "emoji":
        return f":{piece['name']}:"
    if piece["type"] == "link":
        label = f"|{_escaped(piece['text'])}" if "text" in piece else ""
        return f"<{_escaped(piece['url'])}{label}>"
    return _escaped(piece["text"])


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


# --- transcripts to mangle ------------------------------------------------------------------------------------------

_HOSTS = st.sampled_from(["ftp.example.com", "192.0.2.7", "files.corp.example", "localhost", "198.51.100.8"])
_USERS = st.sampled_from(["bob", "paula", "olga", "Dora", "CORP\\ann", "web&co", "anonymous", "Otto", "Petra"])
_PATHS = st.sampled_from(
    ["/pub/a&b.txt", "C:\\Users\\bob\\in", "D:\\data", "/srv/<new>/x (8)", "/päth/~tmp", "x'y.zip", "report_8_.csv"]
)
_REPLIES = st.sampled_from(
    [
        "220 (vsFTPd 3.0.5)",
        "220 PLUTO Microsoft FTP Service (Version 5.0).",
        "331 Password required for bob.",
        "230-Welcome to ftp.example.com & friends",
        "227 Entering Passive Mode (192,0,2,7,195,8).",
        "229 Entering Extended Passive Mode (|||40117|)",
        '257 "/" is the current directory',
        "425 Can't open data connection.",
        "530 User cannot log in, home directory inaccessible.",
        "550 /in/&lt;x&gt;: Access is denied.",
        "553 Could not create file: D:",
    ]
)
_COMMANDS = st.sampled_from(["USER bob", "PASV", "LIST -a", "CWD /pub", "STOR a&b.txt", "EPSV", "RETR x<y>.bin"])


@st.composite
def transcripts(draw: st.DrawFn) -> str:
    """A dialogue as one of several clients prints it, with one reply at least and no trailing spaces."""
    host, user, path = draw(_HOSTS), draw(_USERS), draw(_PATHS)
    dialogue = draw(st.lists(st.tuples(_COMMANDS, _REPLIES), min_size=1, max_size=5))
    sent, got, opening = draw(
        st.sampled_from(
            [
                ("ftp> {}", "{}", f"Connected to {host}.\nUser ({host}:(none)): {user}\nPassword:"),
                ("ftp> {}", "{}", f"Name ({host}:{user}): {user}\nRemote system type is UNIX."),
                ("Command:\t{}", "Response:\t{}", f"Status:\tConnecting to {host}:21..."),
                ("---> {}", "<--- {}", f"lftp {user}@{host}:/pub> put {path}\n---- Connecting to {host} port 21"),
                ("> {}", "< {}", f"* Connected to {host} (192.0.2.7) port 21 (#0)\n< 220 ready"),
                ("*cmd* '{}'", "*resp* '{}'", f"*get* '220 {host}'"),
                ("[debug] > '{}'", "[debug] < '{}\\r\\n'", f"[info] ftp://{host}:21{path.split(' ')[0]}"),
                (
                    "> 2024-01-02 10:00:00.200 {}",
                    "< 2024-01-02 10:00:00.300 {}",
                    f". 2024-01-02 10:00:00.000 Connecting to {host} ...",
                ),
                (
                    "2024-01-02T10:00:00.643Z >> [FTP Session 3 192.0.2.9] {}",
                    "2024-01-02T10:00:00.643Z << [FTP Session 3 192.0.2.9] {}",
                    "2024-01-02T10:00:00.643Z DI [FTP Session 3 192.0.2.9] Session 0x17d3 with ID 3 created.",
                ),
                (
                    '2024/01/02 10:00:00 DEBUG : FTP Tx: "{}"',
                    '2024/01/02 10:00:00 DEBUG : FTP Rx: "{}"',
                    f"2024/01/02 10:00:00 DEBUG : ftp://{host}:21: Connecting to FTP server",
                ),
                (
                    "<1/14/2026 9:02:10 AM> FTP Session 41 192.0.2.9 [Command] {}",
                    "<1/14/2026 9:02:10 AM> FTP Session 41 192.0.2.9 [Response] {}",
                    "<Date/Time> Info [Type] Message",
                ),
            ]
        )
    )
    lines = [opening]
    for command, reply in dialogue:
        lines += (sent.format(command), got.format(reply))
    if draw(st.booleans()):
        lines.append(f"06-30-07  08:05PM       <DIR>          {path}")
    return "\n".join(lines)
