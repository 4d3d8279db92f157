"""The labels of FileZilla and its like in the languages that they are translated to."""

import pytest

from bot.transcript import Actor, read

LANGUAGES = (
    # language; status, command, response, error
    ("English", "Status", "Command", "Response", "Error"),
    ("Arabic", "الحالة", "الأمر", "الاستجابة", "خطأ"),
    ("Armenian", "Վիճակ", "Հրաման", "Պատասխան", "Սխալ"),
    ("Basque", "Egoera", "Agindua", "Erantzuna", "Errorea"),
    ("Bulgarian", "Състояние", "Команда", "Отговор", "Грешка"),
    ("Catalan", "Estat", "Ordre", "Resposta", "Error"),
    ("Chinese", "状态", "命令", "响应", "错误"),
    ("Chinese, traditional", "狀態", "指令", "回應", "錯誤"),
    ("Croatian", "Status", "Naredba", "Odgovor", "Greška"),
    ("Czech", "Stav", "Příkaz", "Odpověď", "Chyba"),
    ("Danish", "Status", "Kommando", "Svar", "Fejl"),
    ("Dutch", "Status", "Opdracht", "Antwoord", "Fout"),
    ("Estonian", "Olek", "Käsk", "Vastus", "Viga"),
    ("Finnish", "Tila", "Komento", "Vastaus", "Virhe"),
    ("French", "Statut", "Commande", "Réponse", "Erreur"),
    ("Galician", "Estado", "Orde", "Resposta", "Erro"),
    ("Georgian", "სტატუსი", "ბრძანება", "პასუხი", "შეცდომა"),
    ("German", "Status", "Befehl", "Antwort", "Fehler"),
    ("Greek", "Κατάσταση", "Εντολή", "Απόκριση", "Σφάλμα"),
    ("Hebrew", "מצב", "פקודה", "תגובה", "שגיאה"),
    ("Hungarian", "Állapot", "Parancs", "Válasz", "Hiba"),
    ("Indonesian", "Status", "Perintah", "Respon", "Galat"),
    ("Italian", "Stato", "Comando", "Risposta", "Errore"),
    ("Japanese", "状態", "コマンド", "レスポンス", "エラー"),
    ("Korean", "상태", "명령", "응답", "오류"),
    ("Latvian", "Statuss", "Komanda", "Atbilde", "Kļūda"),
    ("Lithuanian", "Būsena", "Komanda", "Atsakymas", "Klaida"),
    ("Norwegian", "Status", "Kommando", "Svar", "Feil"),
    ("Persian", "وضعیت", "فرمان", "پاسخ", "خطا"),
    ("Polish", "Stan", "Polecenie", "Odpowiedź", "Błąd"),
    ("Portuguese", "Estado", "Comando", "Resposta", "Erro"),
    ("Romanian", "Stare", "Comandă", "Răspuns", "Eroare"),
    ("Russian", "Статус", "Команда", "Ответ", "Ошибка"),
    ("Serbian", "Статус", "Наредба", "Одговор", "Грешка"),
    ("Slovak", "Stav", "Príkaz", "Odpoveď", "Chyba"),
    ("Slovenian", "Stanje", "Ukaz", "Odgovor", "Napaka"),
    ("Spanish", "Estado", "Comando", "Respuesta", "Error"),
    ("Swedish", "Status", "Kommando", "Svar", "Fel"),
    ("Thai", "สถานะ", "คำสั่ง", "ตอบสนอง", "ผิดพลาด"),
    ("Turkish", "Durum", "Komut", "Yanıt", "Hata"),
    ("Ukrainian", "Статус", "Команда", "Відповідь", "Помилка"),
    ("Vietnamese", "Trạng thái", "Lệnh", "Phản hồi", "Lỗi"),
)
FORMS = {
    "copied": "{}:\t{}",
    "with a blank before the colon": "{} :\t{}",
    "logged to a file": "2024-01-02 10:00:00 1234 1 {}: {}",
    "with a wide colon": "{}：{}",
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
@pytest.mark.parametrize(
    ("language", "status", "command", "response", "error"), LANGUAGES, ids=[row[0] for row in LANGUAGES]
)
def test_labels_are_read_in_every_language(language, status, command, response, error, form):
    paste = "\n".join(
        form.format(label, text)
        for label, text in (
            (status, "XYZ 192.0.2.1:21..."),
            (command, "PASS ****"),
            (response, "530 Login incorrect."),
            (error, "XYZ"),
        )
    )

    transcript = read(paste)

    assert [(line.actor, line.text) for line in transcript.lines] == [
        (Actor.NOTICE, "XYZ 192.0.2.1:21..."),
        (Actor.COMMAND, "PASS ****"),
        (Actor.REPLY, "530 Login incorrect."),
        (Actor.NOTICE, "XYZ"),
    ]
    assert "client:filezilla" in transcript.facts
    assert transcript.failure.code == 530
