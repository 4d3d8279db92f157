"""Addresses and ports that tell something by what they are: one out of its class is often the cause itself."""

import re

_PARTS = 4
_OCTET_MAX = 255
_SEPARATOR = re.compile(r"[.,]")
# "Failed to connect to 192.0.2.7 port 61027", "dial tcp 192.0.2.7:50041": so high a port is one that a 227 named, but
# for those that people choose for the control connection because they look like 21.
DATA_PORT = re.compile(r"(?i)\b(?:connect|dial)\w{0,10}\b.{1,80}?(?:\bport |:)(?!21|\d{3}21\b)[1-6]\d{4}\b")


def address_class(address: str) -> str:
    """``private``, ``public``, ``loopback`` or ``zero`` for an IPv4 address written with dots or commas.

    Private are the ranges of RFC 1918, link-local (RFC 3927) and carrier-grade NAT (RFC 6598); the ranges set aside for
    documentation (RFC 5737) count as public. An address with parts crossed out (``10.0.xxx.xxx``) is judged by what is
    left of it; ``unknown`` where its first part is.
    """
    parts = _SEPARATOR.split(address)[:_PARTS]
    if len(parts) < _PARTS or not parts[0].isdecimal():
        return "unknown"
    # A part that is crossed out, or out of range, says nothing: any number stands for it.
    first, second, third, fourth = (int(part) if part.isdecimal() and int(part) <= _OCTET_MAX else 1 for part in parts)
    if first == 127:  # noqa: PLR2004  127.0.0.0/8
        return "loopback"
    if not (first or second or third or fourth):
        return "zero"
    private = (
        first == 10  # noqa: PLR2004  10.0.0.0/8
        or (first == 172 and second // 16 == 1)  # noqa: PLR2004  172.16.0.0/12
        or (first, second) in {(192, 168), (169, 254)}
        or (first == 100 and second // 64 == 1)  # noqa: PLR2004  100.64.0.0/10
    )
    return "private" if private else "public"
