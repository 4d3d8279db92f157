"""Which files are read, and where the token may go."""

import io
from urllib.parse import urlsplit

import pytest

from bot.slack import files
from bot.slack.client import build_client
from bot.slack.files import File, Files, UnreadableError, files_of
from tests.fakes.server import ROUTES, Reply
from tests.fakes.slack import FakeSlack

FILE = File("F1", "ftp.log", 0, "", files.TEXT)


@pytest.mark.parametrize(
    ("name", "found", "kind"),
    [
        ("a snippet", {"mode": "snippet", "mimetype": "text/plain"}, files.TEXT),
        ("a snippet of an odd kind", {"mode": "snippet", "mimetype": "application/x-sh"}, files.TEXT),
        ("a log", {"mode": "hosted", "mimetype": "application/octet-stream", "name": "FTP.LOG"}, files.TEXT),
        ("a page", {"mode": "hosted", "mimetype": "text/html", "name": "log.html"}, files.OTHER),
        ("a picture", {"mode": "hosted", "mimetype": "image/png"}, files.IMAGE),
        ("an archive", {"mode": "hosted", "mimetype": "application/zip", "name": "log.zip"}, files.OTHER),
        ("of another organisation", {"file_access": "check_file_info"}, files.UNKNOWN),
    ],
)
def test_what_a_file_is(name, found, kind):
    (file,) = files_of([{"id": "F1"} | found])
    assert file.type == kind, name


@pytest.mark.parametrize("found", [None, "F1", [None], [{}], [{"id": 1}], [{"id": "F1", "mode": "tombstone"}]])
def test_what_is_no_file(found):
    assert files_of(found) == []


def test_a_file_survives_json():
    assert File(**FILE.as_json()) == FILE


@pytest.mark.parametrize(
    ("api", "url", "allowed"),
    [
        ("https://slack.com/api/", "https://files.slack.com/files-pri/T1-F1/ftp.log", True),
        ("https://slack.com/api/", "https://slack.com/files/ftp.log", True),
        ("https://slack.com/api/", "http://files.slack.com/ftp.log", False),
        ("https://slack.com/api/", "https://files.slack.com:8443/ftp.log", False),
        ("https://slack.com/api/", "https://notslack.com/ftp.log", False),
        ("https://slack.com/api/", "https://slack.com.example/ftp.log", False),
        ("https://slack.com/api/", "https://slack.com@files.example/ftp.log", False),
        ("https://slack.com/api/", "https://bob@files.slack.com/ftp.log", False),
        ("https://slack.com/api/", "file:///etc/passwd", False),
        ("https://slack.com/api/", "https://[", False),
        ("https://slack.com/api/", "", False),
        ("https://slack-gov.com/api/", "https://files.slack-gov.com/ftp.log", True),
        ("https://slack-gov.com/api/", "https://files.slack.com/ftp.log", False),
        ("http://127.0.0.1:4000/api/", "http://127.0.0.1:4000/ftp.log", True),
        ("http://127.0.0.1:4000/api/", "http://127.0.0.1:4001/ftp.log", False),
    ],
)
def test_the_token_goes_to_slack_alone(api, url, allowed):
    found = Files(build_client("xoxb-1", api))
    opened = []
    found._opener = type("Opener", (), {"open": staticmethod(lambda request, **_: opened.append(request) or _Page())})
    with pytest.raises(UnreadableError):
        found.text_of(File("F1", "ftp.log", 1, url, files.TEXT))
    assert bool(opened) is allowed
    for request in opened:
        assert urlsplit(request.full_url).hostname.endswith(urlsplit(api).hostname)


class _Page(io.BytesIO):
    """An answer that is a page."""

    headers = type("Headers", (), {"get_content_type": staticmethod(lambda: "text/html")})


def test_a_redirection_is_followed_only_within_slack(monkeypatch):
    with FakeSlack() as slack, FakeSlack() as other:
        found = Files(build_client(slack.bot_token, slack.api_url))
        stored, stolen = slack.add_file("530 no"), other.add_file("530 no")
        target = {"url": stored["url_private"]}

        def moved(_slack, _request):
            return Reply(b"", 302, {"Location": target["url"]})

        monkeypatch.setitem(ROUTES, "moved", moved)
        start = File("F1", "ftp.log", 0, f"{slack.base_url}/moved/ftp.log", files.TEXT)
        assert found.text_of(start) == "530 no"
        target["url"] = stolen["url_private"]
        with pytest.raises(UnreadableError, match="not kept in Slack"):
            found.text_of(start)
        assert other.called("file") == []


@pytest.mark.parametrize("lines", [1, 1_000, 400_000, 700_000])
def test_a_long_file_keeps_its_ends_and_counts_what_is_left_out(lines):
    written = [f"{number:>20}" for number in range(lines)]
    found = files._read(io.BytesIO("\n".join(written).encode()), FILE).decode().split("\n")
    marks = [line for line in found if "left out" in line]
    left_out = int(marks[0].split()[1]) if marks else 0
    assert len(found) - len(marks) + left_out == lines
    assert (found[0], found[-1]) == (written[0], written[-1])
    assert bool(marks) is (lines * 21 > files.WHOLE)


def test_a_file_that_is_larger_than_it_said_is_not_read(monkeypatch):
    monkeypatch.setattr(files, "WHOLE", 1_000)
    monkeypatch.setattr(files, "MOST", 200_000)
    with pytest.raises(UnreadableError, match="larger"):
        files._read(io.BytesIO(b"x" * 300_000), FILE)
