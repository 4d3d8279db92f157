"""Walking through a paste: where the dialogue stands at each line, and what goes wrong or well there.

The walk collects troubles (refusals, sentences, quoted codes) and successes, in order. It judges nothing: what a
session got over, and which trouble counts, is decided in ``bot.transcript.failure``.
"""

import re

from bot.transcript import codes
from bot.transcript.addresses import DATA_PORT
from bot.transcript.heard import Heard
from bot.transcript.model import Actor, Reply, Step
from bot.transcript.phrases import Weight
from bot.transcript.progress import is_done, phases_on
from bot.transcript.said import Said, Tone
from bot.transcript.sentences import Sentence
from bot.transcript.trouble import Success, Trouble
from bot.transcript.verbs import OPENING, OPTIONAL, PASSIVE, SOFT, TRANSFERS, step_of, unknown_verb, verb_in

# The step of an error code for which nothing else tells it.
_STEP_OF_CODE = {
    421: Step.GREETING,
    425: Step.DATA,
    426: Step.TRANSFER,
    430: Step.LOGIN,
    431: Step.TLS,
    434: Step.CONNECT,
    450: Step.TRANSFER,
    451: Step.TRANSFER,
    452: Step.TRANSFER,
    521: Step.DATA,
    522: Step.DATA,
    530: Step.LOGIN,
    532: Step.TRANSFER,
    533: Step.TLS,
    534: Step.LOGIN,
    535: Step.TLS,
    536: Step.DATA,
    537: Step.TLS,
    550: Step.TRANSFER,
    551: Step.TRANSFER,
    552: Step.TRANSFER,
    553: Step.TRANSFER,
}
# Whatever was asked, these codes speak of the data connection.
_OF_DATA = frozenset({425, 521, 522, 536})
# An optional command that is answered so is not supported, or has nothing to tell.
_SHRUGGED_OFF = frozenset({431, 500, 501, 502, 503, 504, 522, 530, 534, 550})
_CLOSING, _REFUSED = 421, 530
_LOGIN_VERBS = frozenset({"USER", "PASS", "ACCT", "HOST"})
_OPENED = re.compile(r"(?i)(?<!use )\b(PORT|EPRT|PASV|EPSV)\b(?! or)")
# "Failed to connect to ftp.example.com port 21 …": it speaks of the control connection, whatever else it says.
_CONTROL_PORT = re.compile(r"connect\w{0,10}\b.{1,120}?(?:\bport (?:= )?|:)(?:21|990)\b")
# "timed out while FTP('ftp.example.com')": the call that opens the control connection.
_OPENS_CONTROL = re.compile(
    r"(?<![A-Za-z0-9_])(?:FTP(?:_TLS)?|ftp_(?:ssl_)?connect)\([^)\s][^)\n]{0,200}(?:\)(?!\s?[.-])|$)"
)
_ABOUT_A_CONNECTION = frozenset({None, Step.CONNECT})
_FROM_A_FILE = re.compile(r" <(?![<\w])[ ]?\S")
# "MLSD gets a 500, so it falls back to LIST": what people tell that a session got over
_FALLS_BACK = re.compile(r"\b(?:f(?:alls?|ell|alling) ?back|and then tries|then tries)\b")
# A tally of nought is no trouble: "2 sent, 0 failed"
_NONE_FAILED = re.compile(r"(?<![\w.,])(?:0|no) (?:failed|failures?|errors?|files? failed)\b")
_COUNTED = re.compile(r"\W{0,3}(?:ftp: )?[1-9]\d{0,14} bytes (?:received|sent|transferred)\b")
_NOT_KNOWN = frozenset({500, 502})  # RFC 959, 4.2.1: no such command, none implemented
_DATA_OPENED = "datachannelopened - - 0 "
# What only the command of a transfer is answered, not the one that opens its data connection.
_OF_FILES = frozenset({450, 550, 551, 552, 553})
_ABOUT_FILES = ("no such file", "not found", "permission denied", "access is denied", "open that file", "create file")
_BEGUN = frozenset({125, 150})
_WAITS_FOR_DATA = frozenset({227, 228, 229})
_WAITS_FOR_TLS = 234
# Good replies that tell of a failure: a greeting that refuses whoever has an account (to an anonymous login it is
# none), and a listing that vsftpd completes of a folder that it may not read.
_GOOD_REPLIES_OF_FAILURES = {
    (220, "only anonymous ftp is allowed"): Step.LOGIN,
    (226, "failed to open directory"): Step.TRANSFER,
}


class Walk:
    """One pass over the lines of a paste."""

    def __init__(self, heard: Heard) -> None:
        said, replies = heard.said, heard.replies
        self.said = said
        self.quoted = heard.quoted
        self.sentences = heard.sentences
        self.phases = phases_on(heard.page)
        self.dialogue = any(said[index].tone is not Tone.QUOTED for index in replies)
        self.command = ""
        self.argument = ""
        self.typed = False  # the command is a word typed at a client's prompt: it may stand for several commands
        self.spoke = False  # the server has said something
        self.phase: Step | None = None  # what a client says of its progress
        self.told = 0  # the line where it says so
        self.reached = -1  # where a client last says that it has listed or transferred something
        self.open: int | None = None  # the line that still waits for an answer
        self.framed: str | None = None  # the command that a stack frame names
        self.carried: str | None = None  # the one that ftplib sends once it has opened the data connection for it
        self.logged: tuple[int, str] | None = None  # the last command in a server's log
        self.wanted: str | None = None  # the one for which a call opened the data connection
        self.left = False  # that log ends its session after it
        self.troubles: list[Trouble] = []
        self.successes: list[Success] = []
        for index, line in enumerate(said):
            if line.actor is Actor.COMMAND:
                self._hear_command(index, line)
            elif index in replies:
                self._hear_reply(index, line, replies[index])
            elif line.actor is not Actor.REPLY:
                self._hear_words(index, line)

    def _hear_command(self, index: int, heard: Said) -> None:
        if heard.command:
            self.command, self.argument, self.open = heard.command, heard.argument, index
            self.typed = heard.style.endswith(">") and not heard.style.startswith("arrow")
        elif heard.text and heard.style not in {"ftp>", "lftp>", "ncftp>", "zos>"}:
            self.command, self.argument, self.spoke, self.open = "", "", False, None
            # One that reads its commands from a file ("ftp -n < commands") shows little of what goes well.
            called = heard.text.lower().startswith(("ftp", "lftp", "ncftp", "curl", "wget"))
            self.phase = Step.CONNECT if called and not _FROM_A_FILE.search(heard.text) else None

    def _hear_reply(self, index: int, heard: Said, reply: Reply) -> None:
        if heard.command:
            self.command, self.argument = heard.command, heard.argument
        if codes.is_error(reply.code):
            self.troubles.append(self._refusal(index, heard, reply))
            self.open = None
        elif heard.tone is Tone.QUOTED:
            if heard.style != "ftplib":  # an exception over a success: the replies are out of step
                named = verb_in(reply.text)
                step = Step.DATA if reply.code in _WAITS_FOR_DATA else step_of(named)
                self.troubles.append(Trouble(index, step, step is not None, named, "", reply.code, Weight.WHAT))
        elif (failed := _failure_in_success(reply)) is not None:
            self.troubles.append(Trouble.told(index, failed, self.command or None))
            self.open = None
        else:
            self.successes.append(Success(index, self.command, self.argument, reply.code))
            waits = reply.code // 100 == codes.PRELIMINARY or reply.code in _WAITS_FOR_DATA | {_WAITS_FOR_TLS}
            self.open = index if waits else None
        self.phase = None
        self.spoke = self.spoke or heard.tone is not Tone.QUOTED

    def _refused(self, heard: Said, reply: Reply) -> str:
        """The command that a reply refuses; empty where that cannot be told."""
        command = self.command if heard.tone is not Tone.QUOTED or not self.dialogue else ""
        if heard.tone is Tone.QUOTED and not command and self.framed == "AUTH":
            command = self.framed  # within its login, ftplib asks for TLS first
        inner = _OPENED.search(reply.text) if self.typed else None
        if inner is not None:  # "ls" was typed, and PORT was refused
            return inner[1].upper()
        # "502 STAT not implemented": the paste may leave the command out
        unknown = unknown_verb(reply.text) if reply.code in _NOT_KNOWN and self.open is None else None
        return unknown or command

    def _refusal(self, index: int, heard: Said, reply: Reply) -> Trouble:
        code, command = reply.code, self._refused(heard, reply)
        named = command or verb_in(reply.text) or ""
        step, firm = step_of(named), bool(command)
        sentence = self.sentences.heaviest(reply.text.casefold())
        if sentence is not None and sentence.weight is Weight.WHAT and _may_decide(command, code, sentence.step):
            step, firm = sentence.step, True
        if code in _OF_DATA:
            step, firm = Step.DATA, True
        elif (
            code == _REFUSED
            and step is not Step.TLS
            and (not command or command in _LOGIN_VERBS | OPTIONAL | TRANSFERS)
        ):
            step, firm = Step.LOGIN, True
        elif code == _CLOSING and self.open is not None and (command in TRANSFERS or command in PASSIVE):
            step = Step.DATA
        elif command == "AUTH":
            step = Step.TLS
        weight = Weight.WHAT
        if code != _CLOSING and (command in SOFT or (command in OPTIONAL and code in _SHRUGGED_OFF)):
            weight = Weight.BROKEN
        if code == _CLOSING and (step is Step.CLOSE or not firm):  # it closes a session, or turns a client away
            step, firm = Step.CLOSE if self.spoke else Step.GREETING, self.spoke
        return Trouble(index, step or _STEP_OF_CODE.get(code), firm, named or None, self.argument, code, weight)

    def _hear_words(self, index: int, heard: Said) -> None:
        line = heard.text.casefold()
        if heard.tone is Tone.OUTPUT:
            self._hear_output(heard.text)
            return
        self._hear_log(index, heard, line)
        # wget's answer to its own "==> PASV ...", IIS's log, and what clients count at the end of a transfer
        if line.startswith("done") or _DATA_OPENED in line or _COUNTED.match(line):
            self.open = None
        sentence = self.sentences.heaviest(_NONE_FAILED.sub("", line))
        quoted = self.quoted.get(index)
        if quoted:
            self.troubles.append(self._quoted(index, heard, quoted[0], sentence))
        elif sentence is not None and not _is_progress(heard, sentence):
            self.troubles.append(self._worded(index, heard, sentence))
        elif sentence is None and (heard.style == "error" or (heard.command and heard.tone is Tone.ERROR)):
            # an error in words that nobody has put into the table yet, or a command that a server's log says failed
            self.troubles.append(self._worded(index, heard, _UNKNOWN_ERROR))
        if heard.tone is Tone.STATUS and is_done(line):
            self.reached = index
        if heard.actor is Actor.NOTICE and self.phases:
            told = next((phase for phase in self.phases if phase.phrase in line), None)
            if told is not None and (sentence is None or sentence.weight < Weight.BROKEN):
                self.phase, self.told = told.step, index
                if told.step is None and self.open is not None and self.said[self.open].code == _WAITS_FOR_TLS:
                    self.open = None  # TLS is up

    def _hear_log(self, index: int, heard: Said, line: str) -> None:
        """A server's log names commands and the end of a session, and no replies."""
        if heard.command and heard.actor is Actor.NOTICE:
            self.logged, self.left = (index, heard.command), False
        elif line.rstrip(".").endswith("logout"):
            self.left = True

    def _hear_output(self, text: str) -> None:
        """What a program printed beside the session: the frames of a traceback name calls, and calls name commands.

        Within ``ntransfercmd``, Python's ftplib opens the data connection, then sends the command of the transfer.
        """
        named = verb_in(text)
        python = text.startswith('File "')  # Python names the innermost call last, others first
        if named is not None and named not in OPENING and not python and self.framed in OPENING:
            self.wanted = self.wanted or named
        if named is not None and (self.framed is None or python or named in OPENING):
            if named != self.framed and "ntransfercmd" in text:
                self.carried = self.framed
            self.framed = named
        if python:
            self._hear_frame(text)

    def _hear_frame(self, frame: str) -> None:
        """Follow Python's ftplib inwards.

        It reads the greeting within ``connect``. What the call within ``ntransfercmd`` is refused that sends the
        command of the transfer is not the data connection's fault.
        """
        if frame.endswith(", in sendcmd") and self.carried is not None:
            self.framed = self.carried
        elif not frame.endswith(", in ntransfercmd"):
            self.carried = None
        if frame.endswith(", in connect"):
            self.phase = Step.CONNECT
        elif self.phase is Step.CONNECT and frame.endswith((", in getresp", ", in getmultiline", ", in getline")):
            self.phase = Step.GREETING

    def _quoted(self, index: int, heard: Said, code: int, sentence: Sentence | None) -> Trouble:
        named = verb_in(heard.text)
        step, firm = step_of(named), named is not None
        if sentence is not None and sentence.weight is Weight.WHAT and _may_decide(named or "", code, sentence.step):
            step, firm = sentence.step, True
        if code in _OF_DATA:
            step, firm = Step.DATA, True
        weight = Weight.THAT if heard.actor is Actor.PROSE and self.dialogue else Weight.WHAT
        if _FALLS_BACK.search(heard.text.casefold()):
            weight = Weight.HINT
        return Trouble(index, step or _STEP_OF_CODE.get(code), firm, named, "", code, weight)

    def _worded(self, index: int, heard: Said, sentence: Sentence) -> Trouble:
        named = heard.command or verb_in(heard.text)
        here = self.here(words=sentence.weight)
        step: Step | None
        if sentence.step in _ABOUT_A_CONNECTION and here is None and DATA_PORT.search(heard.text):
            step, firm = Step.DATA, True
        elif sentence.weight is Weight.BROKEN and here is None and _of_control(heard.text):
            step, firm = Step.CONNECT, True
        elif sentence.step is Step.RESOLVE and here is Step.DATA:  # curl looks the address of a 227 up
            step, firm = Step.DATA, True
        elif sentence.step is Step.CONNECT and sentence.weight is Weight.THAT and self._greeted() and here is not None:
            step, firm = here, True  # who says it after the greeting gives up at a later step
        elif sentence.weight is Weight.WHAT or (sentence.step is not None and sentence.weight < Weight.BROKEN):
            step, firm = sentence.step, sentence.weight > Weight.HINT
        elif here is not None:
            asked = sentence.weight is Weight.THAT and sentence is not _UNKNOWN_ERROR and self.open is not None
            spoken = step_of(self.command) if asked else None
            step, firm = spoken or here, True
        elif named is not None:
            step, firm = step_of(named), True
        else:
            step, firm = sentence.step, False
        weight = sentence.weight
        if heard.actor is Actor.PROSE and self.dialogue:
            weight = min(weight, Weight.THAT)
        command = self.command if self.open is not None and _fits(self.command, step) else ""
        if command in PASSIVE and self._offered() and any(told in heard.text.casefold() for told in _ABOUT_FILES):
            command = ""  # the way for data was opened; the command that was refused is not shown
        return Trouble(index, step, firm, command or named, self.argument if command else "", None, weight)

    def called(self, trouble: Trouble) -> str | None:
        """The command that the frames round a trouble name.

        .NET's libraries open the data connection and then send the command of the transfer, both in one call: what says
        something of a file is the answer to the latter.
        """
        words = self.said[trouble.index].text.casefold()
        if self.wanted is not None and (trouble.code in _OF_FILES or any(told in words for told in _ABOUT_FILES)):
            return self.wanted
        return self.framed

    def here(self, *, words: Weight = Weight.BROKEN) -> Step | None:
        """The step at which the dialogue stands: what a time-out or a reset would speak of.

        Args:
            words: How much the words say that ask. Only of a broken connection is it sure that it broke here, after a
                command that has been answered.
        """
        if self._offered():
            return Step.DATA
        if self.command and self.open is not None:
            begun = self.said[self.open].code in _BEGUN and self.command not in {"LIST", "NLST", "MLSD"}
            return Step.DATA if self.command in TRANSFERS and not begun else step_of(self.command)
        if self.phase is not None:
            return self.phase
        if words is not Weight.BROKEN:
            return None
        return Step.CLOSE if self.command else Step.GREETING if self.spoke else None

    def _greeted(self) -> bool:
        """Whether the server has spoken and a command waits for what comes after its answer."""
        return self.spoke and self.open is not None

    def _offered(self) -> bool:
        """Whether the server has said where it waits for data."""
        return self.open is not None and self.said[self.open].code in _WAITS_FOR_DATA

    def silence(self) -> Trouble | None:
        """The paste ends with a command unanswered, or with a transfer begun and never completed."""
        if self.open is None and self.left and self.logged is not None and self.logged[1] in PASSIVE:
            self.open, self.command = self.logged  # a server's log: the client never came for its data
            return self._unanswered(Step.DATA, Weight.THAT)
        if self.open is None:
            return Trouble.unsaid(self.told, Step.TLS) if self._ends_in_handshake() else None
        heard, command = self.said[self.open], self.command
        if heard.code == _WAITS_FOR_TLS and (command or len(self.successes) > 1):
            return Trouble.unsaid(self.open, Step.TLS)
        if command in TRANSFERS or command in OPENING or heard.code in _BEGUN | _WAITS_FOR_DATA:
            return self._unanswered(Step.DATA, Weight.THAT)
        if heard.actor is Actor.COMMAND and command not in {"QUIT", ""} and self.spoke:
            return self._unanswered(step_of(command), Weight.HINT)
        return None

    def _ends_in_handshake(self) -> bool:
        """Whether a client that shows no commands says last that it begins with TLS."""
        after = self.said[self.told + 1 :]
        return self.phase is Step.TLS and all(line.actor is Actor.PROSE or not line.text for line in after)

    def _unanswered(self, step: Step | None, weight: Weight) -> Trouble:
        return Trouble(
            index=self.open or 0,
            step=step,
            firm=True,
            command=self.command or None,
            argument=self.argument,
            code=None,
            weight=weight,
            silent=True,
        )


def _of_control(text: str) -> bool:
    """Whether a line speaks of opening the control connection."""
    return _CONTROL_PORT.search(text.casefold()) is not None or _OPENS_CONTROL.search(text) is not None


def _failure_in_success(reply: Reply) -> Step | None:
    """The step that failed, where a good reply says that something did."""
    said = reply.text.casefold()
    return next(
        (step for (code, words), step in _GOOD_REPLIES_OF_FAILURES.items() if code == reply.code and words in said),
        None,
    )


def _fits(command: str, step: Step | None) -> bool:
    """Whether a command can have failed at a step: transfers fail at their data connection too."""
    own = step_of(command)
    return own is step or step is None or {own, step} <= {Step.DATA, Step.TRANSFER}


_UNKNOWN_ERROR = Sentence.of("", None, Weight.THAT)


def _may_decide(command: str, code: int, step: Step | None) -> bool:
    """Whether the words of a refusal may overrule the step of the command that it answers."""
    if step is None:
        return False
    if not command:
        return True
    if step is Step.DATA:
        return command not in _LOGIN_VERBS
    return step in {Step.LOGIN, Step.CLOSE, Step.TLS} and code in {_CLOSING, 500, 503, 534, 550}


def _is_progress(heard: Said, sentence: Sentence) -> bool:
    """Whether a client only tells what it is doing ("Verifying certificate…"), in words that else mean trouble."""
    return heard.tone is Tone.STATUS and sentence.weight <= Weight.THAT and sentence.step is not Step.DATA
