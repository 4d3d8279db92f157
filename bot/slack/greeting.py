"""Greetings and thanks: what nobody expects an answer to, also when the bot was asked directly."""

import re

_EMOJI = re.compile(r":[a-z0-9_+'-]{1,40}:")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")

MOST_WORDS = 8

_SAID = frozenset(
    """
    hi hello hey hiya howdy yo greetings morning afternoon evening good day night there everyone all folks team
    thanks thank you thx ty tysm cheers much very so a lot many again appreciated ta
    ok okay k kk cool great nice perfect awesome excellent super fine sure right alright understood noted
    yes yep yeah yup no nope nah got it will do done bye goodbye cya see later welcome np lol haha
    """.split()
)


def is_greeting(text: str) -> bool:
    """Whether a text is nothing but a greeting, a thank-you or a nod: known words, emoji and punctuation."""
    words = _WORD.findall(_EMOJI.sub(" ", text.casefold()))
    if not words:
        return bool(text.strip()) and "?" not in text
    return len(words) <= MOST_WORDS and all(word in _SAID for word in words)
