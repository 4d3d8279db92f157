"""Sessions of many programs, bent by Slack and straightened again: what they show must survive."""

from pathlib import Path

import pytest
from mangling import Composer, as_blocks, as_text

from bot.paste import rebuild

SESSIONS = sorted((Path(__file__).parents[1] / "transcript" / "sessions").glob("*.txt"))
COMPOSERS = {
    "as typed": Composer(emoticons=True),
    "in a fence": Composer(fence=("```\n", "\n```")),
    "quoted": Composer(quote=True),
    "with hard spaces": Composer(hard_spaces=True),
}


def pasted(case):
    """The session without what Slack does not tell: trailing spaces, fences, quoting."""
    paste = case.read_text(encoding="utf-8").partition("\n=== what it shows\n")[0]
    return "\n".join(line.rstrip() for line in paste.split("\n"))


@pytest.mark.parametrize("composer", COMPOSERS.values(), ids=COMPOSERS.keys())
@pytest.mark.parametrize(
    "case", [case for case in SESSIONS if case.stem not in {"fenced-numbered", "quoted-bulleted"}], ids=lambda c: c.stem
)
def test_a_session_survives_slack(case, composer):
    paste = pasted(case)

    assert rebuild(as_text(paste, composer)) == paste
    assert rebuild(as_text(paste, composer), as_blocks(paste, composer)) == paste
