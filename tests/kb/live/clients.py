"""Clients that fail as people's clients fail: each runs one session and returns what stands on the terminal."""

import re
import shlex
import sys
from dataclasses import dataclass

from tests.kb.live import box
from tests.kb.live.servers import Server

_FTP = 21
# Status line of a refusal, or what tnftp says by itself; tnftp's exit status does not tell.
_REFUSED = re.compile(
    r"^(?:[45]\d\d[ -]|(?:tn)?ftp: |Login failed|Not connected|Passive mode address|Can't )", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Session:
    """One run of a client.

    Attributes:
        client: Its name.
        text: The terminal: the command, and what the program printed.
        ok: Whether the program did what it was told.
    """

    client: str
    text: str
    ok: bool


def curl(server: Server, *options: str, path: str = "/", user: str | None = "ida", scheme: str = "ftp") -> Session:
    """`curl -v` on a path; `options` like `-T file` or `--ssl-reqd`."""
    login = () if user is None else ("--user", _login(user))
    command = ("curl", "-v", "-sS", "--max-time", "6", *options, *login, _url(server, path, scheme))
    done = box.run(*command)
    return Session("curl", f"$ {_shown(command)}\n{done.stdout}", done.returncode == 0)


def wget(server: Server, *options: str, path: str = "/", user: str | None = "ida") -> Session:
    """`wget` of a path."""
    login = () if user is None else (f"--user={_login(user).split(':')[0]}", f"--password={_login(user).split(':')[1]}")
    command = ("wget", "-t", "1", "-T", "5", "-O", "-", *options, *login, _url(server, path))
    done = box.run(*command)
    return Session("wget", f"$ {_shown(command)}\n{done.stdout}", done.returncode == 0)


def lftp(server: Server, *commands: str, user: str | None = "ida", settings: str = "", scheme: str = "ftp") -> Session:
    """`lftp -d` and its commands; `settings` are further `set` lines."""
    login = "" if user is None else "-u " + shlex.quote(_login(user).replace(":", ",", 1)) + " "
    limits = (
        "set net:max-retries 1; set net:timeout 8; set net:reconnect-interval-base 1; set cmd:fail-exit yes; "
        "set xfer:clobber yes; "
    )
    script = f"{limits}{settings}; open {login}-p {server.port} {scheme}://{server.host}; {'; '.join(commands)}"
    done = box.run("lftp", "-d", "-c", script)
    return Session("lftp", f"$ lftp -d -u ida {server.host}\n{done.stdout}", done.returncode == 0)


def tnftp(server: Server, *commands: str, user: str | None = "ida", options: str = "") -> Session:
    """`tnftp`, the ftp of BSD, macOS and newer Debians, on a terminal."""
    name, _, password = _login(user or "anonymous").partition(":")
    port = () if server.port == _FTP else (str(server.port),)
    words = ("tnftp", "-e", *options.split(), server.host, *port)
    text = box.terminal(*words, answers={"Name": name, "Password": password}, typed=[*commands, "quit"])
    ok = "\n230" in text and not _REFUSED.search(text)
    return Session("tnftp", f"$ ftp {server.host}\n{text}", ok)


def ftplib(
    server: Server, *lines: str, user: str | None = "ida", tls: str | None = None, first: str = "", made_by: str = ""
) -> Session:
    """A Python script of these `lines` about `ftp`.

    Args:
        server: Where it connects to.
        lines: What it does after the login.
        user: Who logs in; None for nobody.
        tls: What FTP_TLS is made with, where it is used.
        first: A line before it connects.
        made_by: The text of a class to use instead.
    """
    name, _, password = _login(user).partition(":") if user else ("", "", "")
    kind = "ReusingFTP" if made_by else "ftplib.FTP" if tls is None else "ftplib.FTP_TLS"
    script = box.write(
        "/srv/backup.py",
        "\n".join([
            "import ftplib, io, ssl, time",
            made_by,
            f"ftp = {kind}({tls or ''})",
            first,
            f"ftp.connect({server.host!r}, {server.port}, timeout=5)",
            f"ftp.login({name!r}, {password!r})" if user else "",
            *lines,
            "print('done')",
        ]),
    )  # fmt: skip
    done = box.run(sys.executable, str(script))
    return Session("ftplib", f"$ python3 backup.py\n{done.stdout}", done.returncode == 0)


def printed(client: str, text: str) -> Session:
    """What a failing server printed, or a part of a log, as somebody pastes it."""
    return Session(client, text, ok=False)


def _login(user: str) -> str:
    return user if ":" in user else f"{user}:{box.PASSWORD}"


def _url(server: Server, path: str, scheme: str = "ftp") -> str:
    port = "" if server.port == {"ftp": 21, "ftps": 990}.get(scheme) else f":{server.port}"
    return f"{scheme}://{server.host}{port}{path}"


def _shown(words: tuple[str, ...]) -> str:
    return " ".join(shlex.quote(word) if " " in word else word for word in words)
