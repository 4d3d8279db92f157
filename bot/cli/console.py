"""The bot in the terminal: paste, get the answer, press a number. The same use cases as in Slack, the same records."""

import getpass
import os
import re
import select
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count

from bot.cli.render import Page
from bot.errors import PasteError
from bot.paste import clean
from bot.support import helping
from bot.support import press as presses
from bot.support.ask import ask
from bot.support.desk import Desk
from bot.support.model import Paste, Post, Source
from bot.support.press import Press
from bot.support.reply import Reply, ReplyKind, compose

WORKSPACE = "local"
QUIET_SECONDS = 0.3  # a paste arrives in one burst: what comes this soon after a line belongs to it
NUMBER = re.compile(r"[0-9]{1,2}")  # what can be pressed; a number of three digits may be a reply code

Action = tuple[str, Callable[[Press], object]]


class Conversation:
    """One person at the terminal.

    Args:
        desk: The support desk.
        page: Where replies are printed.
    """

    def __init__(self, desk: Desk, page: Page) -> None:
        self._desk = desk
        self._page = page
        self._who = _who()
        self._presses = count(1)

    def paste(self, text: str) -> Paste | None:
        """Ask about a paste and print the reply."""
        cleaned = clean(text)
        now = self._desk.clock.now().timestamp()
        post = Post(
            workspace=WORKSPACE,
            channel="console",
            ts=f"{now:.6f}",
            thread_ts=None,
            author=self._who,
            text=cleaned.text,
            source=Source.CONSOLE,
            asked=True,
        )
        _, paste = ask(self._desk, post)
        if cleaned.kinds:
            self._page.say(
                "The paste held a secret ("
                + ", ".join(cleaned.kinds)
                + "). It was masked and is stored nowhere, but whoever has seen it knows it: change it.",
                "yellow",
            )
        if paste is not None:
            self._page.reply(self.reply(paste))
        return paste

    def reply(self, paste: Paste) -> Reply:
        """The reply as it is now."""
        with self._desk.store.begin() as tx:
            return compose(tx, tx.tickets.paste(paste.id))

    def actions(self, reply: Reply) -> list[Action]:
        """What can be pressed now, as buttons in Slack."""
        desk, paste, answer = self._desk, reply.paste, reply.answer
        listed: list[Action] = []
        if reply.resolved_by and answer:
            return [("Reopen", lambda press: presses.reopen(desk, answer.id, press))]
        if reply.resolution:
            return [("Reopen", lambda press: presses.reopen_paste(desk, paste.id, press))]
        if reply.kind is ReplyKind.CHOICES:
            for choice in reply.choices:
                listed.append(  # noqa: PERF401  a comprehension of closures is harder to read
                    (f"Show {choice.answer.article}", _bind(presses.choose, desk, choice.answer.id))
                )
            listed.append(("None of these", lambda press: presses.reject_all(desk, paste.id, press)))
        elif reply.kind is ReplyKind.ARTICLE and answer:
            listed.append(("Solved it", lambda press: presses.solve(desk, answer.id, press)))
            listed.append(("Not this", lambda press: presses.reject(desk, answer.id, press)))
        if not reply.asked_for_help and reply.kind not in {ReplyKind.EMPTY, ReplyKind.GONE}:
            listed.append(("Ask a person", self._ask_a_person(paste)))
        return listed

    def press(self, action: Action, paste: Paste) -> Reply:
        """Press one, and print the reply where it changed; that a person was asked has been said."""
        before = self.reply(paste)
        key = f"console:{paste.id}:{os.getpid()}:{next(self._presses)}"
        action[1](Press(key, self._who))
        reply = self.reply(paste)
        if replace(reply, help=before.help) != before:
            self._page.reply(reply)
        return reply

    def _ask_a_person(self, paste: Paste) -> Callable[[Press], object]:
        def ask_a_person(press: Press) -> None:
            if helping.escalate(self._desk, paste.id, press):
                self._page.say(f"In Slack, this asks {', '.join(self._desk.helpers)} with all that is known.")
            else:
                self._page.say("Nobody is set up to help: name people or a channel in ESCALATE_TO.", "yellow")

        return ask_a_person


def _bind(use_case: Callable[[Desk, int, Press], object], desk: Desk, ident: int) -> Callable[[Press], object]:
    return lambda press: use_case(desk, ident, press)


def from_pipe(desk: Desk, text: str) -> None:
    """One paste from a pipe: print the answer."""
    Conversation(desk, Page()).paste(text)


def interactive(desk: Desk) -> None:
    """Paste after paste, until the end of input or Ctrl-C."""
    page = Page()
    conversation = Conversation(desk, page)
    page.say("Paste an FTP error, then press Enter on an empty line. Ctrl-D ends.", "bold")
    current: Paste | None = None
    actions: list[Action] = []
    try:
        while (entered := _read_burst()) is not None:
            if NUMBER.fullmatch(entered.strip()):
                if current is not None and (action := _numbered(actions, entered)):
                    actions = conversation.actions(conversation.press(action, current))
                else:
                    page.say(f"There is no [{entered.strip()}] to press.", "yellow")
            elif entered.strip():
                try:
                    current = conversation.paste(entered)
                except PasteError as error:
                    page.say(error.sentence, "red")
                actions = conversation.actions(conversation.reply(current)) if current else []
            if actions:
                labels = (f"[{number}] {label}" for number, (label, _) in enumerate(actions, start=1))
                page.say("   ".join(labels), "bold")
    except KeyboardInterrupt:
        print()
    page.say("Bye.")


def _numbered(actions: Sequence[Action], entered: str) -> Action | None:
    number = int(entered)
    return actions[number - 1] if 0 < number <= len(actions) else None


def _who() -> str:
    """The name of whoever sits at the terminal; a container may run under an id that has none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "you"


def _read_burst() -> str | None:
    """What is typed or pasted next: a number at once, anything else up to an empty line; None at the end."""
    lines: list[str] = []
    while line := sys.stdin.readline():
        pasting = bool(select.select([sys.stdin], [], [], QUIET_SECONDS)[0])
        if not line.strip() and not pasting:
            return "".join(lines)
        lines.append(line)
        if len(lines) == 1 and NUMBER.fullmatch(line.strip()) and not pasting:
            return line
    return "".join(lines) if lines else None
