"""What the matcher takes and returns. All values are frozen and know neither Slack nor SQL."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.transcript.model import FailurePoint, Step, StepState


class Band(StrEnum):
    """What to do with a paste."""

    ANSWER = "answer"  # sure enough to speak uninvited
    SUGGEST = "suggest"  # two or three choices, when asked
    QUIET = "quiet"  # nothing that fits


class Bearing(StrEnum):
    """How a piece of evidence bears on a candidate."""

    FOR = "for"
    AGAINST = "against"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Entry:
    """An article as the matcher sees it.

    Attributes:
        article: The article's id.
        revision: Its revision; an answer keeps it.
        title: Its title, matched too.
        cause: The slug of its cause, or None. Articles of one cause do not compete with each other.
        symptoms: The stored forms of what a user sees, each matched for itself.
        require: All groups must hold; a group holds when any of its facts or phrases does.
        exclude: None of these facts or phrases may hold.
        own: Written for this knowledge base; an imported article is only answered where it fits to the word.
    """

    article: str
    revision: int
    title: str
    cause: str | None
    symptoms: tuple[str, ...]
    require: tuple[tuple[str, ...], ...] = ()
    exclude: tuple[str, ...] = ()
    own: bool = True


@dataclass(frozen=True, slots=True)
class LineMatch:
    """A line of the paste beside the line of a symptom that it matched.

    Attributes:
        line: The number of the line in the paste, from 1.
        text: That line as it stands in the paste.
        symptom: The line of the symptom.
        similarity: 0 to 100, after masking.
    """

    line: int
    text: str
    symptom: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for or against a candidate, in words.

    Attributes:
        part: ``lines``, ``reply``, ``require``, ``exclude``, ``title`` … where the reason comes from.
        value: What was found or looked for.
        bearing: For, against, or missing.
        hint: A sentence for people.
    """

    part: str
    value: str
    bearing: Bearing
    hint: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article that may be the answer.

    Attributes:
        confidence: Probability, 0 to 1, that this article names the cause.
        matches: The lines that matched, best first.
        evidence: All reasons.
    """

    article: str
    revision: int
    title: str
    cause: str | None
    confidence: float
    matches: tuple[LineMatch, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What the matcher says of a paste, with all its reasons.

    Attributes:
        band: Answer, suggest or quiet.
        candidates: Best first, at most six, filled also when quiet.
        failure: Where the session failed, as the reader found it.
        steps: The step strip: what the paste shows of the session.
        facts: The reader's facts, sorted.
        signature: The masked decisive lines; their hash is the fingerprint of a failure.
        parameters: The name of the dated parameter set that chose.
        elapsed_ms: Reading, masking, retrieval and scoring.
    """

    band: Band
    candidates: tuple[Candidate, ...]
    failure: FailurePoint | None
    steps: tuple[tuple[Step, StepState], ...]
    facts: tuple[str, ...]
    signature: tuple[str, ...]
    parameters: str
    elapsed_ms: float

    def told(self, kind: str) -> str | None:
        """The one server, client or mode that the facts name, without its version; None where they name several."""
        values = {fact[len(kind) + 1 :].partition("/")[0] for fact in self.facts if fact.startswith(f"{kind}:")}
        return values.pop() if len(values) == 1 else None

    def as_json(self) -> dict[str, Any]:
        """The decision as plain JSON values; ``from_json`` reads it back."""
        return {
            "decision": self.band.value,
            "answers": [_candidate_json(candidate) for candidate in self.candidates],
            "failure": None
            if self.failure is None
            else {
                "step": self.failure.step,
                "command": self.failure.command,
                "code": self.failure.code,
                "line": self.failure.line,
                "text": self.failure.text,
            },
            "steps": [[step.value, state.value] for step, state in self.steps],
            "facts": list(self.facts),
            "signature": list(self.signature),
            "parameters": self.parameters,
            "elapsed_ms": round(self.elapsed_ms, 3),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Decision":
        """Read what ``as_json`` wrote."""
        failure = value["failure"]
        return cls(
            band=Band(value["decision"]),
            candidates=tuple(_candidate_from_json(candidate) for candidate in value["answers"]),
            failure=None
            if failure is None
            else FailurePoint(
                step=None if failure["step"] is None else Step(failure["step"]),
                command=failure["command"],
                code=failure["code"],
                line=failure["line"],
                text=failure["text"],
            ),
            steps=tuple((Step(step), StepState(state)) for step, state in value["steps"]),
            facts=tuple(value["facts"]),
            signature=tuple(value["signature"]),
            parameters=value["parameters"],
            elapsed_ms=value["elapsed_ms"],
        )


def _candidate_json(candidate: Candidate) -> dict[str, Any]:
    return {
        "article": candidate.article,
        "revision": candidate.revision,
        "title": candidate.title,
        "cause": candidate.cause,
        "confidence": round(candidate.confidence, 4),
        "matches": [
            {"line": m.line, "text": m.text, "symptom": m.symptom, "similarity": round(m.similarity, 1)}
            for m in candidate.matches
        ],
        "evidence": [
            {"part": e.part, "value": e.value, "bearing": e.bearing.value, "hint": e.hint} for e in candidate.evidence
        ],
    }


def _candidate_from_json(value: Mapping[str, Any]) -> Candidate:
    return Candidate(
        article=value["article"],
        revision=value["revision"],
        title=value["title"],
        cause=value["cause"],
        confidence=value["confidence"],
        matches=tuple(LineMatch(m["line"], m["text"], m["symptom"], m["similarity"]) for m in value["matches"]),
        evidence=tuple(Evidence(e["part"], e["value"], Bearing(e["bearing"]), e["hint"]) for e in value["evidence"]),
    )
