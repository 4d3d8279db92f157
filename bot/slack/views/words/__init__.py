"""The catalogue of words: every sentence, label and button that people see in Slack, short, kind and plain.

Whole sentences with places to fill, so that a translation is another module with the same names. Arguments are mrkdwn
already (escaped by the caller), except where they are values of the domain. Marks like ✓ never stand without words.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from bot.matching.model import Band
from bot.transcript.model import FailurePoint, Step, StepState

COMMAND: Final = "/kb"

# Buttons: what they do, at most 30 characters, the longest that Slack shows on a phone
SOLVED_IT: Final = "Solved it"
NOT_THIS: Final = "Not this"
NONE_OF_THESE: Final = "None of these"
SHOW: Final = "Show"
OPEN: Final = "Open"
FULL_ARTICLE: Final = "Full article"
WHY_THIS: Final = "Why this?"
ASK_A_PERSON: Final = "Ask a person"
REOPEN: Final = "Reopen"
SHARE_HERE: Final = "Share here"

# Parts of an article
CAUSE: Final = "Cause"
RESOLUTION: Final = "Resolution"
WORKAROUND: Final = "Workaround"
VERIFY: Final = "How to check it"
SUMMARY: Final = "Summary"
SYMPTOM: Final = "What it looks like"
MORE: Final = "More information"

STEPS: Final[Mapping[Step, str]] = {
    Step.RESOLVE: "Find the host",
    Step.CONNECT: "Connect",
    Step.GREETING: "Greeting",
    Step.TLS: "TLS",
    Step.LOGIN: "Log in",
    Step.DIRECTORY: "Directory",
    Step.DATA: "Data connection",
    Step.TRANSFER: "Transfer",
    Step.CLOSE: "Close",
}

_WITHOUT_REPLY: Final[Mapping[Step, str]] = {
    Step.RESOLVE: "The host’s name could not be turned into an address.",
    Step.CONNECT: "The connection to the server did not come about.",
    Step.GREETING: "The server was reached, but did not greet.",
    Step.TLS: "The TLS handshake did not succeed.",
    Step.LOGIN: "The login did not come to an end.",
    Step.DIRECTORY: "The server did not answer the command.",
    Step.DATA: "The data connection did not come about.",
    Step.TRANSFER: "The transfer did not come to an end.",
    Step.CLOSE: "The session ended before it was done.",
}

_NAMES: Final[Mapping[str, str]] = {
    "iis": "IIS",
    "zos": "z/OS",
    "ibm-i": "IBM i",
    "proftpd": "ProFTPD",
    "pure-ftpd": "Pure-FTPd",
    "filezilla-server": "FileZilla Server",
    "filezilla": "FileZilla",
    "wu-ftpd": "WU-FTPD",
    "serv-u": "Serv-U",
    "openssh": "OpenSSH",
    "windows-ftp": "ftp.exe of Windows",
    "linux-ftp": "ftp of Linux",
    "winscp": "WinSCP",
    "ftplib": "Python ftplib",
    "commons-net": "Apache Commons Net",
    "ftpwebrequest": ".NET FtpWebRequest",
    "fluentftp": "FluentFTP",
    "php": "PHP",
    "net-ftp-ruby": "Ruby Net::FTP",
    "node": "Node.js",
    "explorer": "Windows Explorer",
    "wordpress": "WordPress",
    "zos-ftp": "ftp of z/OS",
}

_VERSIONS: Final[Mapping[str, str]] = {"old": "4 to 6", "new": "7 or later"}

_SECRETS: Final[Mapping[str, str]] = {
    "password": "a password",
    "account": "an account that opens the server like a password (ACCT)",
    "url-password": "a password in an address",
    "private-key": "a private key",
    "token": "a token",
}


def step_strip(steps: Sequence[tuple[Step, StepState]], failure: FailurePoint | None) -> str:
    """``Connect ✓ → Log in ✗ failed with 530``: the steps in order; the failed one bold, and said in words.

    What was not clear behind the failed step could not be.
    """
    states = [state for _, state in steps]
    end = states.index(StepState.FAILED) + 1 if StepState.FAILED in states else len(states)
    told = [*steps[:end], *(one for one in steps[end:] if one[1] is StepState.DONE)]
    return " → ".join(_step(step, state, failure) for step, state in told)


def _step(step: Step, state: StepState, failure: FailurePoint | None) -> str:
    if state is StepState.FAILED:
        code = f" with {failure.code}" if failure is not None and failure.code is not None else ""
        return f"*{STEPS[step]} ✗ failed{code}*"
    return f"{STEPS[step]} ✓" if state is StepState.DONE else f"{STEPS[step]} (not clear)"


def where_it_failed(failure: FailurePoint, command: str, meaning: str) -> str:
    """Where it failed, in one or two sentences.

    Args:
        failure: Where.
        command: The command as inline code, or empty.
        meaning: What the reply code means, a sentence; unused where there is no code.
    """
    code = failure.code
    if code is None:
        by_step = _WITHOUT_REPLY.get(failure.step) if failure.step is not None else None
        return by_step or "It failed here, but the text does not tell at which step."
    if code < 400:  # noqa: PLR2004  replies from 400 on refuse (RFC 959, 4.2.1)
        return f"The server answered {command or 'so far'} with `{code}`, and then it went no further."
    said = f"The server refused {command} with `{code}`." if command else f"The server answered `{code}`."
    return f"{said} {meaning}"


def decisive_line(number: int, line: str) -> str:
    """Names the line that tells; the line is inline code."""
    return f"Line {number}: {line}"


def failed_in_short(failure: FailurePoint | None) -> str:
    """For notifications: ``Log in failed with 530``."""
    if failure is None or failure.step is None:
        return ""
    code = f" with {failure.code}" if failure.code is not None else ""
    return f"{STEPS[failure.step]} failed{code}."


NO_FAILURE: Final = "The session you pasted shows no failure: everything in it was answered well."
NO_SESSION: Final = "I see no FTP session in what you pasted."


def other_protocol(name: str) -> str:
    """The paste shows another protocol."""
    return f"This looks like {name}, not FTP. I only know about FTP, so please check my words twice."


# How sure we are

_VERY_LIKELY, _LIKELY, _POSSIBLE = 0.9, 0.65, 0.3


def confidence_words(confidence: float, band: Band) -> str:
    """Honest words for a probability: nothing is *very likely* that was only suggested, nor *likely* when quiet."""
    if band is Band.ANSWER and confidence >= _VERY_LIKELY:
        return "Very likely"
    if band is not Band.QUIET and confidence >= _LIKELY:
        return "Likely"
    return "Possible" if confidence >= _POSSIBLE else "Not very likely"


RISK: Final[Mapping[str, str]] = {
    "medium": "Some care needed: make sure that it fits before you change anything",
    "high": "Take care: does harm where it does not fit",
}


# An answer


def article_id(article: str) -> str:
    """Names an article; the id is inline code."""
    return f"Article {article}"


def applies_to(names: str) -> str:
    """What an article is about."""
    return f"For {names}"


def and_more(count: int) -> str:
    """What a cut list leaves out."""
    return f"and {count} more"


REST_IN_FULL: Final = "There is more to do, or to check: *Full article* has all of it."


def sentence(hint: str) -> str:
    """A reason as a sentence of its own."""
    return f"{hint[:1].upper()}{hint[1:]}."


NOT_THIS_SHOWS_NEXT: Final = "*Not this* shows the next article that may fit."


def tried(titles: str) -> str:
    """What people said no to."""
    return f"Was not it: {titles}"


def asked_for_help(who: str) -> str:
    """Somebody asked a person."""
    return f"{who} asked a person for help."


def resolved(who: str, article: str) -> str:
    """The headline once an answer solved it."""
    return f"*Resolved by {who} with {article}*"


def resolved_plain(who: str, article: str, title: str) -> str:
    """The same for notifications."""
    return f"Resolved by {who} with {article}: {title}"


def was_shown(title: str) -> str:
    """The article that did not solve it."""
    return f"What I had shown: {title}"


NOT_SOLVED_AFTER_ALL: Final = "Not solved after all? *Reopen* takes this back."


def when(moment: datetime) -> str:
    """A moment in the reader's own time zone (docs.slack.dev, formatting message text, date formatting)."""
    fallback = f"{moment:%Y-%m-%d %H:%M} UTC"
    return f"<!date^{int(moment.timestamp())}^{{date_short_pretty}} at {{time}}|{fallback}>"


def opens(article: str) -> str:
    """How to see an article."""
    return f"`{COMMAND} {article}`"


def article_vanished(article: str) -> str:
    """The article of a stored answer is not there any more."""
    return f"Article {article} was shown here, but the knowledge base does not hold it any more."


def pasted_by(who: str) -> str:
    """Whose paste a shared answer answers."""
    return f"{who} asked me about this:"


def choices_title(count: int) -> str:
    """Above suggestions."""
    return "One article may fit" if count == 1 else f"{count} articles may fit: which one is it?"


EXHAUSTED_TITLE: Final = "No other article fits"
EXHAUSTED: Final = "I have shown everything that fits what you pasted. A person may see more than I do."
NOTHING_TITLE: Final = "No article fits this yet"
WOULD_HELP: Final = "What would help me, or whoever looks at it"
NEAREST: Final = "The nearest I have:"
EMPTY_TITLE: Final = "Paste the error, and I look for its cause"
EMPTY: Final = (
    "Send me the lines around the error as they stand, best from the connection on, as a message, in a code block or "
    f"as a text file. `{COMMAND}` followed by the lines does the same, and only you see the answer."
)
EMPTY_SECRETS: Final = "Take passwords out first. I mask those I recognise, but Slack keeps what you send."
GONE: Final = "The message this answered was deleted."

# What to send: asked for by what the paste does not show
SEND_LOG: Final = "The log of the session itself, from the connection to the error, instead of a description"
SEND_START: Final = (
    "The lines before the error: the server’s first line, which starts with 220, often names its software"
)
SEND_ERROR: Final = "The line with the error itself, with its number (such as 530) if it has one"
SEND_SERVER: Final = "Which server software it is, and its version"
SEND_CLIENT: Final = "Which client or library you use, and its version"
SEND_MODE: Final = "Whether the client uses passive or active mode, and what firewall or router stands in between"
SEND_TLS: Final = "Whether the connection uses TLS, explicit or implicit"
SEND_SINCE: Final = "Whether it ever worked, and what was changed since"
SEND_ELSEWHERE: Final = "Whether another client, or another network, gets the same error"


def found_title(query: str) -> str:
    """Above the nearest articles."""
    return f"Articles nearest to {query}"


def not_found(query: str) -> str:
    """Nothing has these words."""
    return f"I found no article for {query}."


NOT_FOUND_HINT: Final = (
    f"Try fewer or other words, or an article’s id. To have an error read: `{COMMAND}` and its lines."
)


# Around


def help_wanted(helpers: str) -> str:
    """The first line for helpers; empty where no person is named."""
    return f"{helpers} can you help?" if helpers else "Who can help?"


def asked_by(who: str, where: str) -> str:
    """Who needs help, and where."""
    return f"{who} asks for a person {where}."


HELP_WANTED_PLAIN: Final = "Somebody asks for help with an FTP error."
HERE: Final = "here"
THE_THREAD: Final = "in this thread"
PASTED: Final = "What was pasted"
NOTHING_PASTED: Final = "The pasted text is gone: its message was deleted."
ALREADY_TRIED: Final = "Tried, and was not it"
SHOWN: Final = "Shown, not confirmed"
NOTHING_SHOWN: Final = "No article was shown."


def lines_left_out(count: int) -> str:
    """In the middle of a cut paste."""
    return f"… {count} lines left out …"


_UNTELLING: Final = frozenset({"server:iis/old", "server:iis/new", "user:named"})


def facts(values: Sequence[str]) -> list[str]:
    """Facts that a helper wants to know first: ``Server: IIS 4``."""
    labels = {"server": "Server", "client": "Client", "tls": "TLS", "mode": "Data connection", "user": "User"}
    found: dict[str, list[str]] = {}
    for value in values:
        kind, _, rest = value.partition(":")
        if kind in labels and value not in _UNTELLING:
            found.setdefault(kind, []).append(rest)
    said = []
    for kind, label in labels.items():
        rests = found.get(kind, [])
        told = [rest for rest in rests if not any(other.startswith(f"{rest}/") for other in rests)]
        if told:
            said.append(f"{label}: {', '.join(software(rest) for rest in told)}")
    return said


def software(value: str) -> str:
    """A program's name as its makers write it, with its version: ``IIS 4`` for ``iis/4``."""
    name, _, version = value.partition("/")
    return f"{_NAMES.get(name, name)} {_VERSIONS.get(version, version)}".strip()


def secret_found(kinds: Sequence[str]) -> str:
    """Tells a poster what the message holds."""
    named = list(dict.fromkeys(_SECRETS.get(kind, f"a {kind}") for kind in kinds))
    listed = " and ".join(filter(None, [", ".join(named[:-1]), named[-1]])) if named else "a secret"
    return f"Your message holds {listed}."


STORED_NOWHERE: Final = (
    "I have not stored it, and show it nowhere. But everybody in the conversation can still read your message."
)
CHANGE_IT: Final = "Change it now, then edit the message and take it out."

USAGE_TITLE: Final = "How to use me"
USAGE: Final[Sequence[tuple[str, str]]] = (
    (f"`{COMMAND}` and the lines of an error", "reads the error and answers, for your eyes only"),
    (f"`{COMMAND} Q269241`", "shows an article by its id"),
    (f"`{COMMAND} passive mode firewall`", "lists the five articles nearest to these words"),
    (f"`{COMMAND} mine`", "lists your tickets, and what became of them"),
    (f"`{COMMAND} watch`", "shows how I behave in this channel; support people can change it"),
    (f"`{COMMAND} stats`", "shows how support went in the last 30 days, in numbers"),
    (f"`{COMMAND} help`", "shows this"),
)
USAGE_ELSE: Final = (
    "Or paste the error into a channel I am in, or into a message to me. Slack commands do not work in threads: "
    "mention me there instead."
)
USAGE_OUTCOME: Final = "Then say whether it helped: *Solved it* and *Not this* show which articles really help."


def reference(code: str) -> str:
    """A failure's reference, which the log has too; inline code."""
    return f"Reference for whoever runs me: {code}"


FAILURE_PLAIN: Final = "Something went wrong."
NO_HELPERS: Final = "Nobody is set up to be asked yet."
NO_HELPERS_TODO: Final = (
    "Whoever runs me can set `ESCALATE_TO` to the ids of people, groups or channels. Until then, please ask in a "
    "channel where people know about FTP."
)
SHARED: Final = "Shared in the channel."


def cannot_share(where: str) -> str:
    """The bot is no member."""
    return f"I cannot share this, because I am not in {where}."


THIS_CONVERSATION: Final = "this conversation"
CANNOT_SHARE_TODO: Final = "Add me with `/invite`, then press *Share here* again."
