"""Fields of what Slack delivers, each looked at before it is believed."""

from collections.abc import Mapping
from typing import Any

Fields = Mapping[str, Any]


def authorizations(body: Fields) -> list[Fields]:
    """The installations that an event is delivered for."""
    found = body.get("authorizations")
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def words(fields: Fields, name: str) -> str | None:
    """A field that holds a string, or None where there is none.

    Raises:
        ValueError: It holds something else.
    """
    value = fields.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{name} is no string.")
    return value or None


def needed(fields: Fields, name: str) -> str:
    """A field that holds a string.

    Raises:
        ValueError: It is missing, empty or something else.
    """
    value = words(fields, name)
    if value is None:
        raise ValueError(f"{name} is missing.")
    return value


def branch(fields: Fields, name: str) -> Fields:
    """A field that holds an object; an empty one where there is none."""
    value = fields.get(name)
    return value if isinstance(value, Mapping) else {}


def needed_branch(fields: Fields, name: str) -> Fields:
    """A field that holds an object.

    Raises:
        ValueError: It does not.
    """
    value = fields.get(name)
    if not isinstance(value, Mapping):
        raise ValueError(f"{name} is missing.")  # noqa: TRY004  the content is wrong, not the caller's type
    return value
