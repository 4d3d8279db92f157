import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.paste import Redaction, rebuild, redact, redact_tree
from tests.unit.paste.mangling import Composer, as_blocks, as_text, transcripts

COMMANDS = [
    "PASS {}",
    "  PASS {}",
    "\u00a0PASS {}",
    "> PASS {}",
    "---> PASS {}",
    "-> PASS {}",
    "- PASS {}",
    "* PASS {}",
    "Command:\tPASS {}",
    "Befehl:\tPASS {}",
    "Comando: \tPASS {}",
    "命令：\tPASS {}",
    "*cmd* 'PASS {}'",
    "*put* 'PASS {}\\r\\n'",
    "*put* b'PASS {}\\r\\n'",
    "[connection] > 'PASS {}'",
    '{{"sent":"PASS {}\\r\\n"}}',
    '"USER bob\\nPASS {}\\n230 Logged on"',
    "Nov 22 10:11:12 host proftpd[123]: PASS {}",
    "10:11:12.123 PASS {}",
    "2026-11-22T10:11:12Z PASS {}",
    "2026-11-22 10:11:12,345 DEBUG PASS {}",
    "I/flutter ( 6120): [13.12.2021 09:40:47.935] > PASS {}",
    "<1/14/2026 9:02:10 AM> FTP Session 41 192.0.2.9 [Command] PASS {}",
    "(000001)1/1/2026 - bob (192.0.2.9)> PASS {}",
    "2026-01-01 10:00:00 192.0.2.5 bob 10.0.0.1 21 PASS {} 530 1326 41",
    "ftp> quote PASS {}",
    "ftp> quote pass {}",
    "Sending PASS {}",
    "pass {}",
    "[192.0.2.7] Client: pass {}",
    "> USER bob < 331 ok > PASS {} < 530 Login incorrect",
    "PASS {} -> 530 Login incorrect",
    "500 'PASS {}': command not understood",
    "19:48:58:367 I AUTHINFO PASS {}",
    "a1 LOGIN bob {}",
    'A001 LOGIN "bob" "{}"',
    "ftp> user bob {}",
    "open ftp.example.com\nuser bob {}\nput x",
]
PROMPTS = [
    "Password: {}",
    "Password:{}",
    "Password for bob: {}",
    "bob@ftp.example.com's password: {}",
    "Passwort: {}",
    "Contraseña: {}",
    "Пароль: {}",
    "密码: {}",
    "my password is {} and it fails",
]
SETTINGS = [
    '"password": "{}"',
    '"password": "{}',
    '\\"password\\": \\"{}\\",',
    "'passwd' => '{}',",
    ':password => "{}"',
    "password={}",
    "FTP_PASSWORD={}",
    "ftpPassword: '{}'",
    "**Password:** {}",
    "password: `{}`",
    "pass = {}",
    "Server=x;Uid=bob;Pwd={}",
    "machine ftp.example.com login bob password {}",
    '<Pass encoding="base64">{}</Pass>',
    "&lt;password&gt;{}&lt;/password&gt;",
]
COMMAND_LINES = [
    "wget --ftp-user=bob --ftp-password={} ftp://ftp.example.com",
    "wget --password '{}' ftp://ftp.example.com",
    "curl -u bob:{} ftp://ftp.example.com",
    "curl -ubob:{}",
    'curl --user "bob:{}"',
    '["curl","-u","bob:{}","-T"]',
    "lftp -e 'open -u bob,{}'",
    "curl —user bob:{}",
    "lftp -u bob,{} ftp.example.com",
    "lftp bob@ftp.example.com:~> user bob {}",
    "smbclient -U bob%{} //x/y",
    "smbclient -U 'bob%{}' //x/y",
    "ncftpput -u bob -p {} ftp.example.com",
    "sshpass -p '{}' sftp bob@ftp.example.com",
    "psftp -pw {}",
    "ftp_login($c, 'bob', '{}')",
    'ftp_login($conn, $user, "{}");',
    "ftp.login('bob', '{}')",
    "ftplib.FTP('ftp.example.com', 'bob', '{}')",
    'new NetworkCredential("bob", "{}")',
    'curl_setopt($c, CURLOPT_USERPWD, "bob:{}");',
]
URLS = [
    "ftp://bob:{}@ftp.example.com/x",
    "<ftp://bob:{}@ftp.example.com>",
    "open ftps://bob@site.example:{}@192.0.2.7:21",
    "sftp://:{}@ftp.example.com",
]


@pytest.mark.parametrize(
    ("form", "kind"),
    [(form, "password") for form in [*COMMANDS, *PROMPTS, *SETTINGS, *COMMAND_LINES]]
    + [(form, "url-password") for form in URLS],
)
def test_a_password_is_masked_and_nothing_else(form, kind):
    assert redact(form.format("hunter2")) == Redaction(form.format("***"), (kind,))


OTHERS = [
    ("a password with spaces", "> PASS my dog rex", "> PASS ***", ("password",)),
    ("a password that is no mask", "PASS ***start", "PASS ***", ("password",)),
    ("a password of digits", "PASS 530", "PASS ***", ("password",)),
    ("a quote with something at it", "pass: 'x1'PASS y -> 530 No", "pass: '***'PASS *** -> 530 No", ("password",)),
    ("a quote in quotes", "'passwd' => 'x'y1',", "'passwd' => '***',", ("password",)),
    ("a password with quotes", "PASS it's\"me", "PASS ***", ("password",)),
    ("a prompt answered with words", "Password: correcter horse", "Password: ***", ("password",)),
    ("account", "---> ACCT billing", "---> ACCT ***", ("account",)),
    (
        "@ in a URL's password",
        "ftp://bob:h@unter@2@ftp.example.com/",
        "ftp://bob:***@ftp.example.com/",
        ("url-password",),
    ),
    (
        "/ in a URL's password",
        "ftp://bob:hunt/er2@ftp.example.com/",
        "ftp://bob:***@ftp.example.com/",
        ("url-password",),
    ),
    ("encoded", "ftp://b%40b:h%40u@192.0.2.7", "ftp://b%40b:***@192.0.2.7", ("url-password",)),
    (
        "two URLs",
        "ftp://a:b@x.example,ftp://c:d@y.example",
        "ftp://a:***@x.example,ftp://c:***@y.example",
        ("url-password",),
    ),
    (
        "Slack's link",
        "<ftp://a:b@x.example|ftp://a:b@x.example>",
        "<ftp://a:***@x.example|ftp://a:***@x.example>",
        ("url-password",),
    ),
    ("Slack's link in a command", "PASS <http://hunter2.com|hunter2.com>", "PASS ***", ("password",)),
    ("Slack's escaping", "&gt; PASS hunter2", "&gt; PASS ***", ("password",)),
    ("Slack's tokens", "xoxb-123456789012-abcdef xapp-1-A0123456789-x", "*** ***", ("token",)),
    ("GitHub's token", "ghp_abcdefghijklmnopqrstuvwxyz0123456789", "***", ("token",)),
    ("AWS", "AKIAIOSFODNN7EXAMPLE aws_secret_access_key = wJalrXU/K7", "*** aws_secret_access_key = ***", ("token",)),
    ("JWT", "got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc-def!", "got ***!", ("token",)),
    ("bearer", "Authorization: Bearer abcdef123456", "Authorization: Bearer ***", ("token",)),
    ("basic", '"authorization": "Basic Ym9iOmh1bnRlcjI="', '"authorization": "Basic ***"', ("token",)),
    (
        "named tokens",
        "token=abc123 api_key: 'x-y-z' client_secret=q1w2",
        "token=*** api_key: '***' client_secret=***",
        ("token",),
    ),
    ("webhook", "https://hooks.slack.com/services/T0/B0/abcdefgh", "https://hooks.slack.com/services/***", ("token",)),
    ("SASL", "AUTH PLAIN AGJvYgBodW50ZXIy", "AUTH PLAIN ***", ("password",)),
    ("SMTP's answer", "334 UGFzc3dvcmQ6\naHVudGVyMg==\n535 no", "334 UGFzc3dvcmQ6\n***\n535 no", ("password",)),
    (
        "several kinds",
        "ftp://a:b@x.example\nPASS x\ntoken=abcdef",
        "ftp://a:***@x.example\nPASS ***\ntoken=***",
        ("password", "url-password", "token"),
    ),
]


@pytest.mark.parametrize(("name", "text", "safe", "kinds"), OTHERS, ids=[name for name, *_ in OTHERS])
def test_other_secrets(name, text, safe, kinds):
    assert redact(text) == Redaction(safe, kinds)


LEFT = [
    # masked before
    "PASS ****",
    "Command:\tPASS *********",
    "PASS *HIDDEN*",
    "PASS xxxxx",
    "PASS (hidden)",
    "PASS <password>",
    "[1]PASS - 331",
    "PASS •••••",
    '"PASS <password>"',
    "*cmd* 'PASS ********'",
    "ftp://***:***@[2001:db8::1]:21",
    "password: [REDACTED]",
    '"password": ""',
    '"password": "***"',
    "curl --user bob:xxxxxx",
    "smbclient -U CORP\\bob%xxxxxxxx //vm3/x",
    "ftp://bob:@x.example",
    # kept elsewhere
    "password: ${FTP_PASSWORD}",
    "password: ${{ secrets.FTP_PASSWORD }}",
    "-u bob:$FTP_PASSWORD",
    "password: process.env.FTP_PASS",
    "password=config.password,",
    "$password = $_POST['password'];",
    "password = getpass()",
    "PWD=/home/bob",
    # what servers and people say
    "331 Password required for bob",
    "331 Please specify the password.",
    "Password:",
    "Password: ",
    "Password:230 Login successful.",
    "Password: 530 Login incorrect.",
    "PASS command successful",
    "503 Login with USER and PASS first",
    "530 Please login with USER and PASS.",
    "230 User logged in, pass",
    "332 Need ACCT for login",
    "530 USER and PASS required",
    "501 user Name|pass Password",
    "the pass phrase is fine",
    "pass phrase",
    "ls pass",
    "PASV",
    "227 Entering Passive Mode (192,0,2,7,195,8)",
    "it did not pass today",
    "password was right all along",
    "Incorrect password: try again",
    "(using password: YES)",
    "b'Logged in (using password: YES)'",
    'after the (right) password: "connect ECONNREFUSED 192.0.2.7:21"',
    "Failed action Login password: 530 'Login incorrect.'",
    "Username/Password: both right",
    "password = None",
    '"password": null',
    "Send PASSWORD",
    "230 LOGIN user successful",
    "250-AUTH PLAIN LOGIN CRAM-MD5 OAUTHBEARER",
    "SyntaxError: Unexpected token : in JSON",
    'pwd: 257 "/"',
    # what is no password
    "ftp://ftp.example.com:21/a@b",
    "ftp://[2001:db8::1]:21/a@b",
    "ftp://bob@ftp.example.com",
    "docker run -u 1000:1000 x",
    "User (192.0.2.7:(none)): bob",
    "Name (192.0.2.7:bob@site.example): bob",
    "-----BEGIN CERTIFICATE-----\nMIIEowIBAAKCAQEA0",
]


@pytest.mark.parametrize("text", LEFT)
def test_what_is_no_secret_is_left_alone(text):
    assert redact(text) == Redaction(text, ())


@pytest.mark.parametrize(
    "text",
    [
        "PASS guest@example.com",
        "---> PASS lftp@",
        "PASS anonymous@",
        "PASS anonymous",
        "> PASS -wpull@",
        "USER anonymous\nPASS bob@corp.example",
        "ftp> user anonymous\nPASS guest",
        "ftp://anonymous:me@x.example",
    ],
)
def test_an_anonymous_password_is_masked_but_is_no_secret(text):
    redaction = redact(text)
    assert "***" in redaction.text
    assert redaction.kinds == ()


BODY = "\n".join(["MIIEowIBAAKCAQEA0Z3VS5JJcds3xfn" + "x" * 33] * 3 + ["Qw=="])
KEYS = [
    ("whole", f"a\n-----BEGIN RSA PRIVATE KEY-----\n{BODY}\n-----END RSA PRIVATE KEY-----\nb"),
    (
        "with headers",
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES,0A\n\n"
        f"{BODY}\n-----END RSA PRIVATE KEY-----",
    ),
    ("without foot", f"-----BEGIN OPENSSH PRIVATE KEY-----\n{BODY}\n530 Login incorrect."),
    ("without head", f"530 Login incorrect.\n{BODY}\n-----END PRIVATE KEY-----"),
    ("quoted", "> -----BEGIN PRIVATE KEY-----\n> " + BODY.replace("\n", "\n> ") + "\n> -----END PRIVATE KEY-----"),
    ("in one line", '"-----BEGIN PRIVATE KEY-----\\n' + BODY.replace("\n", "\\n") + '\\n-----END PRIVATE KEY-----\\n"'),
    ("PuTTY's", f"PuTTY-User-Key-File-2: ssh-rsa\nPrivate-Lines: 4\n{BODY}\nPrivate-MAC: 0a1b"),
]


@pytest.mark.parametrize(("name", "text"), KEYS, ids=[name for name, _ in KEYS])
def test_a_private_key_is_masked(name, text):
    redaction = redact(text)
    assert redaction.kinds == ("private-key",)
    assert "MIIE" not in redaction.text
    assert "Qw==" not in redaction.text
    assert redaction.text.count("***") == 1
    assert ("530 Login incorrect." in redaction.text) == ("530 Login incorrect." in text)


def test_a_secret_that_slack_cut_in_two_is_masked_after_rebuilding():
    paste = "Command:\tUSER bob\nCommand:\tPASS hunter2.example:)\nResponse:\t530 Login incorrect."
    blocks = as_blocks(paste, Composer())
    assert "hunter2" in json.dumps(redact_tree(blocks)[0])
    redaction = redact(rebuild(as_text(paste, Composer()), blocks))
    assert redaction.text == "Command:\tUSER bob\nCommand:\tPASS ***\nResponse:\t530 Login incorrect."


def test_every_string_of_a_tree_is_masked():
    tree = {"PASS x": ["PASS hunter2", {"n": 1, "t": ("ftp://a:b@x.example", None, True)}], "f": 1.5}
    safe = {"PASS x": ["PASS ***", {"n": 1, "t": ["ftp://a:***@x.example", None, True]}], "f": 1.5}
    assert redact_tree(tree) == (safe, ("password", "url-password"))
    assert tree["PASS x"][0] == "PASS hunter2"
    assert redact_tree("PASS hunter2") == ("PASS ***", ("password",))
    assert redact_tree(None) == (None, ())


def test_a_deep_tree():
    tree = "PASS hunter2"
    for _ in range(50_000):
        tree = [tree]
    safe, kinds = redact_tree(tree)
    assert kinds == ("password",)
    while isinstance(safe, list):
        tree, (safe,) = tree[0], safe
    assert safe == "PASS ***"


SECRETS = st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=5, max_size=12).map("h7".__add__)


@given(st.sampled_from([*COMMANDS, *SETTINGS, *COMMAND_LINES, *URLS]), SECRETS, transcripts())
def test_no_secret_survives_in_a_transcript(form, secret, transcript):
    redaction = redact(f"{transcript}\n{form.format(secret)}\n{transcript}")
    assert secret not in redaction.text
    assert redaction.text == f"{transcript}\n{form.format('***')}\n{transcript}"


@given(
    st.lists(
        st.sampled_from([*COMMANDS, *PROMPTS, *SETTINGS, *COMMAND_LINES, *URLS, *LEFT]) | st.text(max_size=6),
        max_size=5,
    ),
    st.sampled_from(["\n", " ", ""]),
)
def test_redaction_is_idempotent(lines, glue):
    once = redact(glue.join(lines).replace("{}", "hunter2"))
    assert redact(once.text) == Redaction(once.text, ())


@given(transcripts())
def test_a_transcript_without_secrets_is_left_alone(transcript):
    assert redact(transcript) == Redaction(transcript, ())
