"""An article to begin with: what it needs stands in its place as a task, and ``lint`` names the tasks that are left."""

from bot.kb.article import Article
from bot.kb.markdown import dump

TASK = "TODO"


def template(article: str, *, title: str, cause: str) -> str:
    """The text of a new article, a draft.

    Args:
        article: Its id.
        title: What is wrong, not what to do.
        cause: The slug of its cause.
    """
    return dump(
        Article(
            id=article,
            title=title,
            cause_slug=cause,
            status="draft",
            symptoms=(f"{TASK}: what a user sees; a fenced block or a bullet for each form",),
            cause=f"{TASK}: why it is so.",
            resolution=f"1. {TASK}: the safer way first, with exact commands or settings and their file.",
            verify=f"{TASK}: the step that proves the fix.",
            more=f"- {TASK}: what to check if it did not help.",
        )
    )
