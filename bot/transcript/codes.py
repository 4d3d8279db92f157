"""What reply codes mean: RFC 959 (4.2), 2228 (5), 2389, 2428, 3659 and 4217, in our own words."""

_MEANINGS = {
    110: "A restarted transfer continues from the named marker.",
    120: "The server is not ready yet and says when it will be.",
    125: "The data connection is already open and the transfer begins.",
    150: "The server is about to open the data connection for the transfer.",
    200: "The command succeeded.",
    202: "The server does not need this command and did nothing.",
    211: "The server tells its status or its features.",
    212: "The server tells the status of a directory.",
    213: "The server tells the status, size or time of a file.",
    214: "The server explains a command.",
    215: "The server names its system type.",
    220: "The server greets and is ready for a login.",
    221: "The server says goodbye and closes the control connection.",
    225: "The data connection is open and idle.",
    226: "The transfer is complete and the data connection closes.",
    227: "The server waits for the data connection at the address and port it names (passive mode).",
    228: "The server waits for the data connection at the long address it names (LPSV).",
    229: "The server waits for the data connection at the port it names (extended passive mode).",
    230: "The user is logged in.",
    232: "The user is logged in by the security data already exchanged.",
    234: "The server accepts the security mechanism; the TLS handshake may begin.",
    235: "The security data exchange is complete.",
    250: "The file or directory action succeeded.",
    257: "The server names a directory: the current one, or one just made.",
    331: "The user name is known or taken; the server wants a password.",
    332: "The server wants an account name as well (ACCT).",
    334: "The security mechanism is accepted; the server wants more security data.",
    335: "The security data is accepted; the server wants more of it.",
    336: "The user name is known; the server sends a challenge for the password.",
    350: "The first half of the action is accepted; the server waits for the command that completes it.",
    421: "The server is not available or ends the session: it is full, shutting down, or was idle too long.",
    425: "The server could not open the data connection.",
    426: "The data connection broke and the transfer was aborted.",
    430: "The user name or password is not valid.",
    431: "The security resource that is needed is not available at the moment.",
    434: "The host that was asked for is not available.",
    450: "The file cannot be used at the moment, often because another process holds it.",
    451: "The server stopped the action because of an error of its own.",
    452: "The server has not enough storage space for the action.",
    500: "The server did not understand the command.",
    501: "The server did not accept the command's argument.",
    502: "The server does not implement this command.",
    503: "The command came in the wrong order.",
    504: "The server implements the command, but not with this argument.",
    521: "The data connection cannot be opened with the present protection setting.",
    522: "The server does not accept the address family or the protection chosen for the data connection.",
    530: "The server did not log the user in, or the command needs a login first.",
    532: "The server wants an account for storing files.",
    533: "The server refuses this protection level for commands because of its policy.",
    534: "The server's security policy refuses the request: TLS is required, or not offered.",
    535: "The security check failed: a certificate or credential was not accepted.",
    536: "The security mechanism does not support the protection level that was asked for.",
    537: "The security mechanism does not support this protection level for commands.",
    550: "The file or directory is not available: it does not exist, or access to it is denied.",
    551: "The server stopped the action because the page type is unknown.",
    552: "The storage allocation is exceeded: the disk or the quota is full.",
    553: "The file name is not allowed, or writing under it is not.",
    631: "The reply is protected for its integrity.",
    632: "The reply is protected for its confidentiality and integrity.",
    633: "The reply is protected for its confidentiality.",
}

_BY_FIRST_DIGIT = {
    1: "The server has begun the action and will answer again.",
    2: "The action succeeded.",
    3: "The command is accepted; the server waits for the next one.",
    4: "The action failed for the moment; the same command may succeed later.",
    5: "The action failed, and the same command will fail again.",
    6: "The reply is protected by the security mechanism.",
}

KNOWN = frozenset(_MEANINGS)
ERRORS = frozenset(code for code in _MEANINGS if 400 <= code < 600)  # noqa: PLR2004  the classes 4yz and 5yz

PRELIMINARY, SUCCESS, INTERMEDIATE, TRANSIENT, PERMANENT = 1, 2, 3, 4, 5


def meaning(code: int) -> str:
    """Say in one short sentence what a reply code means.

    A code that no RFC defines gets the sentence of its first digit (RFC 959, 4.2); what is no reply code at all
    is said to be none.
    """
    return _MEANINGS.get(code) or _BY_FIRST_DIGIT.get(code // 100, "This is no reply code of FTP.")


def is_error(code: int | None) -> bool:
    """Whether a reply refuses: 4yz and 5yz."""
    return code is not None and code // 100 in {TRANSIENT, PERMANENT}
