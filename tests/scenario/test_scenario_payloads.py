"""What the bot sends is held against the other checker of payloads; hostile pastes do no harm."""

import json
import re

import pytest

from tests.fakes.checker import MISSING, load_checker
from tests.fakes.slack import FakeSlack
from tests.scenario.office import BLOCKS, CHROOT, HOME, TEXT, client_of

HOSTILE = {
    "mentions": "<!channel> <!here> @everyone <!subteam^S0FTP|ftp> <@U123>",
    "fences": "``` `` ` ```` 530 `cannot` ``` log in",
    "entities": "&lt;b&gt; &amp;amp; <script> & < >",
    "right to left": "\u202eni gol tonnac\u202c שלום عربى",
    "four bytes": "🧨🏴‍☠️👩‍👩‍👧 𝔘𝔫𝔦" * 40,
    "one long word": "wordwithoutanyspace" * 100,
    "marks": "*bold* _it_ ~no~ __init__ > quote *.txt",
}


def test_every_scenario_fails_on_what_the_other_checker_finds(checked):
    if load_checker() is None:
        pytest.skip(MISSING)
    with FakeSlack() as slack:
        client_of(slack).chat_postMessage(channel=slack.general, text="fine &amp; good")
        checked(slack, keep=False)
        client_of(slack).chat_postMessage(channel=slack.general, text="a & b")
        with pytest.raises(AssertionError, match="'code': 'escape'"):
            checked(slack, keep=False)


@pytest.mark.parametrize("form", [BLOCKS, TEXT])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_paste_pings_nobody_and_breaks_no_fence(one_bot, name, form):
    bot, slack, evil = one_bot, one_bot.slack, HOSTILE[name]
    for session in (HOME, CHROOT):
        told = "\n".join(f"{line} {evil}" for line in session.splitlines())
        for words in (f"<@{slack.bot_user}> {told}", f"<@{slack.bot_user}> {evil}\n{told}\n{evil}"):
            bot.says(slack.general, slack.alice, words, form)
    assert len(slack.posted()) == 4
    for call in slack.posted():
        shown = json.dumps([call.payload["text"], call.payload["blocks"]], ensure_ascii=False)
        assert not re.search(r"<!(?:channel|here|everyone|subteam)|<@U123>|\u202e", shown)
        assert '"verbatim": false' not in shown
