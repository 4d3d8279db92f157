import hashlib
import hmac

import pytest

from bot.web.wsgi import is_signed

SECRET, NOW, BODY = "signing-secret", 1_800_000_000.5, '{"text":"ä"}'.encode()


def sign(timestamp, body=BODY, secret=SECRET):
    return "v0=" + hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256).hexdigest()


def signed(timestamp="1800000000", signature=None, body=BODY):
    given = sign(timestamp) if signature is None else signature
    return is_signed(body, timestamp=timestamp, signature=given, secret=SECRET, now=NOW)


@pytest.mark.parametrize("timestamp", ["1800000000", "1799999701", "1800000300"])
def test_signed_within_five_minutes(timestamp):
    assert signed(timestamp)


@pytest.mark.parametrize("timestamp", ["1799999700", "1800000301", "", "now", "-1", "1.5", "١٨٠٠٠٠٠٠٠٠", "9" * 400])
def test_signed_at_another_time(timestamp):
    assert not signed(timestamp)


@pytest.mark.parametrize("signature", ["", "v0=", "v0=" + "0" * 64, "é", sign("1800000000", secret="another")])
def test_signed_by_somebody_else(signature):
    assert not signed(signature=signature)


def test_signed_for_another_body():
    assert not signed(body=BODY + b" ")
    assert not signed(body=b"\xff\xfe")
