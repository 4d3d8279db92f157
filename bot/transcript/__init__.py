"""A paste read as an FTP dialogue: who said what, where it failed, and what that shows. Pure: text in, values out.

Method
------
People paste what they have in front of them: a console, a client's log in their own language, a traceback, a
server's log, a sentence with a number in it, or all of these in one message. ``read`` makes one value of it, in five
steps, each from what the one before found.

1. **Lines** (``lines``). Quoting, code fences, escaped line breaks and joined dialogues are undone.
2. **Dialects** (``dialects``). Line by line, what loggers and consoles put in front is stripped, and the form of the
   rest tells who speaks: a command, a reply, a notice of a program, or a person. What cannot be told is prose.
3. **Dialogue** (``ftp``). Replies of several lines are joined (RFC 959, 4.2) and paired with the commands that they
   answer. What the user typed (``ftp> put x``) counts as the command that it sends (``verbs``).
4. **Protocol** (``protocols``). Mail, news, SSH and others share reply codes with FTP. The paste is weighed; where
   another protocol is heavier there is no failure to find.
5. **Failure** (``walk``, ``failure``). Every sign of trouble gets a weight: a reply that refuses, a sentence of a
   program or person (``sentences`` looks for the ``phrases`` of a table), a code that somebody quotes (``quoting``),
   silence at the end. What the session got over is struck out; of the rest the heaviest counts, and of those the first,
   because what follows it is its consequence. A success is no evidence of failure, and a clean session has none.

``observe`` and ``software`` state the facts that evidence of articles can ask for (``facts`` is their vocabulary), and
``steps`` how far the session came.

``mask_line`` gives placeholders to what differs between sessions, so that lines of pastes can be compared with lines of
symptoms. ``meaning`` says what a reply code means, for pastes that no article fits.

Terms
-----
*Front*: what stands before a line. *Voice*: one way to write down who speaks. *Tone*: how a line was said (an error, a
progress report, a reply told again, mere output). *Form* or *style*: the look of a line, by which a client is known.

Every table is plain data to be extended: a label in another language, a phrase, a sign of a server, a mask. Everything
runs in linear time, and no text makes ``read`` or ``mask_line`` fail.
"""

from bot.transcript.codes import meaning
from bot.transcript.masking import mask_line
from bot.transcript.model import Actor, Exchange, FailurePoint, Line, Reply, Step, StepState, Transcript
from bot.transcript.reader import read

__all__ = [
    "Actor",
    "Exchange",
    "FailurePoint",
    "Line",
    "Reply",
    "Step",
    "StepState",
    "Transcript",
    "mask_line",
    "meaning",
    "read",
]
