"""Reply codes that programs and people quote: ``(550) File unavailable``, ``Code: 503``, ``Reason 530 …``.

A three-digit number is a quoted reply code when it is an error code of FTP and either stands where a code is said to
stand (in brackets, after "error", "code", "gives" …), or before words that a server would put there, or, for codes that
are rare as amounts, at the end of a sentence.
"""

import re
from itertools import islice

from bot.transcript import codes

_ANY = re.compile(r"[45][0-5]\d")
# The number itself; what touches it would make it part of a time, a size, an address, a line, a port or a version.
# Chinese, Japanese and Korean write it without blanks: 返回550错误.
_UNSPACED = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_NUMBER = re.compile(
    rf"(?<![^\W{_UNSPACED}])(?<![.,:/#$€%@+\\-])(?<!port )(?<!line )([45][0-5]\d)"
    rf"(?![^\W{_UNSPACED}])(?![%€$/\\@])(?![.,:]\d)(?!-\d)",
)
_BOXED = re.compile(r"(?<=[\[(:/=>])\s?([45][0-5]\d)(?=[\])]|[ ]OOPS|$)")
_OF_A_FRAME = re.compile(r"\.[A-Za-z]\w{0,5}:$")  # (ServerSocket.java:530) is a line of a file
_SAID_BEFORE = re.compile(
    r"""(?xi)
    (?: errors? | err | codes? | reason | response | reply | status | return(?:ed|s) | gives? | gave | got | gets?
      | with | end(?:s|ed|ing)?[ ]in | says? | said | message | answer(?:s|ed)? | exception | fail(?:s|ed) | throws
      | server | fehler
      | erreur | errore | erro | antwort | meldung | ошибка | \d{3} )
    (?: [ ] (?: me | us | a | an | the | of | is | was | always | only ) )?
    ['\"`*:=\[(\ \-–>|]{1,8} $
    """,
)
_SAID_UNSPACED = re.compile(
    r"(?:返回|报错|报|提示|显示|出现|错误|代码|錯誤|代碼|回應|エラー|コード|오류|에러|코드)"
    r"[了的是码碼为:：]{0,3} ?$",
)
_ERROR_AFTER = re.compile(r" ?(?:错误|錯誤|报错|エラー|が返|が出|오류|에러)")
_PORTS = ("端口", "ポート", "포트")
_MARK_BEFORE = re.compile(r"(?:^|[:\"'`(\[>–-]\s{0,2}|: ?['\"(]{1,2}| = )$")
_SAID_AFTER = re.compile(
    r"""(?x)
    [ :\-–]{1,4} [\"'(]? (?: [A-Z'\"]
      | (?: no[ ]such | not | can't | cannot | file | permission | access | login | user | bad | unable | could | error
          | failed | command | cwd | quota | disk | invalid | illegal | too[ ]many | service | prohibited | local
        )\b )
    """,
)
_AMOUNT_AFTER = re.compile(
    r"""(?x)
    [ ]? (?: (?: [kKmMgGtT]i?[bB]? | bytes? | files? | users | times | ms | sec (?: s | onds? )? | min (?: s | utes? )?
      | (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[ ]{1,2}\d{1,2}[ ]
      | hours? | days? | of | rows? | lines? | clients? | customers? | px | people | chars? )\b | € | \$ | %
      | [个個件人次台秒分円元天日年月行条] (?! [^\s.]{0,20} \. [A-Za-z] ) (?! 报 ) )
    """,
)
_OF_A_COMPILER = re.compile(r"[ ]{0,4}\|[ ]{2}")  # it shows line 530 |      push(item);
_COMMON = frozenset({450, 451, 452, 500, 501, 502, 503, 504})  # as amounts, as HTTP's codes
_BEFORE = 24
_MOST = 200


def quoted_codes(text: str) -> list[int]:
    """The reply codes from 400 up that a sentence quotes, in order."""
    if _ANY.search(text) is None:
        return []
    found = [
        int(match[1])
        for match in islice(_NUMBER.finditer(text), _MOST)
        if int(match[1]) in codes.ERRORS and _is_said(text, match)
    ]
    boxed = (
        int(match[1])
        for match in islice(_BOXED.finditer(text), _MOST)
        if not _OF_A_FRAME.search(text[max(0, match.start() - _BEFORE) : match.start()])
    )
    return [*found, *(code for code in boxed if code in codes.ERRORS and code not in found)]


def _is_said(text: str, match: re.Match[str]) -> bool:
    before, after = text[max(0, match.start() - _BEFORE) : match.start()], text[match.end() : match.end() + _BEFORE]
    if _AMOUNT_AFTER.match(after) or (not before.strip() and _OF_A_COMPILER.match(after)):
        return False
    if (
        _SAID_BEFORE.search(before)
        or _SAID_UNSPACED.search(before)
        or (_ERROR_AFTER.match(after) and not before.endswith(_PORTS))
    ):
        return True
    words, marked = _SAID_AFTER.match(after) is not None, _MARK_BEFORE.search(before) is not None
    if int(match[1]) in _COMMON:
        return words and marked
    return words or marked or not after.strip(" .!?\"'`)")
