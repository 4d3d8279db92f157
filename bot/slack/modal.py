"""A modal as views build it and the messenger opens it.

Source: docs.slack.dev/reference/views/modal-views.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.slack.message import Block


@dataclass(frozen=True, slots=True)
class Modal:
    """A modal.

    Attributes:
        title: At most 24 characters.
        blocks: Block Kit blocks as plain values.
        close: The label of the button that closes it, at most 24 characters.
        submit: The label of the button that submits it; needed where there are inputs.
        callback_id: Names what is done when it is submitted: a key of ``listeners.view.SUBMISSIONS``.
        metadata: Comes back with the submission, at most 3,000 characters; see ``metadata_of``.
    """

    title: str
    blocks: "tuple[Block, ...]"
    close: str
    submit: str = ""
    callback_id: str = ""
    metadata: str = ""

    def view(self, external_id: str) -> dict[str, Any]:
        """The view as Slack takes it; an update without the external id would take the id away."""
        return {
            "type": "modal",
            "external_id": external_id,
            "title": _plain(self.title),
            "close": _plain(self.close),
            **({"submit": _plain(self.submit)} if self.submit else {}),
            "callback_id": self.callback_id,
            "private_metadata": self.metadata,
            "blocks": [dict(block) for block in self.blocks],
        }


def metadata_of(**values: Any) -> str:
    """What a modal is to remember; of ``channel``, ``ts``, ``thread_ts`` and ``response_url`` its delivery is told."""
    return json.dumps(values, separators=(",", ":"))


def read_metadata(metadata: str) -> Mapping[str, Any]:
    """What ``metadata_of`` wrote; empty where it was not that."""
    try:
        found = json.loads(metadata or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": False}
