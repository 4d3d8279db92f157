"""The tree of errors; the text of each is the one sentence that a person sees.

::

    BotError                      the work failed (exit status 1)
    ├── UsageError                wrong use of a command (exit status 2)
    ├── PasteError                the pasted text cannot be read: empty, binary
    ├── ArticleError              an article cannot be read: broken front matter, missing part
    ├── UnknownArticleError            no article of this id
    ├── ConfigurationError        a setting is missing or wrong
    ├── StoreError                the database cannot be used
    │   └── UnknownRowError            what is asked for by its id is not in it
    └── SlackError                Slack refused a call: wrong token, missing scope
        └── RetryLaterError            Slack asks for patience; the job runs again

A sentence says what is wrong and what to do. It never holds a secret, a stack trace or pasted text.
"""


class BotError(Exception):
    """Something a person can understand and mend."""

    exit_status = 1

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, in one sentence."""
        return str(self)


class UsageError(BotError):
    """A command was used in a way it does not know."""

    exit_status = 2


class PasteError(BotError):
    """The pasted text cannot be read."""


class ArticleError(BotError):
    """An article cannot be read.

    Args:
        name: The file, or the article's id.
        why: What is wrong with it.
    """

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name}: {why}")
        self.name = name
        self.why = why


class UnknownArticleError(BotError):
    """There is no article of this id."""

    def __init__(self, article: str) -> None:
        super().__init__(f"There is no article {article!r}; `kbbot kb search WORDS` finds articles by their words.")


class ConfigurationError(BotError):
    """A setting is missing or wrong."""


class StoreError(BotError):
    """The database cannot be used."""


class UnknownRowError(StoreError):
    """What is asked for by its id is not in the database; looking again does not help."""

    def __init__(self, what: str, ident: int) -> None:
        super().__init__(f"There is no {what} {ident} in the database.")


class SlackError(BotError):
    """Slack refused a call for a reason that repeating it does not change."""


class RetryLaterError(SlackError):
    """Slack asks to call again later.

    Args:
        sentence: What happened.
        after: Seconds to wait at least.
    """

    def __init__(self, sentence: str, after: float) -> None:
        super().__init__(sentence)
        self.after = after
