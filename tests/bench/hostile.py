# ruff: noqa: T201  a benchmark prints
"""How long hostile pastes take, step by step: ``python -m tests.bench.hostile [SHAPE…]``.

Prints a table and asserts nothing, because a time is a property of the machine. Each shape is made at 64 KiB, and
again at 1 MiB. All times are milliseconds of one core's time, the best of three: ``clean`` is ``bot.paste.clean``,
``read`` is ``bot.transcript.read``, ``mask`` is ``mask_line`` over all lines, ``sum`` these three, and ``decide`` the
whole question to the matcher over the articles of ``kb_data``.
"""

import random
import string
import sys
from collections.abc import Callable
from time import process_time
from typing import Any

from bot.kb.files import read_articles
from bot.matching import Matcher
from bot.paste import clean
from bot.transcript import mask_line, read
from bot.transcript.phrases import PHRASES
from tests.bench.corpus import ROOT

RUNS = 3
SMALL, LARGE = 65_536, 1_048_576
_RANDOM = random.Random(0)
_EVERY_PHRASE = [phrase for _, _, rows in PHRASES for row in rows for phrase in row.split("|")]
_SESSION = (
    "Status:\tConnecting to 192.0.2.1:21...\nResponse:\t220 (vsFTPd 3.0.5)\nCommand:\tUSER kim\nResponse:\t331 Please"
    " specify the password.\nCommand:\tPASV\nResponse:\t227 Entering Passive Mode (10,0,0,5,200,10).\nCommand:\tLIST\n"
    "Response:\t425 Failed to establish connection.\nError:\tFailed to retrieve directory listing\n"
)


def _repeated(piece: str) -> Callable[[int], str]:
    return lambda size: (piece * (size // len(piece) + 1))[:size]


def _random(alphabet: str) -> Callable[[int], str]:
    return lambda size: "".join(_RANDOM.choices(alphabet, k=size))


def _of_evidence(size: int) -> str:
    """The phrases that our articles ask for."""
    articles = read_articles(ROOT / "kb_data").articles
    items = {item for article in articles for group in article.require for item in group}
    return _repeated(" ".join(item.removeprefix("phrase:") for item in sorted(items) if "phrase:" in item) + " ")(size)


SHAPES: dict[str, Callable[[int], str]] = {
    "one letter": _repeated("a"),
    "one line of words": _repeated("the ftp upload fails with error 550 and "),
    "digits": _repeated("1"),
    "codes": _repeated("550 "),
    "codes with dashes": _repeated("550-"),
    "a.a.a": _repeated("a."),
    "1.1.1": _repeated("1."),
    "1,1,1": _repeated("1,"),
    "a:a:a": _repeated("a:"),
    "a@a@a": _repeated("a@"),
    "a/a/a": _repeated("a/"),
    "a-a-a": _repeated("a-"),
    "a_a A_A": _repeated("a_a A_A "),
    "::::": _repeated(":"),
    "////": _repeated("/"),
    "backslashes": _repeated("\\"),
    "escaped breaks": _repeated("\\n"),
    "escaped replies": _repeated("\\r\\n530 Login incorrect."),
    "asterisks": _repeated("*"),
    "stars and words": _repeated("**a** *b* "),
    "backquotes": _repeated("`"),
    "backquoted words": _repeated("`a` "),
    "fences": _repeated("```\n"),
    "quotes in one line": _repeated("> "),
    "quoted lines": _repeated("> a\n"),
    "quotes ever deeper": lambda size: "\n".join(">" * depth for depth in range(1, int((2 * size) ** 0.5)))[:size],
    "brackets": _repeated("[(<{"),
    "closed brackets": _repeated("[a] (b) <c> {d} "),
    "open brackets": _repeated("<"),
    "closed angles": _repeated("<>"),
    "entities": _repeated("&lt;&amp;"),
    "links": _repeated("<http://ftp.example.com|ftp.example.com> "),
    "straight quotes": _repeated("\"'"),
    "emoji names": _repeated(":smile:"),
    "emoji": _repeated("😀"),
    "combining characters": _repeated("a\u0301"),
    "combining characters alone": _repeated("\u0301"),
    "unsorted combining": _repeated("\u0301\u0316"),
    "Hangul": _repeated("\u1112\u1161\u11ab"),
    "Chinese": _repeated("连接超时"),
    "zero width": _repeated("\u200b"),
    "blanks": _repeated(" "),
    "tabs": _repeated("\t"),
    "blanks and a": lambda size: " " * (size - 1) + "a",
    "empty lines": _repeated("\n"),
    "very short lines": _repeated("a\n"),
    "short lines": _repeated("200 ok\n"),
    "short errors": _repeated("550 a\n"),
    "returns": _repeated("a\r"),
    "escape sequences": _repeated("\x1b["),
    "colours": _repeated("\x1b[31ma\x1b[0m"),
    "random bytes": lambda size: _RANDOM.randbytes(size).decode("latin-1"),
    "random printable": _random(string.printable),
    "random characters": lambda size: "".join(map(chr, _RANDOM.choices(range(1, 0xD000), k=size))),
    "random digits": _random(string.digits + " .,:-\n"),
    "random punctuation": _random(string.punctuation + "a1 \n"),
    "random hexadecimal": _random("0123456789abcdef \n"),
    "base64": _random(string.ascii_letters + string.digits + "+/"),
    "passive replies": _repeated("227 Entering Passive Mode (192,168,1,5,200,10).\n"),
    "passive replies in one line": _repeated("227 Entering Passive Mode (192,168,1,5,200,10). "),
    "refused logins": _repeated("USER a\n331 b\nPASS c\n530 Login incorrect.\n"),
    "open replies": _repeated("530-x\n"),
    "open replies of many codes": lambda size: "".join(f"{400 + n % 153}-x\n" for n in range(size // 6)),
    "commands": _repeated("PASV\n"),
    "commands in one line": _repeated("PASV LIST STOR a RETR b "),
    "stamps": _repeated("2024-01-02 10:00:00 "),
    "stamped lines": _repeated("2024-01-02 10:00:00.123 [debug] [main] a.py:12: 550 a\n"),
    "levels": _repeated("[INFO] "),
    "exceptions": _repeated("FTPError: "),
    "frames": _repeated("   at a.b.c.d(e.java:1)\n"),
    "labels": _repeated("Response: "),
    "labelled lines": _repeated("Error:\tCould not connect to server\n"),
    "arrows": _repeated("==> RETR x ... "),
    "---> ": _repeated("---> "),
    "refusals got over": lambda size: "".join(f"CWD {n}\n550 no\nMKD {n}\n257 ok\n" for n in range(size // 26))[:size],
    "sessions": _repeated(_SESSION),
    "every phrase, a line each": _repeated("\n".join(_EVERY_PHRASE) + "\n"),
    "every phrase, in one line": _repeated(" ".join(_EVERY_PHRASE) + " "),
    "every phrase, as errors": _repeated("\n".join(f"Error: {phrase}" for phrase in _EVERY_PHRASE) + "\n"),
    "every phrase, within words": _repeated("".join(f"x{phrase}x\n" for phrase in _EVERY_PHRASE)),
    "every phrase, answered": _repeated("".join(f"STOR {phrase} -> 550 {phrase}\n" for phrase in _EVERY_PHRASE)),
    "every phrase of evidence, in one line": _of_evidence,
    "names of FTP": lambda size: "ftp" * (size // 3) + "/",
    "quotes in status lines": _repeated("Status:\t" + '"' * 1000 + "\n"),
    "quoted names in status lines": _repeated("Status:\t" + '"a ' * 80 + "\n"),
    "passwords": _repeated("password="),
    "passwords in lines": _repeated("PASS hunter2\n"),
    "keys": _repeated("-----BEGIN RSA PRIVATE KEY-----\n"),
    "key feet": _repeated("-----END RSA PRIVATE KEY-----\n"),
    "urls": _repeated("ftp://a:b@c/d "),
    "open urls": _repeated("://a:"),
    "users": _repeated("user a "),
    "prompts": _repeated("ftp> "),
    "xferlog": _repeated("Tue Mar  5 09:02:11 2024 1 192.0.2.1 12 /a.txt b _ i r kim ftp 0 * c\n"),
    "W3C": _repeated("2024-01-02 10:00:00 192.0.2.1 - 192.0.2.2 21 PASS *** 530 1326 41 - -\n"),
    "JSON": _repeated('{"log":"220 a\\r\\n530 No\\r\\n","stream":"stdout","time":"2024-01-02T10:00:00.1Z"}\n'),
    "binary listing": _repeated("-rw-r--r-- 1 a b 550 Jan 01 10:00 c\n"),
}


def _best(do: Callable[[], Any]) -> tuple[float, Any]:
    """Milliseconds of the fastest of a few runs, and the result."""
    times: list[float] = []
    for _ in range(RUNS):
        start = process_time()
        result = do()
        times.append((process_time() - start) * 1000)
    return min(times), result


def main(names: list[str]) -> None:
    """Print a row for every shape, and one for the slowest of each column."""
    matcher = Matcher.build([article.as_entry(1) for article in read_articles(ROOT / "kb_data").articles])
    matcher.decide("220 a")  # what is prepared once
    rows: list[tuple[float, ...]] = []
    columns = ("clean", "read", "mask", "sum", "decide", "clean", "read", "sum")
    print(f"{'64 KiB, then 1 MiB':28}" + "".join(f"{column:>8}" for column in columns))
    for name in names or SHAPES:
        small, large = SHAPES[name](SMALL), SHAPES[name](LARGE)
        cleaning, cleaned = _best(lambda text=small: clean(text).text)
        reading, transcript = _best(lambda text=cleaned: read(text))
        masking, _ = _best(lambda lines=transcript.lines: [mask_line(line.text) for line in lines])
        deciding, _ = _best(lambda text=cleaned: matcher.decide(text))
        more, shortened = _best(lambda text=large: clean(text).text)
        again, _ = _best(lambda text=shortened: read(text))
        rows.append((cleaning, reading, masking, cleaning + reading + masking, deciding, more, again, more + again))
        _show(name, rows[-1])
    _show("the slowest", tuple(max(column) for column in zip(*rows, strict=True)))


def _show(name: str, times: tuple[float, ...]) -> None:
    print(f"{name:28}" + "".join(f"{time:8.0f}" for time in times), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
