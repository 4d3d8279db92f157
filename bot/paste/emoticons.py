r"""Emoji back to the emoticons that they were typed as.

Slack has a setting "convert typed emoticons to emoji" (slack.com/help/articles/4406393601683). It does not ask whether
the emoticon is a face: ``User (192.0.2.7:(none)):`` arrives as ``User (192.0.2.7:disappointed:none)):``. The names are
those of Slack's public emoji data (iamcal/emoji-data, fields ``text`` and ``texts``) and their older aliases.

Several emoticons share a name (``:(`` and ``):``, ``:/`` and ``:\``, ``:p`` and ``:P``). The line decides which one it
was: by its parentheses, a drive letter before, or the letter after.
"""

import re

_ONLY_ONE_FORM = {
    "heart": "<3",
    "broken_heart": "</3",
    "monkey_face": ":o)",
    "kissing_heart": ":*",
    "kiss": ":*",
    "smiley": "=)",
    "grinning": ":D",
    "grin": ":D",
    "laughing": ":>",
    "satisfied": ":>",
    "wink": ";)",
    "sunglasses": "8)",
    "neutral_face": ":|",
    "angry": ">:(",
    "cry": ":'(",
    "anguished": "D:",
}
_SMILES = frozenset({"slightly_smiling_face", "simple_smile", "blush", "smile"})
_FROWNS = frozenset({"disappointed", "slightly_frowning_face", "white_frowning_face"})
_BY_NEXT_LETTER = {
    "stuck_out_tongue": (":p", ":P"),
    "stuck_out_tongue_winking_eye": (";p", ";P"),
    "open_mouth": (":o", ":O"),
}

_NAMES = sorted({*_ONLY_ONE_FORM, *_SMILES, *_FROWNS, *_BY_NEXT_LETTER, "confused"}, key=len, reverse=True)
_EMOJI = re.compile(rf":({'|'.join(_NAMES)}):")
_DRIVE = re.compile(r"(?<![\w@/])[A-Za-z]\Z")


def restore_emoticons(text: str) -> str:
    """Turn ``:name:`` into the emoticon of that name, where Slack has one; other emoji stay as they are."""
    if not _EMOJI.search(text):
        return text
    return "\n".join(_restore_line(line) for line in text.split("\n"))


def _restore_line(line: str) -> str:
    pieces = _EMOJI.split(line)  # text, name, text, name, … text
    if len(pieces) == 1:
        return line
    attached: list[int] = []
    for place in range(1, len(pieces), 2):
        name, before, after = pieces[place], pieces[place - 1][-2:], pieces[place + 1][:1]
        if (before[-1:] + after).strip():
            attached.append(place)
            pieces[place] = _ONLY_ONE_FORM.get(name, name)
        else:  # a face between spaces is a face, and closes nothing
            pieces[place] = _ONLY_ONE_FORM.get(name) or _form(name, before, after, 0)
    unclosed = sum(pieces[place].count("(") - pieces[place].count(")") for place in attached)
    unclosed += sum(piece.count("(") - piece.count(")") for piece in pieces[::2])
    for place in attached:
        emoticon = _form(pieces[place], pieces[place - 1][-2:], pieces[place + 1][:1], unclosed)
        if emoticon != pieces[place]:
            unclosed += emoticon.count("(") - emoticon.count(")")
            pieces[place] = emoticon
    return "".join(pieces)


def _form(name: str, before: str, after: str, unclosed: int) -> str:
    """Choose among the emoticons of a name.

    Args:
        name: The emoji's name, or an emoticon that needs no choice.
        before: The two characters in front of it.
        after: The character behind it, or nothing.
        unclosed: Parentheses that the line opens and does not close; negative where it closes more than it opens.
    """
    forms = {
        **{tongue: pair[after.isupper()] for tongue, pair in _BY_NEXT_LETTER.items()},
        **dict.fromkeys(_FROWNS, "):" if unclosed > 0 else ":("),
        **dict.fromkeys(_SMILES, "(:" if unclosed < 0 else ":)"),
        "confused": ":\\" if _DRIVE.search(before) else ":/",
    }
    if name == "smile" and unclosed <= 0:
        if after in {"\\", "/"}:
            return "C:"  # Slack's data lists ``C:`` with this face
        if after.isalnum():
            return ":D"  # ``Name (192.0.2.7:Dora):``
    return forms.get(name, name)
