"""From what Slack delivers to the text that a person pasted, without its secrets.

Method
------
A paste is bent twice before it arrives. Slack escapes ``& < >``, turns host names and addresses into links, emoticons
into emoji, lines into quotes and lists; and people paste passwords. Each is undone by one pure function, in this order:

1. ``rebuild(text, blocks)``: the pasted text, from the message's ``rich_text`` blocks, or from ``text`` where there
   are none (``unmangle``). Client logs use the characters of Slack's markup (``> USER bob``, ``< 331``,
   ``---> PASV``): what carries a direction stays. A file needs no rebuilding: ``check_text(data)`` decodes it.
2. ``bounded(text)``: a long log keeps its head, its tail and the lines around its errors. ``gap(line)`` reads the
   markers that stand for what is left out.
3. ``redact(text)``: secrets become ``***``. ``redact_tree(value)`` does so with every string of a JSON value.

Redaction comes after rebuilding, because Slack cuts secrets in two: ``PASS hunter2.example`` arrives as a text element
``PASS`` and a link element, neither of which shows a password by itself; ``PASS hunter8)`` ends in an emoji. So what is
kept of a message is its rebuilt and redacted text; ``redact_tree`` over the delivery is the second line of defence.
``clean(text, blocks)`` is the three steps as one. It bounds a long text before it is rebuilt as well, which never makes
a text longer.

Redaction may come after bounding, which cuts at the ends of lines: a private key that lost its head or its foot is
still recognised. Only lines of thousands of characters are cut inside, at a space where that is possible.

Timestamps and prompts in front of lines are kept; ``bot.transcript`` reads them.
"""

from bot.paste.bound import bounded, check_text, gap
from bot.paste.clean import clean
from bot.paste.redact import Redaction, redact, redact_tree
from bot.paste.slack_text import rebuild, unmangle

__all__ = ["Redaction", "bounded", "check_text", "clean", "gap", "rebuild", "redact", "redact_tree", "unmangle"]
