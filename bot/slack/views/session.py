"""What a paste shows of its session: the steps, the one that failed, and what the reply code means."""

from slack_sdk.models.blocks import ContextBlock, SectionBlock

from bot.matching.model import Decision
from bot.slack.views import markup, parts, words
from bot.transcript import meaning
from bot.transcript.model import FailurePoint

_LINE = 200
_WANTED = 3


def told(decision: Decision) -> list[SectionBlock]:
    """The steps, where it failed in words, and the decisive line."""
    lines = [words.step_strip(decision.steps, decision.failure), *_verdict(decision)]
    return [parts.section("\n".join(filter(None, lines)))]


def shown(decision: Decision) -> list[SectionBlock]:
    """The steps and the decisive line, where something else says what they mean; nothing where there are none."""
    failure = decision.failure
    protocol = _values(decision, "protocol")
    if protocol and "ftp" not in protocol:
        return told(decision)
    lines = [words.step_strip(decision.steps, failure), *(_decisive(failure) if failure is not None else [])]
    said = "\n".join(filter(None, lines))
    return [parts.section(said)] if said else []


def known(decision: Decision) -> list[ContextBlock]:
    """What the paste tells of server, client and connection."""
    return parts.context(*(markup.escape(fact) for fact in words.facts(decision.facts)))


def in_short(decision: Decision) -> str:
    """One line for notifications; empty where nothing failed."""
    return words.failed_in_short(decision.failure)


def _verdict(decision: Decision) -> list[str]:
    failure = decision.failure
    protocol = _values(decision, "protocol")
    if protocol and "ftp" not in protocol:
        return [words.other_protocol(markup.escape(protocol[0].upper()))]
    if failure is None:
        return [words.NO_FAILURE if "outcome:clean" in decision.facts else words.NO_SESSION]
    command = markup.tick(failure.command or "")
    lines = [words.where_it_failed(failure, command, meaning(failure.code) if failure.code is not None else "")]
    return [*lines, *_decisive(failure)]


def _decisive(failure: FailurePoint) -> list[str]:
    if failure.line is None or not failure.text.strip():
        return []
    return [words.decisive_line(failure.line, markup.tick(_short(failure.text)))]


def would_help(decision: Decision) -> list[str]:
    """Three things to send, chosen by what the paste does not show."""
    facts = set(decision.facts)
    steps = {step.value for step, _ in decision.steps}
    dialogue = bool(facts & {"dialect:transcript", "dialect:server-log"})
    no_code = decision.failure is None or decision.failure.code is None
    wanted = (
        (not dialogue, words.SEND_LOG),
        (dialogue and "greeting" not in steps, words.SEND_START),
        (no_code and not dialogue, words.SEND_ERROR),
        (not _values(decision, "server"), words.SEND_SERVER),
        (not _values(decision, "client"), words.SEND_CLIENT),
        (bool(facts & {"step:data", "step:transfer"}) and not _values(decision, "mode"), words.SEND_MODE),
        (bool(facts & {"step:connect", "step:greeting", "step:tls"}) and not _values(decision, "tls"), words.SEND_TLS),
        (True, words.SEND_SINCE),
        (True, words.SEND_ELSEWHERE),
        (True, words.SEND_MODE),
    )
    return [sentence for needed, sentence in wanted if needed][:_WANTED]


def _values(decision: Decision, kind: str) -> list[str]:
    return [fact.removeprefix(f"{kind}:") for fact in decision.facts if fact.startswith(f"{kind}:")]


def _short(line: str) -> str:
    return line if len(line) <= _LINE else f"{line[:_LINE].rsplit(None, 1)[0]} …"
