"""Periods as they are written on the command line."""

import re
from datetime import timedelta

from bot.errors import UsageError

UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


def period(text: str) -> timedelta:
    """``24h``, ``30d`` or ``8w``.

    Raises:
        UsageError: It is none.
    """
    match = re.fullmatch(r"([1-9]\d{0,4})([hdw])", text)
    if match is None:
        raise UsageError(f"{text!r} is no period; write it like 24h, 30d or 8w.")
    return int(match[1]) * UNITS[match[2]]
