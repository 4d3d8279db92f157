"""What App Home may have to show: usual, and hostile."""

from dataclasses import replace
from datetime import timedelta

from view_samples import FOUNDING, NOW, hostile

from bot.analytics.model import Rate
from bot.support.home import CHANNELS, HELPFUL, MINE, PENDING, UNANSWERED, WAITING, Home
from bot.support.model import ChannelSetting, Mode, Outcome
from bot.support.overview import (
    Failed,
    HelpfulArticle,
    Place,
    Shadow,
    ShadowAnswer,
    SupportOverview,
    TicketLine,
    UnansweredGroup,
    Waiting,
)
from bot.transcript.model import Step

URL = "https://helpdesk.slack.example/"
LOGIN, DATA = Failed(Step.LOGIN, "PASS", 530), Failed(Step.DATA, "PASV", 425)
PLACE, IN_THREAD = Place("C0123ABC", "1795370000.000100"), Place("C0123ABC", "1795370001.000100", "1795370000.000100")


def ticket(outcome: Outcome = Outcome.UNKNOWN, **more: object) -> TicketLine:
    return replace(TicketLine(3, PLACE, NOW, outcome, LOGIN, FOUNDING.id, FOUNDING.title), **more)


def overview(**more: object) -> SupportOverview:
    usual = SupportOverview(
        waiting=(
            Waiting(3, PLACE, "U0ANNA", NOW - timedelta(hours=26), None, LOGIN),
            Waiting(4, IN_THREAD, "U0CLEO", NOW - timedelta(minutes=59), "U0BERT", DATA),
            Waiting(5, Place("C0456DEF", "1795370009.000100"), "U0DORA", NOW - timedelta(seconds=9)),
        ),
        more_waiting=True,
        unanswered=(UnansweredGroup(("425 can't open data connection.",), DATA, 7, 4, NOW, PLACE),),
        outcomes=dict(zip(Outcome, (31, 6, 4, 9, 80), strict=True)),
        shadow=Shadow(23, Rate(11, 12), (ShadowAnswer(9, FOUNDING.id, FOUNDING.title, LOGIN, NOW, PLACE),)),
    )
    return replace(usual, **more)


def home(**more: object) -> Home:
    usual = Home(
        user="U0ANNA",
        now=NOW,
        tickets=(
            ticket(),
            ticket(Outcome.CONFIRMED),
            ticket(Outcome.ESCALATED, failed=DATA, article=None, title=None, place=IN_THREAD),
            ticket(Outcome.UNSOLVED, failed=Failed(), article=None, title=None, place=Place("C1", None)),
        ),
        helpful=(HelpfulArticle(FOUNDING.id, FOUNDING.title, 12, 30), HelpfulArticle("mtu", "Large files stall", 1, 1)),
    )
    return replace(usual, **more)


def support_home() -> Home:
    channels = (("C0123ABC", ChannelSetting(Mode.SHADOW, private_first=True)), ("C0456DEF", ChannelSetting(Mode.OFF)))
    return home(user="U0BERT", support=overview(), channels=channels)


def hostile_home() -> Home:
    """As much as there can be, and all of it hostile."""
    title, line, name = hostile(400), hostile(600), hostile(80)
    place = Place("C0123ABC", "1795370000.000100", "1795370000.000100")
    return Home(
        user="U0ANNA",
        now=NOW,
        tickets=(ticket(article=name, title=title),) * MINE,
        helpful=(HelpfulArticle(name, title, 10**9, 10**9),) * HELPFUL,
        support=SupportOverview(
            waiting=(Waiting(1, place, name, NOW - timedelta(days=10_000), name, LOGIN),) * WAITING,
            more_waiting=True,
            unanswered=(UnansweredGroup((line, line, line), DATA, 10**9, 10**9, NOW, place),) * UNANSWERED,
            outcomes=dict.fromkeys(Outcome, 10**9),
            shadow=Shadow(10**9, Rate(10**8, 10**9), (ShadowAnswer(1, name, title, LOGIN, NOW, place),) * PENDING),
        ),
        channels=(("C0123ABC", ChannelSetting(Mode.SHADOW, private_first=True)),) * CHANNELS,
    )
