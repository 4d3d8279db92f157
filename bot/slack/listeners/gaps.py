"""The press that begins an article."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from bot.slack import ids
from bot.slack.messenger import Messenger
from bot.slack.private import tell
from bot.slack.views.gaps import draft_message
from bot.support.desk import Desk
from bot.support.gaps import begin_article
from bot.support.model import Job
from bot.support.press import NothingThereError


def _draft(desk: Desk, messenger: Messenger, payload: Mapping[str, Any], job: Job) -> str:
    """Begin the draft of an article of a cluster; whoever pressed is told, and nobody else."""
    cluster = ids.read_value(payload["value"], "cluster")
    if cluster is None:
        raise NothingThereError
    article = begin_article(desk, job.workspace, cluster, payload["user"])
    tell(messenger, payload, draft_message(article), job)
    return ids.DRAFT_ARTICLE


GAP_ACTIONS: Final[Mapping[str, Callable[[Desk, Messenger, Mapping[str, Any], Job], str]]] = {ids.DRAFT_ARTICLE: _draft}
"""By action."""
