"""The whole bot beside a fake Slack: receiver, worker, database and the real knowledge base."""

import copy
import threading
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta

from slack_sdk import WebClient
from sqlalchemy import text

from bot.matching.model import Band, Decision
from bot.slack import jobs
from bot.slack.bolt_app import build_bolt_app
from bot.slack.groups import SlackGroups
from bot.slack.intake import Intake
from bot.slack.messenger import Messenger, build_messenger
from bot.slack.openers import Openers
from bot.slack.socket import PING, run_socket_mode
from bot.store.engine import connect
from bot.store.store import SqlStore
from bot.support.desk import Desk, Patience
from bot.support.model import JobState
from bot.support.people import People
from bot.web.wsgi import build_wsgi
from bot.worker.loop import Worker
from tests.fakes.delivery import (
    HttpDelivery,
    SocketDelivery,
    app_home_opened,
    block_action,
    slash_command,
    view_action,
    view_submission,
)
from tests.fakes.slack import FakeSlack
from tests.fakes.wsgi import serve_wsgi

HTTP, SOCKET = "http", "socket"
BLOCKS, TEXT = "blocks", "text"
LEASE, POLL, PATIENCE = timedelta(seconds=5), 0.01, 10.0

IMPATIENT = Patience()  # silence leads to nothing

# One form of each, with hosts and people that do not exist; the real knowledge base knows them.
HOME = """ftp> open files.example
Connected to files.example.
220 Microsoft FTP Service
User (files.example:(none)): dora
331 Password required for dora.
Password:
530 User cannot log in, home directory inaccessible.
Login failed.
ftp>"""
CHROOT = """Connected to 192.0.2.7.
220 (vsFTPd 3.0.5)
Name (192.0.2.7:pia): pia
331 Please specify the password.
Password:
500 OOPS: vsftpd: refusing to run with writable root inside chroot()
Login failed."""
SECRET = "blue-heron-4711"
WITH_SECRET = HOME.replace("Password:", f"---> PASS {SECRET}")


class Running:
    """A bot at work.

    Attributes:
        slack: The workspace it works in.
        store: Its database.
        desk: Its support desk.
        wire: How Slack reaches it: ``wire.send(payload)``.
    """

    def __init__(self, slack: FakeSlack, store: SqlStore, desk: Desk, messenger: Messenger) -> None:
        self.slack, self.store, self.desk, self.messenger = slack, store, desk, messenger
        self.worker = Worker(
            store,
            jobs.handlers(desk, messenger),
            desk.clock,
            owner="worker",
            lease=LEASE,
            poll=POLL,
            on_buried=lambda job, error: jobs.buried(desk, job, error),
        )
        self.wire = None
        self.url = ""

    def deliver(self, payload: dict) -> int:
        """Deliver, and let the worker do all that follows; the status of the acknowledgement."""
        status = self.wire.send(payload).status
        self.openers.settle()
        self.work()
        return status

    def says(self, channel: str, user: str, words: str, form: str = BLOCKS, **fields: object) -> dict:
        """Somebody posts; the message, once the bot did what it does."""
        event = self.slack.user_says(channel, user, words, **fields)
        self.deliver(as_text(event) if form == TEXT else event)
        return event["event"]

    def asks(self, words: str, **fields: object) -> int:
        """Somebody types ``/kb words``."""
        return self.deliver(slash_command(self.slack, words, **fields))

    def submits(self, values: dict | None = None, *, user: str | None = None) -> int:
        """Somebody submits the modal they look at; ``values`` are those of its inputs, whose ids are named alike."""
        view = self.modal(user)
        entered = {name: {name: value} for name, value in (values or {}).items()}
        return self.deliver(view_submission(self.slack, view["id"], entered, user=user))

    def modal(self, user: str | None = None) -> dict | None:
        """What the modal that a person looks at shows."""
        view = self.slack.views.top(user or self.slack.alice)
        return view and self.slack.views.wire(view)

    def opens_home(self, user: str | None = None, tab: str = "home") -> int:
        """Somebody opens the bot's Home tab, or its messages."""
        return self.deliver(app_home_opened(self.slack, user or self.slack.alice, tab))

    def home(self, user: str | None = None) -> dict | None:
        """What somebody's Home tab shows."""
        view = self.slack.views.homes.get(user or self.slack.alice)
        return view and self.slack.views.wire(view)

    def presses_in_view(self, view: dict, action: str, **fields: object) -> int:
        """Somebody presses a button in a modal or a Home tab."""
        return self.deliver(view_action(self.slack, view["id"], action, **fields))

    def presses(self, message: dict, action: str, **fields: object) -> int:
        """Somebody presses a button."""
        return self.deliver(block_action(self.slack, message, action, **fields))

    def reacts(self, message: dict, name: str = "white_check_mark", *, user: str | None = None, **how: bool) -> int:
        """Somebody reacts to a message; ``remove=True`` takes the reaction away."""
        who = user or self.slack.alice
        return self.deliver(self.slack.user_reacts(message["channel"], message["ts"], who, name, **how))

    def work(self) -> None:
        """Run jobs until none is due."""
        while self.worker.run_once():
            pass

    def skip_waits(self) -> None:
        """Make due what backs off, and run it."""
        while True:
            with self.store.begin() as tx:
                waiting = tx.jobs.list([JobState.WAITING], now=self.desk.clock.now())
            if not waiting:
                return
            with self.store.engine.begin() as connection:
                connection.execute(text("UPDATE jobs SET due_at = '2000-01-01 00:00:00.000000' WHERE done_at IS NULL"))
            self.work()

    def replies(self, message: dict) -> list[dict]:
        """What the bot posted in the message's thread."""
        thread = self.slack.thread(message["channel"], message.get("thread_ts", message["ts"]))
        return [one for one in thread if one.get("bot_id") == self.slack.bot_id]

    def in_channel(self, channel: str) -> list[dict]:
        """What the bot posted outside of threads."""
        posts = [one for one in self.slack.messages(channel) if one.get("bot_id") == self.slack.bot_id]
        return [one for one in posts if "thread_ts" not in one]

    def private(self, user: str | None = None) -> list[dict]:
        """What one person alone sees."""
        return self.slack.ephemerals(user or self.slack.alice)

    def rows(self, table: str) -> list[dict]:
        """All rows of a table."""
        with self.store.engine.connect() as connection:
            found = connection.execute(text(f"SELECT * FROM {table}"))  # noqa: S608  a table of ours
            return [dict(row._mapping) for row in found]

    def everything_stored(self) -> str:
        """Every row of every table, and of the log of SQLite."""
        names = [row["name"] for row in self.rows("sqlite_master") if row["type"] == "table"]
        return "\n".join(str(self.rows(name)) for name in names)

    def decisions(self) -> dict[str, str]:
        """What was decided on each delivery, by its key."""
        return {row["key"]: row["decision"] for row in self.rows("inbox")}

    def kinds(self) -> list[str]:
        """What happened to the tickets, in order."""
        return [row["kind"] for row in self.rows("events")]


def as_text(payload: dict) -> dict:
    """The same delivery from a client that sends no blocks."""
    plain = copy.deepcopy(payload)
    event = plain.get("event", {})
    shown = plain.get("message", {}) if plain.get("type") == "message_action" else {}
    for message in (event, event.get("message", {}), event.get("previous_message", {}), shown):
        message.pop("blocks", None)
    return plain


class TextWire:
    """Delivers as another wire does, and messages without their blocks."""

    def __init__(self, wire) -> None:
        self._wire = wire

    def send(self, payload: dict, *args: object, **fields: object):
        """Deliver a payload, as ``HttpDelivery.send`` does."""
        return self._wire.send(as_text(payload), *args, **fields)

    def __getattr__(self, name: str):
        return getattr(self._wire, name)


def mention(event: dict, slack: FakeSlack, event_id: str = "EvMention") -> dict:
    """The ``app_mention`` that comes beside a ``message``."""
    twin = copy.deepcopy(event) | {"event_id": event_id}
    twin["event"] |= {"type": "app_mention"}
    del twin["event"]["channel_type"]
    return twin


class Unsure:
    """A matcher that is never sure: it suggests where it would answer, and thinks of three articles at least."""

    def __init__(self, decider) -> None:
        self._decider = decider
        self.revision = decider.revision

    def decide(self, words: str) -> Decision:
        decision = self._decider.decide(words)
        if decision.band is not Band.ANSWER:
            return decision
        thought = [replace(one, confidence=0.5 / place) for place, one in enumerate(decision.candidates, start=1)]
        return replace(decision, band=Band.SUGGEST, candidates=tuple(thought))


@contextmanager
def open_office(
    url,
    decider,
    *,
    transport=HTTP,
    form=BLOCKS,
    helpers=(),
    support=(),
    patience=IMPATIENT,
    incidents=False,
    sure=True,
    budget=0,
    ping=PING,
    at_end=None,
    **slack_options,
):
    """A running bot; it is stopped at the end.

    Args:
        url: A migrated database that holds the knowledge base.
        decider: The matcher over it.
        transport: How Slack delivers.
        form: Whether messages come with blocks, or as text alone.
        helpers: Whom to ask for help.
        patience: How long silence is borne.
        support: Who may act on others' tickets, besides bob and carol.
        incidents: Whether incidents are said, in a channel of their own: ``bot.desk.incident_channel``.
        ping: Seconds between pings, over the socket.
        budget: Uninvited replies a minute that a channel gets.
        sure: Whether the matcher is ever sure enough to speak uninvited.
        at_end: Called with the fake Slack when the bot has stopped.
        slack_options: For the fake Slack.
    """
    with ExitStack() as stack:
        slack = stack.enter_context(FakeSlack(**slack_options))
        if at_end is not None:
            stack.callback(at_end, slack)
        store = SqlStore(connect(url))
        stack.callback(store.close)
        people = People((slack.bob, slack.carol, *support), groups=SlackGroups(client_of(slack), slack.clock))
        place = slack.add_channel("support", members=[slack.bob, slack.bot_user]) if incidents else ""
        desk = Desk(
            store,
            decider if sure else Unsure(decider),
            slack.clock,
            helpers,
            people,
            reply_budget=budget,
            incident_channel=place,
            patience=patience,
        )
        messenger = build_messenger(token=slack.bot_token, api_url=slack.api_url)
        bot = Running(slack, store, desk, messenger)
        openers = Openers(messenger)
        stack.callback(openers.close)
        bot.openers = openers
        app = build_bolt_app(
            token=slack.bot_token,
            signing_secret=slack.signing_secret,
            api_url=slack.api_url,
            intake=Intake(store, slack.clock, openers=openers),
        )
        if transport == HTTP:
            bot.url = stack.enter_context(serve_wsgi(build_wsgi(app, slack.signing_secret, slack.clock)))
            bot.wire = HttpDelivery(f"{bot.url}/slack/events", slack.signing_secret, slack, now=slack.now)
        else:
            stack.enter_context(_socket(app, slack, ping))
            bot.wire = SocketDelivery(slack)
        if form == TEXT:
            bot.wire = TextWire(bot.wire)
        yield bot


@contextmanager
def _socket(app, slack, ping):
    stop = threading.Event()
    thread = threading.Thread(target=run_socket_mode, args=(app, slack.app_token, stop), kwargs={"ping": ping})
    thread.start()
    try:
        slack.socket.wait_connected()
        yield
    finally:
        stop.set()
        thread.join(10)


def client_of(slack: FakeSlack) -> WebClient:
    """A client as the bot has it."""
    return WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
