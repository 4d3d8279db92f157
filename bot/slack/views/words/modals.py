"""Words of the modals."""

from typing import Final

from bot.slack.views.words import COMMAND

# At most 24 characters: titles and the buttons below
LOADING_TITLE: Final = "One moment"
LOADING: Final = "I am looking this up …"
CLOSE: Final = "Close"
CANCEL: Final = "Cancel"

NOT_STORED_TITLE: Final = "That did not work"
NOT_STORED: Final = "I could not take this just now. Close this, and press the button again in a minute."

PASTE_TITLE: Final = "Paste an FTP error"
FIND_THE_CAUSE: Final = "Find the cause"
PASTE_LABEL: Final = "The lines around the error"
PASTE_HINT: Final = "As they stand, best from the connection on. Take passwords out first: I mask those I recognise."
PASTE_PLACEHOLDER: Final = "220 Microsoft FTP Service\n…\n530 User cannot log in."
ONLY_YOU: Final = f"Only you see the answer, as with `{COMMAND}` and the lines of an error. You can share it then."
ONLY_YOU_AWAY: Final = "Only you see this, because I am not in this conversation. Invited, I answer in its threads."
THE_ANSWER: Final = "the answer"
MY_OWN: Final = "This message is mine. Choose *Find the cause* on the message that shows the error."


def answered(link: str) -> str:
    """Where the answer stands; a link."""
    return f"I have answered this message already: see {link}."


FILES_LABEL: Final = "Or a log"
FILES_HINT: Final = "A text file of up to 64 MB. Of a long one I read the beginning, the end, and around the errors."
NOTHING_ENTERED: Final = "Paste the lines of the error here, or add a log below."
