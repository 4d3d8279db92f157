"""Who may do more than ask."""

import pytest

from bot.settings import Settings
from bot.support.people import People


class Scripted:
    """Groups of a test."""

    def members(self, workspace: str, group: str) -> frozenset[str]:
        return {("T1", "S1"): frozenset({"U1", "U2"}), ("T1", "S2"): frozenset({"U3"})}.get(
            (workspace, group), frozenset()
        )


PEOPLE = People(support=("U9", "S1"), curators=("S2",), groups=Scripted())


@pytest.mark.parametrize(
    ("name", "people", "user", "support", "curator"),
    [
        ("named by an id", PEOPLE, "U9", True, False),
        ("in a group", PEOPLE, "U2", True, False),
        ("in the other group", PEOPLE, "U3", False, True),
        ("neither", PEOPLE, "U4", False, False),
        ("no curators named", People(support=("U9",)), "U9", True, True),
        ("nobody named", People(), "U9", False, False),
        ("a group where there are no groups", People(support=("S1",)), "U1", False, False),
        ("a channel names nobody", People(support=("C1",)), "U1", False, False),
    ],
)
def test_who_is_who(name: str, people: People, user: str, support: bool, curator: bool) -> None:
    assert people.is_support("T1", user) is support, name
    assert people.is_curator("T1", user) is curator, name


def test_a_group_is_one_workspaces() -> None:
    assert not PEOPLE.is_support("T2", "U2")


@pytest.mark.parametrize(
    ("name", "settings", "support"),
    [
        ("named", {"support": "@U1, S2", "escalate_to": "U3"}, ("U1", "S2")),
        ("those who are asked, channels aside", {"escalate_to": "U3,#C4,S5"}, ("U3", "S5")),
        ("nobody", {}, ()),
    ],
)
def test_support_people_are_those_who_are_asked_unless_set(
    name: str, settings: dict[str, str], support: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("SUPPORT", "CURATORS", "ESCALATE_TO"):
        monkeypatch.delenv(variable, raising=False)
    assert Settings.read(**settings).support_people == support, name
