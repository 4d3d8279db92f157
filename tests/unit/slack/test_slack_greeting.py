import pytest

from bot.slack.greeting import is_greeting


@pytest.mark.parametrize(
    "text",
    [
        "hi",
        "Hello!",
        "hey there :wave:",
        "thanks!",
        "Thank you very much",
        "ok",
        "OK, thanks",
        ":+1:",
        "Good morning all",
    ],
)
def test_said_to_be_polite(text):
    assert is_greeting(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "help",
        "???",
        "530 Login incorrect.",
        "hi, I get 530 Login incorrect.",
        "thanks, but it still fails",
        "does not work",
        "ok ok ok ok ok ok ok ok ok ok",
    ],
)
def test_said_to_be_answered(text):
    assert not is_greeting(text)
