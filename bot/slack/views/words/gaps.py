"""Words about what to write next."""

from typing import Final

DRAFT_IT: Final = "Draft an article"


def begun(title: str, how: str) -> str:
    """A draft is there; ``how`` is the command that shows it."""
    return (
        f"A draft is begun: *{title}*\n{how} shows it. Nobody is answered with it until it is reviewed: complete it, "
        "put it into `kb_data/` as `current`, and check it with `kbbot kb lint`."
    )
