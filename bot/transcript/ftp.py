"""The dialogue: commands paired with their replies (RFC 959, 5.4 and 6).

A command is answered by any number of preliminary replies (1yz) and one final reply; programs that show one line for
what the user typed (``ftp> put x``) show the replies to several commands under it. So every reply belongs to the last
command before it, and replies before any command are the greeting. A reply that an exception tells again is none of the
dialogue, unless there is no other.
"""

from collections.abc import Mapping, Sequence

from bot.transcript.model import Actor, Exchange, Reply
from bot.transcript.said import Said, Tone


def replies_of(said: Sequence[Said]) -> list[tuple[int, Reply]]:
    """Every reply of the paste, its lines joined by line breaks, with the index of its first line."""
    replies: list[tuple[int, Reply]] = []
    index = 0
    while index < len(said):
        first = said[index]
        end = index + 1
        if first.actor is Actor.REPLY and first.code is not None:
            open_ = not first.last
            while open_ and end < len(said) and said[end].actor is Actor.REPLY and said[end].code == first.code:
                open_ = not said[end].last
                end += 1
            lines = said[index:end]
            reply = Reply(first.code, "\n".join(line.text for line in lines), tuple(line.number for line in lines))
            replies.append((index, reply))
        index = end
    return replies


def exchanges_of(said: Sequence[Said], replies: Mapping[int, Reply]) -> tuple[Exchange, ...]:
    """Commands and their replies in order; the greeting, if any, first and with an empty command."""
    at = replies
    live = [index for index in at if said[index].tone is not Tone.QUOTED]
    chosen = set(live or at)
    exchanges: list[Exchange] = []
    command, argument, line, collected = "", "", None, list[Reply]()

    def close() -> None:
        if command or collected:
            exchanges.append(Exchange(command, argument, tuple(collected), line))

    for index, heard in enumerate(said):
        if heard.command and (heard.actor is Actor.COMMAND or index in chosen):
            if not _echoes(heard, command, collected):
                close()
                collected = []
            command, argument, line = heard.command, heard.argument, heard.number
        elif heard.actor is Actor.COMMAND and heard.text:
            close()
            command, argument, line, collected = "", "", None, []
        if index in chosen:
            collected.append(at[index])
    close()
    return tuple(exchanges)


def _echoes(heard: Said, command: str, collected: list[Reply]) -> bool:
    """Whether a debug line (``---> STOR x``) repeats what was just typed (``ftp> put x``)."""
    return heard.command == command and not collected and bool(command)
