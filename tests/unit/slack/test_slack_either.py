"""What Slack refuses for its form is said plainly, and nothing else is said twice."""

import pytest

from bot.slack.either import either
from bot.slack.message import Message
from bot.slack.refusals import RefusedError

RICH, PLAIN = Message("rich", ()), Message("plain", ())


def sending(*codes):
    sent, refusals = [], list(codes)

    def send(message):
        sent.append(message.text)
        if refusals:
            raise RefusedError(refusals.pop(0), "Refused.")
        return len(sent)

    return send, sent


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ([], ["rich"]),
        (["invalid_blocks"], ["rich", "plain"]),
        (["invalid_blocks_format"], ["rich", "plain"]),
        (["msg_blocks_too_long"], ["rich", "plain"]),
        (["http_400"], ["rich", "plain"]),
    ],
)
def test_what_is_sent(codes, expected):
    send, sent = sending(*codes)
    assert either(send, RICH, PLAIN) == len(expected)
    assert sent == expected


@pytest.mark.parametrize("codes", [["not_in_channel"], ["invalid_blocks", "invalid_blocks"], ["http_404"]])
def test_other_refusals_are_passed_on(codes):
    send, sent = sending(*codes)
    with pytest.raises(RefusedError):
        either(send, RICH, PLAIN)
    assert len(sent) == len(codes)
