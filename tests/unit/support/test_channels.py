"""When the bot speaks: every mode, asked and not, sure and not."""

import pytest

from bot.matching.model import Band
from bot.support.channels import Stance, may_matter, stance
from bot.support.model import ChannelSetting, Mode
from tests.store.make import candidate, decision, post

SURE = decision(candidate("first"))
UNSURE = decision(candidate("first"), band=Band.SUGGEST)
TALK = decision(band=Band.QUIET, failed=False)
WORDS_ONLY = decision(candidate("first"), failed=False)


@pytest.mark.parametrize(
    ("mode", "decided", "asked", "expected"),
    [
        (Mode.ON, SURE, False, Stance.SPEAK),
        (Mode.ON, UNSURE, False, Stance.OBSERVE),
        (Mode.ON, TALK, False, Stance.IGNORE),
        (Mode.ON, TALK, True, Stance.SPEAK),
        (Mode.SHADOW, SURE, False, Stance.SHADOW),
        (Mode.SHADOW, WORDS_ONLY, False, Stance.SHADOW),
        (Mode.SHADOW, UNSURE, False, Stance.OBSERVE),
        (Mode.SHADOW, SURE, True, Stance.SPEAK),
        (Mode.ASKED, SURE, False, Stance.OBSERVE),
        (Mode.ASKED, WORDS_ONLY, False, Stance.IGNORE),
        (Mode.ASKED, TALK, True, Stance.SPEAK),
        (Mode.OFF, SURE, False, Stance.IGNORE),
        (Mode.OFF, SURE, True, Stance.REFUSE),
        (Mode.OFF, TALK, True, Stance.REFUSE),
    ],
)
def test_what_it_does(mode, decided, asked, expected):
    assert stance(ChannelSetting(mode), post(asked=asked), decided) is expected


@pytest.mark.parametrize("mode", [Mode.ON, Mode.SHADOW])
def test_where_others_read_along_it_never_speaks_uninvited(mode):
    assert stance(ChannelSetting(mode), post(shared=True), SURE) is Stance.OBSERVE


def test_only_talk_that_asks_for_nothing_never_matters():
    assert not may_matter(post(), TALK)
    assert all(may_matter(post(asked=asked), one) for asked, one in [(True, TALK), (False, SURE), (False, UNSURE)])
