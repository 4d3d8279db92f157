"""The words that graphical clients and libraries put before each line, in the languages they are translated to.

FileZilla writes ``Status:``, ``Command:``, ``Response:``, ``Error:``; so do FluentFTP, CuteFTP (``COMMAND:>``) and many
libraries. Each label is looked up case-folded in one dictionary, so the number of languages costs nothing.
"""

import re
from enum import Enum, auto
from typing import NamedTuple


class Label(Enum):
    """What a label says of its line."""

    COMMAND = auto()
    REPLY = auto()
    STATUS = auto()
    ERROR = auto()


_WORDS = {
    Label.COMMAND: (
        "command|befehl|commande|comando|orden|polecenie|komenda|команда|команди|命令|指令|コマンド|opdracht"
        "|commando|příkaz|príkaz|komut|명령|parancs|kommando|komento|comandă|comanda|εντολή|ukaz|naredba|komanda"
        "|ordre|פקודה|أمر|الأمر|lệnh|perintah|คำสั่ง|käsk|agindua|orde|наредба|فرمان|دستور|հրաման|ბრძანება"
        "|gorchymyn|skipun"
    ),
    Label.REPLY: (
        "response|antwort|réponse|reponse|respuesta|risposta|resposta|odpowiedź|odpowiedz|ответ|响应|回应|回應"
        "|レスポンス|応答|antwoord|respons|odpověď|odpoveď|yanıt|cevap|응답|válasz|svar|vastaus|răspuns|raspuns"
        "|отговор|відповідь|απάντηση|απόκριση|odgovor|odziv|atsakymas|תגובה|استجابة|الرد|đáp ứng|phản hồi|respon"
        "|tanggapan|ตอบสนอง|vastus|erantzuna|answer|atbilde|одговор|الاستجابة|پاسخ|պատասխան|პასუხი|responsa|ymateb"
    ),
    Label.STATUS: (
        "status|trace|listing|statut|estado|stato|stan|статус|состояние|状态|狀態|ステータス|状態|stav|durum|상태"
        "|állapot|tila|stare|състояние|стан|κατάσταση|stanje|būsena|estat|מצב|الحالة|trạng thái|สถานะ|olek|egoera"
        "|statuss|staatus|وضعیت|վիճակ|სტატუსი|estatut|statws|staða"
        "|трассировка|跟踪|追蹤"
    ),
    Label.ERROR: (
        "error|fehler|erreur|errore|erro|błąd|ошибка|错误|錯誤|エラー|fout|chyba|hata|오류|에러|hiba|fel|fejl|feil"
        "|virhe|eroare|грешка|помилка|σφάλμα|napaka|greška|klaida|שגיאה|خطأ|lỗi|kesalahan|galat|ผิดพลาด|viga"
        "|errorea|akatsa|kļūda|خطا|սխալ|შეცდომა|gwall|critical error|fatal error|kritischer fehler"
        "|schwerwiegender fehler|erreur critique|error crítico|errore critico|erro crítico|krytyczny błąd"
        "|критическая ошибка|严重错误|嚴重錯誤|致命的なエラー"
        "|kritieke fout|kritická chyba|kritik hata|심각한 오류|kritikus hiba|kritiskt fel"
    ),
}
# Labels of other programs: servers in JavaScript, scripts, Ruby's and Perl's debug output.
_OTHER_WORDS = {
    Label.COMMAND: "cmd|client|sent|send|request|client command|put|sending command|ftp cmd|ftp tx|tx|c",
    Label.REPLY: "resp|reply|server|server response|received|recv|get|server reply|ftp response|ftp rx|rx|s"
    "|short response",  # Go, of what has no code
    Label.STATUS: "info|notice|debug|verbose|step",
    Label.ERROR: "err|ftp error|errmsg",
}
_LABELS = {word: label for label, words in _WORDS.items() for word in words.split("|")}
_OTHER_LABELS = {word: label for label, words in _OTHER_WORDS.items() for word in words.split("|")}

# ``Word:``, ``Two words:``, ``WORD:>``, ``[Word]``; the rest follows after blanks.
_LETTER = r"[^\x00-@\[-`{-\xbf\s：]"  # also the vowels that other scripts write above letters
LABEL_WORDS = rf"{_LETTER}{{1,16}} (?: \x20 {_LETTER}{{2,12}} )?"
_LABELLED = re.compile(
    rf"""
    (?: \[ (?P<boxed> {_LETTER}{{2,14}} ) \] :?                      # [Response] 331 …
      | (?P<plain> {LABEL_WORDS} )
        [ \t\xa0]{{0,3}} (?: : (?P<angle> > )? | ： )                 # Command:  Befehl :  COMMAND:>  命令：
    ) \s*
    """,
    re.VERBOSE,
)
# An exception that tells a reply: no label, but a voice of its own (``words``).
_EXCEPTIONS = ("error", "exception", "errore", "erreur")


class Labelled(NamedTuple):
    """A line with a label.

    Attributes:
        label: What the label says; None for a word that is no known label.
        rest: What follows it.
        style: ``labels`` (FileZilla's form), ``labels>`` (CuteFTP's), ``boxed`` (FileZilla Server's), ``log``.
    """

    label: Label | None
    rest: str
    style: str


def split_label(text: str) -> Labelled | None:
    """The label of a line and what follows it, or None where nothing looks like a label."""
    match = _LABELLED.match(text)
    if match is None:
        return None
    word = (match["boxed"] or match["plain"]).casefold()
    rest = text[match.end() :]
    if word in _LABELS:
        return Labelled(_LABELS[word], rest, "boxed" if match["boxed"] else "labels>" if match["angle"] else "labels")
    if match["boxed"] or (word.endswith(_EXCEPTIONS) and word not in _OTHER_LABELS):
        return None
    return Labelled(_OTHER_LABELS.get(word), rest, "log")
