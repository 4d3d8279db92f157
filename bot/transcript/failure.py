"""Finding the failure: where a session broke, and the line that says so.

Every sign of trouble has a weight (``bot.transcript.walk``). What the session got over is struck out:

* optional commands (FEAT, OPTS, EPSV, AUTH …) that were refused, when the session went on with success,
* a refused login that succeeded later, a directory that was made after it was missed, a transfer that was repeated,
* hints, when data was transferred after them.

Of what is left the heaviest counts, and of equally heavy signs the first: what follows it is its consequence. Where
that line does not tell the step, the lines round it may.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.transcript.heard import Heard
from bot.transcript.model import FailurePoint, Step
from bot.transcript.page import Page, Signs
from bot.transcript.phrases import Weight
from bot.transcript.said import Tone
from bot.transcript.trouble import Trouble
from bot.transcript.verbs import OPTIONAL, SOFT, step_of
from bot.transcript.walk import Walk

_LOGGED_IN = frozenset({230, 232})
_TRANSFERRED = frozenset({226, 250})
_SENT = 226
_GOODBYE = 221
_BEFORE_DATA = frozenset({Step.RESOLVE, Step.CONNECT, Step.GREETING, Step.TLS, Step.LOGIN})
_MANY_MEANINGS = frozenset({450, 451, 452, 500, 501, 502, 503, 504, 550, 551, 552, 553})
# "other clients get in with the same credentials" is about those clients.
_SAME = Signs("same credentials|same creds|same login|same password|same account|same user")
# "at makeError (lib/connection.js:1067)" speaks of a source file.
_SOURCE = re.compile(r"\b[a-z_]{1,40}\.(?:js|mjs|ts|py|rb|pm|php|java|go|cs)\b")
# Nor does who gets in, or gets an error, speak of fetching a file.
_GETS = re.compile(
    r"\bgets? (?:in|into|this|that message|an error|errors?|the (?:same|following|error|message)"
    r"|permission|access|denied|refused|a? ?connection|a? ?time-?outs?|kicked|logged|disconnected|[45]\d\d)\b"
)
# Two checksums under a file's session: the copy is another one. More of them are those of several files.
_DIGEST = re.compile(r"(?<![0-9a-z])(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})(?![0-9a-z])")
_SUMMED = Signs("md5|md5sum|md5:|sha1|sha1sum|sha256|sha256sum|checksum|checksums|filehash|get-filehash|hashfile")
_COPIES = 2
# "The checksum on the server is another one": whatever stands between.
_UNLIKE = re.compile(
    r"\b(?:md5|sha1|sha256|checksum|hash)(?:sums?|e?s)?\b(?:[^.?\n]|\.\w){1,60}?"
    r"(?:(?<!no )(?<!not )\b(?:different|differs?|not the same|another|mismatch|not match)|n't match)\b"
)
# "Everything is green, but no files": a listing without fault that shows nothing.
_EMPTY = re.compile(
    r"\b(?:but no files|no files are (?:listed|shown)|(?:lists|shows) (?:no files|nothing)|aber keine dateien"
    r"|keine dateien (?:angezeigt|gelistet)|mais aucun fichier|pero no hay (?:archivos|ficheros)|pero ningún archivo"
    r"|ma nessun file|mas nenhum (?:arquivo|ficheiro))\b"
)
_LISTING = ("list", "verzeichnis", "dossier", "elenco", "目录", "目錄", "ディレクトリ", "dizin", "adresář", "spis")
# What people speak of, where they do not say what failed.
_TOPICS: tuple[tuple[Step, Signs], ...] = (
    (
        Step.DATA,
        Signs("passive mode|active mode|pasv|passive port|passive ports|data port|passiv|mode passif|modo pasivo"),
    ),
    (
        Step.TRANSFER,
        Signs(
            "upload|uploading|uploads|download|downloading|downloads|put|get|copy|copying|transfer|transfers|fetch|listing"
            "|list|dir|ls|sends"
        ),
    ),
    (Step.LOGIN, Signs("login|logon|password|credentials|passwort|anmeldung|contraseña")),
    (Step.CONNECT, Signs("connect|connecting|connection|reach|verbinden|verbindung|connexion|conecta|conectar")),
)


def find_failure(heard: Heard) -> FailurePoint | None:
    """Where the session failed, or None where nothing in the paste says that it did."""
    walk = Walk(heard)
    troubles = [trouble for trouble in map(_Judge(walk).judged, walk.troubles) if trouble.weight]
    silence = walk.silence()
    if silence is not None and not any(trouble.weight > silence.weight for trouble in troubles):
        troubles.append(silence)
    troubles = troubles or _another_copy(heard) or _nothing_listed(walk)
    if not troubles:
        return None
    worst = max(troubles, key=lambda trouble: (trouble.weight, not trouble.silent, -trouble.index))
    step = worst.step if worst.firm else _borrowed(worst, troubles, walk, heard.page)
    command = worst.command or (_told_before(worst, troubles, walk) if walk.dialogue else walk.called(worst))
    line = heard.said[worst.index]
    return FailurePoint(step, command, worst.code, line.number, line.text)


def _another_copy(heard: Heard) -> list[Trouble]:
    """That two checksums differ, where a paste shows those of one file on both sides."""
    if not _SUMMED.on(heard.page):
        return []
    unlike = next((i for i, line in enumerate(heard.said) if _UNLIKE.search(line.text.casefold())), None)
    if unlike is not None:
        return [Trouble.told(unlike, Step.TRANSFER)]
    found = [(digest, index) for index, line in enumerate(heard.said) for digest in _DIGEST.findall(line.raw.lower())]
    digests = {digest for digest, _ in found}
    if len(digests) != _COPIES or len(set(map(len, digests))) > 1:
        return []
    return [Trouble.told(found[-1][1], Step.TRANSFER)]


def _nothing_listed(walk: Walk) -> list[Trouble]:
    """That a client shows no files, where a paste shows that the listing was sent."""
    if all(success.code != _SENT for success in walk.successes):
        return []
    lines = enumerate(walk.said)
    told = next((i for i, line in lines if line.code is None and _EMPTY.search(line.text.casefold())), None)
    return [] if told is None else [Trouble.told(told, Step.TRANSFER)]


def _told_before(worst: Trouble, troubles: Sequence[Trouble], walk: Walk) -> str | None:
    """The command that the dialogue shows refused, where a program tells the same reply again after it."""
    line = walk.said[worst.index]
    if line.tone is not Tone.QUOTED or worst.code is None:
        return None
    before = (other for other in troubles if other.index < worst.index and other.code == worst.code)
    return next((other.command for other in before if walk.said[other.index].text == line.text), None)


class _Judge:
    """What is left of a trouble after what the session got over."""

    def __init__(self, walk: Walk) -> None:
        self.said = walk.said
        self.achieved = {(success.command, success.argument): success.index for success in walk.successes}
        self.last = max(walk.successes[-1].index if walk.successes else -1, walk.reached)
        self.logged_in = max((s.index for s in walk.successes if s.code in _LOGGED_IN), default=-1)
        self.transferred = max((s.index for s in walk.successes if s.code in _TRANSFERRED), default=-1)
        went_on = max((s.index for s in walk.successes if s.code != _GOODBYE), default=-1)
        self.went_on = max(went_on, walk.reached)

    def judged(self, trouble: Trouble) -> Trouble:
        """The trouble with the weight that is left of it."""
        return trouble if trouble.index > self.last else replace(trouble, weight=self._left(trouble))

    def _left(self, trouble: Trouble) -> Weight:
        index, weight = trouble.index, trouble.weight
        if trouble.code is not None and weight is Weight.BROKEN and self.went_on > index:
            if trouble.command == "AUTH" and self.logged_in < index:
                return Weight.HINT  # who shows the refusal and no login after it means the refusal
            if trouble.command in OPTIONAL or self._made_good(trouble):
                return Weight.NONE
            return Weight.HINT if trouble.command in SOFT else weight
        if trouble.step in _BEFORE_DATA:
            return self._got_over(trouble)
        if weight is Weight.HINT:
            return Weight.NONE if self.transferred > index else weight
        repeated = self.transferred > index and self._made_good(trouble)
        return Weight.THAT if repeated and trouble.step in {Step.DATA, Step.TRANSFER} else weight

    def _got_over(self, trouble: Trouble) -> Weight:
        """What is left of a trouble with the control connection, given that the session went on after it."""
        if trouble.step is Step.LOGIN:
            return Weight.NONE if self.logged_in > trouble.index else trouble.weight
        if trouble.code is not None or self.went_on < trouble.index:
            return trouble.weight
        told = self.said[trouble.index].tone is Tone.STATUS or trouble.weight is Weight.HINT
        return Weight.NONE if told else min(trouble.weight, Weight.THAT)

    def _made_good(self, trouble: Trouble) -> bool:
        """Whether the same was asked again later with success, or the missing directory was made."""
        verbs = {trouble.command or "", "MKD", "CWD"}
        return any(self.achieved.get((verb, trouble.argument), -1) > trouble.index for verb in verbs)


def _borrowed(worst: Trouble, troubles: Sequence[Trouble], walk: Walk, page: Page) -> Step | None:
    """The step that the lines round the decisive one tell, where that line does not tell it."""
    others = [
        other
        for other in troubles
        if other.firm
        and other.step is not None
        and other.weight > Weight.HINT
        # That nothing follows tells the step only where nothing else does.
        and not (other.silent and worst.step is not None)
        # Another refusal, of a command that clients do without, tells nothing of it.
        and not (other.command in OPTIONAL and worst.code is not None and other.code not in {None, worst.code})
    ]
    if others:
        near = min(others, key=lambda other: abs(other.index - worst.index))
        line = walk.said[near.index].text.casefold()
        waited = worst.weight is Weight.BROKEN and near.step is Step.TRANSFER
        return Step.DATA if waited and any(word in line for word in _LISTING) else near.step
    framed = step_of(walk.called(worst))
    if framed is not None and (worst.step is None or worst.code in _MANY_MEANINGS):
        return framed
    if worst.step is not None:
        return worst.step
    spoken = Page(_GETS.sub(" ", _SOURCE.sub(" ", page.text)))
    topics = (step for step, signs in _TOPICS if signs.on(spoken))
    return next((step for step in topics if step is not Step.LOGIN or not _SAME.on(page)), None)
