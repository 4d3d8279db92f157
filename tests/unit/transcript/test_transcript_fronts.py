"""What loggers, consoles and people put in front of lines: behind each of these a dialogue must be heard as without."""

import pytest

from bot.transcript import read

FRONTS = (
    "[FTPClient,client] ",
    "2024-03-05T09:02:11Z ",
    "[2024-03-05T09:02:11Z] ",
    "[2024-03-05 09:02:11.123] ",
    "2024-03-05 09:02:11,123 - DEBUG - ",
    "2024-03-05 09:02:11,123 DEBUG [main] com.example.Ftp - ",
    "2024-03-05 09:02:11.123  INFO 4711 --- [           main] com.example.Ftp : ",
    "09:02:11.123 ",
    "09:02:11 ",
    "[09:02:11] ",
    "(09:02:11) ",
    "[09:02] ",
    "09:02:11 AM ",
    "[9:02:11 AM] ",
    "03/05/24 09:02:11 ",
    "05.03.24 09:02:11 ",
    "05.03.2024 09:02:11: ",
    "5.3.2024 9:02:11 ",
    "3/5/2024 9:02:11 AM ",
    "3/5/2024 9:02:11 AM: ",
    "[3/5/2024 9:02:11 AM] ",
    "05-Mar-2024 09:02:11 ",
    "05/Mar/2024:09:02:11 +0100 ",
    "[05/Mar/2024:09:02:11 +0100] ",
    "5 Mar 2024 09:02:11 ",
    "Mar 5, 2024 9:02:11 AM ",
    "Mar 05 2024 09:02:11 ",
    "Mar  5 09:02:11 srv1 ",
    "Mar  5 09:02:11 srv1 app[12]: ",
    "Mar  5 09:02:11 srv1 app: ",
    "<14>Mar  5 09:02:11 srv1 app[12]: ",
    "<14>1 2024-03-05T09:02:11.003Z srv1.example.com app 4711 ID47 - ",
    "Tue Mar  5 09:02:11 2024 ",
    "Tue Mar  5 09:02:11 CET 2024 ",
    "Tue, 05 Mar 2024 09:02:11 GMT ",
    "[Tue Mar 05 09:02:11.123456 2024] [ftp:debug] [pid 12] ",
    "20240305 09:02:11 ",
    "20240305-090211 ",
    "20240305T090211Z ",
    "1709625731 ",
    "1709625731.123 ",
    "[1709625731] ",
    "[   12.345678] ",
    "2024-03-05T09:02:11.123456789Z stdout F ",
    "I0305 09:02:11.123456   12345 ftp.go:42] ",
    "2024/03/05 09:02:11 ",
    "2024/03/05 09:02:11 ftp.go:42: ",
    "2024年3月5日 09:02:11 ",
    "[debug] ",
    "DEBUG: ",
    "DEBUG:root: ",
    "DEBUG:ftp.client: ",
    "[ftp-client] ",
    "ftp: ",
    "[2024-03-05 09:02:11] local.DEBUG: ",
    "ftp_1  | ",
    "ftp-1 | ",
    "srv1 ftp[771]: ",
    "[Thread-12] ",
    "[pool-1-thread-3] DEBUG c.e.Ftp - ",
    "+00:01.234 ",
    "0.123s ",
    "0012: ",
    "12: ",
    "12| ",
    "line 12: ",
    "> ",
    "| ",
    "- ",
    "+ ",
    "# ",
    "// ",
    "    ",
    "\t",
    "helpers.js [sm]:97 ",
)
DIALOGUE = ("220 ready", "USER kim", "331 password please", "PASS ***", "530 Login incorrect.")


@pytest.mark.parametrize("front", FRONTS)
def test_what_stands_in_front_of_a_line_is_taken_off(front):
    transcript = read("\n".join(front + line for line in DIALOGUE))

    assert [line.text for line in transcript.lines] == list(DIALOGUE)
    assert [(exchange.command, len(exchange.replies)) for exchange in transcript.exchanges] == [
        ("", 1),
        ("USER", 1),
        ("PASS", 1),
    ]
    assert (transcript.failure.step, transcript.failure.command, transcript.failure.code) == ("login", "PASS", 530)


KEPT = (
    # a line that begins like a front and is none
    "2024-03-05 the server says 530 Login incorrect.",
    "the 12 files of 550 are missing",
    "10.0.0.5: 3 of 4 uploads fail",
    "nas01 refuses the login",
)


@pytest.mark.parametrize("line", KEPT)
def test_a_sentence_has_no_front(line):
    assert read(line).lines[0].text == line
