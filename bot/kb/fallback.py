"""Parts of an article that its headings do not name.

Many originals say under one heading what others say under four: a ``Cause:`` label within the summary, a sentence "This
problem occurs because …" under STATUS, a paragraph "To work around this …" among the further information. ``complete``
fills what is missing from such places, never over a part that is there:

======================= ==============================================================================================
symptoms                SYMPTOMS; a labelled part of another section; SUMMARY; the body of a file without headings; the
                        first error block of MORE INFORMATION (also where SYMPTOMS only points there)
cause                   CAUSE; a labelled part; a sentence that gives a reason
resolution, workaround  RESOLUTION, WORKAROUND; labelled parts; a paragraph that begins "To work around" or the like;
                        where nothing else tells a way out, STATUS ("corrected in service pack 3")
more information        STATUS, where it is not the resolution, and MORE INFORMATION
======================= ==============================================================================================
"""

import re
from collections.abc import Iterable, Mapping

from bot.kb.forms import error_block, is_block, paragraphs

_LABELS = {
    "symptom": "SYMPTOMS",
    "symptoms": "SYMPTOMS",
    "problem": "SYMPTOMS",
    "question": "SYMPTOMS",
    "cause": "CAUSE",
    "causes": "CAUSE",
    "resolution": "RESOLUTION",
    "resolutions": "RESOLUTION",
    "solution": "RESOLUTION",
    "answer": "RESOLUTION",
    "response": "RESOLUTION",
    "workaround": "WORKAROUND",
    "workarounds": "WORKAROUND",
    "status": "STATUS",
    "more information": "MORE INFORMATION",
    "references": "REFERENCES",
    "reference": "REFERENCES",
}
_LABEL = re.compile(r"([A-Za-z][A-Za-z ]{0,16}?) ?::?(?: {1,4}(\S.*)|)")
_DASHES = re.compile(r" {0,3}-{3,}")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s{1,4}(?=[A-Z\"“])")
_SUBJECT = re.compile(
    r"(?:this|the|these) (?:\w{1,16} ){0,2}?"
    r"(?:problem|problems|behavior|issue|error|errors|message|messages|situation|condition|symptom|symptoms)\b"
    r"|this (?:is|occurs|happens|can occur|may occur|was)\b",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(?:because|caused by|due to|by design|results? from|occurs? (?:when|if)|happens (?:when|if))\b", re.IGNORECASE
)
_WAY_OUT = re.compile(
    r"(?:\d{1,2}\. )?(?:to|you can) (?:work ?around|resolve|correct|fix|avoid|prevent|eliminate)\b", re.IGNORECASE
)
_POINTS_AWAY = re.compile(r"\b(?:below|more information)\b", re.IGNORECASE)
_OTHER = ("SUMMARY", "SYMPTOMS", "STATUS", "MORE INFORMATION")
_APPENDED = {"STATUS", "REFERENCES"}  # headings below a body that has none itself
_LONGEST_CAUSE = 600


def complete(sections: Mapping[str, str], preamble: str) -> dict[str, str]:
    """The parts of an article: SYMPTOMS, SUMMARY, CAUSE, RESOLUTION, WORKAROUND, MORE INFORMATION; empty if not told.

    Args:
        sections: Canonical heading → text.
        preamble: The text before the first heading.
    """
    body = preamble if sections.keys() <= _APPENDED else ""
    texts = {name: sections[name] for name in _OTHER if name in sections} | {"": preamble}
    labelled = _labelled(texts.values())
    way_out = "" if sections.get("WORKAROUND") or labelled.get("WORKAROUND") else _way_out(texts.values())
    resolution = sections.get("RESOLUTION") or labelled.get("RESOLUTION") or way_out
    workaround = sections.get("WORKAROUND") or labelled.get("WORKAROUND", "")
    status = sections.get("STATUS", "")
    status_resolves = not resolution and not workaround
    return {
        "SYMPTOMS": _symptoms(sections, labelled, body),
        "SUMMARY": _join([preamble, sections.get("SUMMARY", "")]),
        "CAUSE": sections.get("CAUSE") or labelled.get("CAUSE") or _reason(texts),
        "RESOLUTION": status if status_resolves else resolution,
        "WORKAROUND": workaround,
        "MORE INFORMATION": _join(["" if status_resolves else status, sections.get("MORE INFORMATION", "")]),
    }


def _symptoms(sections: Mapping[str, str], labelled: Mapping[str, str], body: str) -> str:
    more = sections.get("MORE INFORMATION", "")
    own = sections.get("SYMPTOMS", "")
    if own and _POINTS_AWAY.search(own) and not any(map(is_block, paragraphs(own))):
        return _join([own, error_block(more)])
    return own or labelled.get("SYMPTOMS", "") or sections.get("SUMMARY", "") or body or error_block(more)


def _labelled(texts: Iterable[str]) -> dict[str, str]:
    """The parts that begin with a label: ``Cause:``, or a heading underlined with ``-``, until the next of either."""
    parts: dict[str, list[str]] = {}
    for text in texts:
        lines = text.split("\n")
        gathered: list[str] | None = None
        for index, line in enumerate(lines):
            underlined = index + 1 < len(lines) and _DASHES.fullmatch(lines[index + 1]) is not None
            match = _LABEL.fullmatch(line)
            name = _LABELS.get((line if underlined else match[1] if match else "").strip(" :").lower())
            if name:
                gathered = parts.setdefault(name, [])
                gathered.append(match[2] or "" if match else "")
            elif underlined:
                gathered = None
            elif gathered is not None and not _DASHES.fullmatch(line):
                gathered.append(line)
    return {name: text for name, lines in parts.items() if (text := "\n".join(lines).strip("\n").rstrip())}


def _reason(texts: Mapping[str, str]) -> str:
    """The first sentence that says why; what the article does not say stays empty."""
    for name in ("STATUS", "SYMPTOMS", "MORE INFORMATION", "SUMMARY", ""):
        for paragraph in paragraphs(texts.get(name, "")):
            if is_block(paragraph):
                continue
            for sentence in _SENTENCE_END.split(" ".join(line.strip() for line in paragraph)):
                if len(sentence) <= _LONGEST_CAUSE and _SUBJECT.match(sentence) and _REASON.search(sentence):
                    return sentence.strip()
    return ""


def _way_out(texts: Iterable[str]) -> str:
    """The first paragraph that tells what to do, with what follows it up to the next sub-heading."""
    for text in texts:
        lines = text.split("\n")
        for index, line in enumerate(lines):
            begins = index == 0 or not lines[index - 1].strip()
            if begins and _WAY_OUT.match(line.strip()):
                ends = (i for i in range(index + 1, len(lines)) if _DASHES.fullmatch(lines[i]))
                end = next(ends, len(lines) + 1) - 1
                return "\n".join(lines[index:end]).strip()
    return ""


def _join(texts: Iterable[str]) -> str:
    return "\n\n".join(filter(None, texts))
