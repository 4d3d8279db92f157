"""Jobs that an older version left in the queue, and buttons of its messages: they hold fewer fields, and still work."""

import pytest

from bot.slack.delivery import twin_of
from bot.slack.intake import DELIVERY
from tests.fakes.delivery import block_action
from tests.scenario.office import CHROOT, HOME

FOUND = "iis-home-dir-inaccessible"


@pytest.fixture
def old(one_bot):
    """Leaves a job as the older version did, and lets this one run it."""

    def leave(payload):
        key, now = f"{DELIVERY}:event:{len(one_bot.rows('jobs'))}", one_bot.desk.clock.now()
        with one_bot.store.begin() as tx:
            tx.jobs.add(key, DELIVERY, payload, workspace=one_bot.slack.team_id, now=now)
        one_bot.work()
        assert {row["last_error"] for row in one_bot.rows("jobs")} == {None}

    return leave


@pytest.fixture
def post(one_bot, old):
    """A paste that the older version took."""
    slack = one_bot.slack
    message = slack.user_says(slack.general, slack.alice, HOME)["event"]
    with one_bot.store.begin() as tx:
        twin = twin_of(slack.team_id, slack.general, message["ts"])
        tx.inbox.receive(twin, workspace=slack.team_id, kind="message", at=one_bot.desk.clock.now())
    old(written(one_bot, message))
    return message


def written(bot, message, kind="message", text=HOME, **more):
    return {
        "kind": kind,
        "channel": message["channel"],
        "ts": message["ts"],
        "thread_ts": None,
        "user": bot.slack.alice,
        "text": text,
        "asked": False,
        "shared": False,
        "secrets": [],
        **more,
    }


def shown(bot, post):
    (reply,) = bot.replies(post)
    return bot.slack.shown(reply)


def test_a_post_an_edit_and_a_deletion(one_bot, post, old):
    assert FOUND in shown(one_bot, post)
    assert one_bot.rows("pastes")[0]["private"]  # the older version did not say
    old(written(one_bot, post, "edit", CHROOT))
    assert FOUND not in shown(one_bot, post)
    old({"kind": "deletion", "channel": post["channel"], "ts": post["ts"], "thread_ts": None})
    assert one_bot.replies(post) == []


@pytest.mark.parametrize(
    ("action", "value", "events"),
    [
        ("solved", "answer:1", ["solved"]),
        ("not_this", "answer:1", ["rejected"]),
        ("none_of_these", "paste:1", []),
        ("show", "answer:1", ["chosen"]),
        ("ask_a_person", "paste:1", []),
        ("reopen", "answer:1", []),
        ("share", "paste:1", []),
        ("share_article", f"article:{FOUND}", []),
    ],
)
def test_a_press(one_bot, post, old, action, value, events):
    (reply,) = one_bot.replies(post)
    place = {"channel": post["channel"], "ts": reply["ts"], "thread_ts": post["ts"]}
    press = {"kind": "action", "action": action, "value": value, "user": one_bot.slack.alice, "response_url": None}
    old(press | place)
    assert one_bot.kinds() == events


def test_a_command(one_bot, old):
    url = one_bot.slack.hooks.response_url(one_bot.slack.general, one_bot.slack.alice)
    typed = written(one_bot, {"channel": one_bot.slack.general, "ts": "1.2.abc"}, "command", response_url=url)
    old({name: value for name, value in typed.items() if name not in {"asked", "shared"}})
    (answer,) = one_bot.private()
    assert FOUND in one_bot.slack.shown(answer)


def test_replies_packets_and_warnings_that_were_ordered(office):
    with office(helpers=("U0CAROL000",)) as bot:
        slack = bot.slack
        message = bot.says(slack.general, slack.alice, HOME)
        place = {"channel": slack.general, "ts": message["ts"], "thread_ts": None, "user": slack.alice}
        place["response_url"] = None
        orders = [
            ("reply", {"paste": 1}),
            ("escalation", {"paste": 1, "actor": slack.alice}),
            ("warning", place | {"secrets": ["password"]}),
            ("response", place | {"sentence": "Something failed.", "reference": "job 1"}),
            ("busy", place),
        ]
        with bot.store.begin() as tx:
            for kind, payload in orders:
                tx.jobs.add(f"{kind}:old", kind, payload, workspace=slack.team_id, now=bot.desk.clock.now())
        bot.work()
        assert {row["last_error"] for row in bot.rows("jobs")} == {None}
        assert len(bot.private()) == 2
        assert len(bot.replies(message)) == 3  # the reply, the packet, and that answers come late


def test_a_button_whose_place_stands_in_its_id(one_bot, post):
    (reply,) = one_bot.replies(post)
    press = block_action(one_bot.slack, reply, "solved")
    press["actions"][0] |= {"action_id": "show_2", "value": "answer:1"}
    one_bot.deliver(press)
    assert one_bot.kinds() == ["chosen"]
