"""The words that graphical clients and libraries put before each line, in the languages they are translated to.

FileZilla writes ``Status:``, ``Command:``, ``Response:``, ``Error:``; so do FluentFTP, CuteFTP (``COMMAND:>``) and many
libraries. Each label is looked up case-folded in one dictionary, so the number of languages costs nothing.
"""

import re
from enum import Enum, auto


class Label(Enum):
    """What a label says of its line."""

    COMMAND = auto()
    REPLY = auto()
    STATUS = auto()
    ERROR = auto()


_WORDS = {
    Label.COMMAND: (
        "command|cmd|client|sent|send|request|ftp command|client command|befehl|commande|comando|orden|polecenie|komenda"
        "|команда|команды|命令|指令|コマンド|opdracht|commando|příkaz|príkaz|komut|명령|parancs|kommando|komento|comandă"
        "|comanda|εντολή|ukaz|naredba|komanda|ordre|פקודה|أمر|الأمر|lệnh|perintah|คำสั่ง|käsk|agindua|команди"
    ),
    Label.REPLY: (
        "response|resp|reply|answer|server|server response|received|recv|antwort|réponse|reponse|respuesta|risposta"
        "|resposta|odpowiedź|odpowiedz|ответ|响应|回应|回應|回复|レスポンス|応答|antwoord|respons|odpověď|odpoveď|yanıt"
        "|cevap|응답|válasz|valasz|svar|vastaus|răspuns|raspuns|отговор|відповідь|απάντηση|απόκριση|odgovor|odziv"
        "|atsakymas|תגובה|استجابة|الرد|đáp ứng|phản hồi|respon|tanggapan|ตอบสนอง|vastus|erantzuna"
    ),
    Label.STATUS: (
        "status|trace|info|notice|listing|debug|statut|estado|stato|stan|статус|состояние|状态|狀態|ステータス|状態|stav"
        "|durum|상태|állapot|allapot|tila|stare|състояние|стан|κατάσταση|stanje|būsena|estat|מצב|الحالة|trạng thái|สถานะ"
        "|olek|egoera|rastreo|traçage|трассировка|跟踪|追蹤|トレース|추적"
    ),
    Label.ERROR: (
        "error|err|fehler|erreur|errore|erro|błąd|blad|ошибка|错误|錯誤|エラー|fout|chyba|hata|오류|에러|hiba|fel|fejl"
        "|feil|virhe|eroare|грешка|помилка|σφάλμα|napaka|greška|klaida|שגיאה|خطأ|lỗi|kesalahan|galat|ผิดพลาด|viga|errorea"
        "|critical error|fatal error|kritischer fehler|schwerwiegender fehler|erreur critique|error crítico"
        "|errore critico|erro crítico|krytyczny błąd|критическая ошибка|严重错误|嚴重錯誤|致命的なエラー|kritieke fout|kritická chyba"
        "|kritik hata|심각한 오류|kritikus hiba|kritiskt fel"
    ),
}
_LABELS = {word: label for label, words in _WORDS.items() for word in words.split("|")}

# ``Word:``, ``Two words:``, ``WORD:>``, ``[Word]``; the rest follows after blanks.
_LABELLED = re.compile(
    r"""
    (?: \[ (?P<boxed> [^\W\d_]{2,14} ) \] :?                         # [Response] 331 …
      | (?P<plain> [^\W\d_]{2,16} (?: \x20 [^\W\d_]{2,12} )? )
        [ \t\xa0]{0,3} (?: : >? | ： )                                # Command:  Befehl :  COMMAND:>  命令：
    ) \s*
    """,
    re.VERBOSE,
)


def split_label(text: str) -> tuple[Label, str] | None:
    """The label of a line and what follows it, or None."""
    match = _LABELLED.match(text)
    if match is None:
        return None
    label = _LABELS.get((match["boxed"] or match["plain"]).casefold())
    return None if label is None else (label, text[match.end() :])
