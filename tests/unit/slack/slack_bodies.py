"""Bodies as Slack sends them: events, commands, presses, shortcuts and submissions."""

TEAM, CHANNEL, DIRECT, ALICE, BOT = "T1", "C1", "D1", "UALICE", "UBOT"
PASTE = "230 Login successful.\nftp> put a.txt\n550 Permission denied."
SECRET = "hunter2-example"


def event(kind="message", *, event_id="Ev1", shared=False, **fields):
    return {
        "type": "event_callback",
        "token": "verification-token",
        "team_id": TEAM,
        "event_id": event_id,
        "event": {"type": kind, "channel": CHANNEL, "ts": "1700000000.000100", "user": ALICE} | fields,
        "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True, "enterprise_id": None}],
        "is_ext_shared_channel": shared,
    }


def blocks(*elements):
    return [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}]


def said(text):
    return {"type": "text", "text": text}


MENTION = {"type": "user", "user_id": BOT}


def edit(text, before, **fields):
    message = {"type": "message", "user": ALICE, "ts": "1700000000.000100", "text": text} | fields
    previous = message | {"text": before, "token": SECRET}
    return event(subtype="message_changed", message=message, previous_message=previous, ts="1700000009.000100")


def deletion(**previous):
    return event(
        subtype="message_deleted",
        ts="1700000009.000100",
        deleted_ts="1700000000.000100",
        previous_message={"user": ALICE, "text": PASTE} | previous,
    )


def command(text, **fields):
    return {
        "command": "/kb",
        "token": "verification-token",
        "team_id": TEAM,
        "channel_id": CHANNEL,
        "user_id": ALICE,
        "text": text,
        "trigger_id": "111.222.abc",
        "response_url": "http://127.0.0.1/hook",
    } | fields


def press(action_id="solved", *, ephemeral=False, **fields):
    return {
        "type": "block_actions",
        "token": "verification-token",
        "team": {"id": TEAM},
        "user": {"id": ALICE},
        "channel": {"id": CHANNEL},
        "container": {
            "channel_id": CHANNEL,
            "message_ts": "1700000005.000100",
            "thread_ts": "1700000000.000100",
            "is_ephemeral": ephemeral,
        },
        "actions": [{"action_id": action_id, "action_ts": "1700000007.1", "value": "answer:12"}],
        "response_url": "http://127.0.0.1/hook",
        "trigger_id": "1.2",
    } | fields


def shortcut(**fields):
    return {
        "type": "shortcut",
        "callback_id": "paste_an_error",
        "team": {"id": TEAM},
        "user": {"id": ALICE},
        "action_ts": "1700000008.1",
        "trigger_id": "1.2",
    } | fields


def of_message(message, **fields):
    return (
        shortcut(
            type="message_action",
            callback_id="find_the_cause",
            channel={"id": CHANNEL},
            message_ts="1700000000.000100",
            message={"type": "message", "user": "UBOB", "ts": "1700000000.000100"} | message,
            response_url="http://127.0.0.1/hook",
        )
        | fields
    )


def submission(values, *, callback_id="paste_modal", metadata="", **view):
    """A submission; ``values`` are states of inputs by their action id."""
    return {
        "type": "view_submission",
        "team": {"id": TEAM},
        "user": {"id": ALICE},
        "trigger_id": "1.2",
        "view": {
            "id": "V1",
            "hash": "156772938.1827394",
            "type": "modal",
            "callback_id": callback_id,
            "private_metadata": metadata,
            "state": {"values": {name: {name: state} for name, state in values.items()}},
        }
        | view,
    }


def typed(text):
    return {"type": "plain_text_input", "value": text}
