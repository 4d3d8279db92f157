"""Looks: presses that show more. What they show opens in a modal, else it is told privately."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from bot.kb.article import Article
from bot.slack import ids
from bot.slack.filling import fill
from bot.slack.messenger import Messenger
from bot.slack.modal import read_metadata
from bot.slack.private import PLACE
from bot.slack.views.article import article_message
from bot.slack.views.full import full_modal
from bot.slack.views.why import shown_instead_modal, why_message, why_modal
from bot.support.desk import Desk
from bot.support.explain import explain
from bot.support.lookup import find_for
from bot.support.model import Job
from bot.support.press import NothingThereError, Press, PressError, choose_candidate


class RetiredError(PressError):
    """The article of an old button is no longer in use, or not yet."""

    def __init__(self, article: str) -> None:
        super().__init__(f"The article {article} is not in use; `/kb` and a few words finds others.")


def _why(desk: Desk, messenger: Messenger, payload: Mapping[str, Any], job: Job) -> str:
    """The reasons of an answer."""
    answer = _number(ids.read_value(payload["value"], "answer"))
    with desk.store.read() as tx:
        explanation = explain(tx, answer, desk.records.of(tx, job.workspace, desk.clock.now()))
    shown = why_modal(explanation, {**_place(payload), "view": payload["view"]})
    fill(messenger, payload, shown, job, otherwise=why_message(explanation))
    return ids.WHY


def _instead(desk: Desk, messenger: Messenger, payload: Mapping[str, Any], job: Job) -> str:
    """*Show instead*: the reply shows another candidate, and the modal that it was chosen in says so."""
    paste, _, article = (ids.read_value(payload["value"], "candidate") or "").partition(":")
    choose_candidate(desk, _number(paste), article, Press(job.key, payload["user"], payload["response_url"]))
    view = read_metadata(payload["private_metadata"]).get("view")
    if isinstance(view, str):
        messenger.update_view(view, shown_instead_modal())
    return ids.SHOW_CANDIDATE


def _full(desk: Desk, messenger: Messenger, payload: Mapping[str, Any], job: Job) -> str:
    """*Full article*, of an answer or by its id."""
    article = _article(desk, payload["value"], job.workspace, payload["user"])
    place = {**_place(payload), "view": payload["view"]}
    shown = full_modal(article, shows=payload["value"], place=place)
    fill(messenger, payload, shown, job, otherwise=article_message(article, private=True))
    return ids.FULL_ARTICLE


def _turn(desk: Desk, messenger: Messenger, payload: Mapping[str, Any], job: Job) -> str:
    """The page of a long article is turned, in the modal it stands in. A closed one needs no page."""
    page, _, shows = (ids.read_value(payload["value"], "page") or "").partition(":")
    view = read_metadata(payload["private_metadata"]).get("view")
    if isinstance(view, str):
        place = {**_place(payload), "view": view}
        article = _article(desk, shows, job.workspace, payload["user"])
        messenger.update_view(view, full_modal(article, page=_number(page), shows=shows, place=place))
    return ids.PAGE


def _article(desk: Desk, shows: str, workspace: str, user: str) -> Article:
    """The article that a button names: by its id as it is now, or as it was in an answer."""
    ident = ids.read_value(shows, "article")
    if ident is not None:
        found = find_for(desk, ident, workspace, user)
        if found is None:
            raise RetiredError(ident)
        return found
    with desk.store.read() as tx:
        answer = tx.tickets.answer(_number(ids.read_value(shows, "answer")))
        stored = None if answer is None else tx.articles.get(answer.article, answer.article_revision)
    if stored is None:
        raise NothingThereError
    return stored.article


def _place(payload: Mapping[str, Any]) -> dict[str, str | None]:
    """Where the person is, for what is pressed in the modal in turn."""
    return {name: payload.get(name) for name in PLACE}


def _number(ident: str | None) -> int:
    if ident is None or not ident.isdecimal():
        raise NothingThereError
    return int(ident)


LOOKS: Final[Mapping[str, Callable[[Desk, Messenger, Mapping[str, Any], Job], str]]] = {
    ids.WHY: _why,
    ids.SHOW_CANDIDATE: _instead,
    ids.FULL_ARTICLE: _full,
    ids.OPEN_ARTICLE: _full,
    ids.PAGE: _turn,
}
"""By action."""
