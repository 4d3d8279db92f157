"""The commands of FTP, the words of clients and the functions of libraries that send them, and the step of each.

Commands: RFC 959 (4.1), 1639, 2228, 2389, 2428, 2640, 3659, 4217, 7151, and the common X verbs of RFC 775.
"""

import re

from bot.transcript.model import Step

_VERBS_OF_STEP = {
    Step.TLS: "AUTH ADAT CCC CONF ENC MIC",
    Step.LOGIN: "USER PASS ACCT HOST REIN",
    Step.DIRECTORY: (
        "CWD XCWD CDUP XCUP PWD XPWD MKD XMKD RMD XRMD DELE RNFR RNTO SIZE MDTM MFMT MLST SITE STAT SYST FEAT OPTS"
        " HELP NOOP TYPE MODE STRU ALLO REST CLNT CSID LANG SMNT XCRC XMD5 XSHA XSHA1 XSHA256 HASH MD5 AVBL MFF COMB"
    ),
    Step.DATA: "PORT EPRT LPRT PASV EPSV LPSV PROT PBSZ CPSV SPSV",
    Step.TRANSFER: "LIST NLST MLSD RETR STOR STOU APPE ABOR",
    Step.CLOSE: "QUIT",
}
_STEP_OF = {verb: step for step, verbs in _VERBS_OF_STEP.items() for verb in verbs.split()}

VERBS = frozenset(_STEP_OF)
# English words: bare and in small letters, these are a person's words and no commands.
_WORDS = frozenset(
    "user pass host port list help stat quit type mode size rest site hash lang comb enc conf mic".split()
)

OPENING = frozenset({"PASV", "EPSV", "LPSV", "CPSV", "SPSV", "PORT", "EPRT", "LPRT"})
TRANSFERS = frozenset({"LIST", "NLST", "MLSD", "RETR", "STOR", "STOU", "APPE"})
PASSIVE = frozenset({"PASV", "EPSV", "LPSV", "CPSV", "SPSV"})
# Refused, these are shrugged off: the client goes on without them or with an older command.
OPTIONAL = frozenset(
    "FEAT OPTS SYST CLNT HELP STAT SITE MLSD MLST SIZE MDTM MFMT EPSV EPRT LPSV LPRT AUTH PBSZ NOOP ALLO HOST LANG CSID"
    " REST XPWD XCRC XMD5 XSHA XSHA1 XSHA256 HASH MD5 AVBL TYPE STRU MODE ABOR QUIT CCC REIN PWD".split(),
)
# Refused, these fail for themselves, but what fails later weighs more.
SOFT = frozenset("CWD XCWD CDUP XCUP MKD XMKD RMD XRMD DELE RNFR PROT SMNT".split())

_CLIENT_WORDS = {
    "LIST": "ls dir mdir list",
    "NLST": "nlist mls nls",
    "MLSD": "mlsd",
    "CWD": "cd",
    "CDUP": "cdup",
    "PWD": "pwd",
    "RETR": "get mget recv reget newer pget",
    "STOR": "put mput send reput",
    "APPE": "append",
    "DELE": "delete mdelete del rm mrm",
    "MKD": "mkdir",
    "RMD": "rmdir",
    "RNFR": "rename ren mv",
    "TYPE": "binary bin ascii type image",
    "SIZE": "size",
    "MDTM": "modtime",
    "SYST": "system",
    "STAT": "status rstatus",
    "HELP": "remotehelp rhelp",
    "SITE": "site chmod umask idle",
    "QUIT": "bye quit exit close disconnect",
    "USER": "user",
    "ACCT": "account",
    "AUTH": "auth",
    "PROT": "prot protect private clear safe",
    "FEAT": "features feat",
    "MODE": "mode",
    "STRU": "struct",
    "REST": "restart",
}
_OF_WORD = {word: verb for verb, words in _CLIENT_WORDS.items() for word in words.split()}
_VERBATIM = frozenset({"quote", "literal"})

# Names of functions and methods in tracebacks and in people's words.
_METHODS = {
    "PASS": "ftp_login login loginasync authenticate",
    "AUTH": "auth execauth",
    "STOR": (
        "ftp_put ftp_fput ftp_nb_put storbinary storlines putbinaryfile puttextfile storefile storefilestream"
        " uploadfile uploadfiles uploadstream upload uploaddata uploadfileinternal openwrite uploadfrom"
        " uploadfromdir putfile"
    ),
    "APPE": "openappend appendfile ftp_append appendfrom",
    "RETR": (
        "ftp_get ftp_fget ftp_nb_get retrbinary getbinaryfile gettextfile retrievefile retrievefilestream downloadfile"
        " downloadfiles downloadstream download downloaddata openread downloadto downloadtodir getfile"
    ),
    "LIST": "ftp_rawlist retrlines listfiles getlisting listdirectory listdirectorydetails ftp_mlsd",
    "NLST": "nlst ftp_nlist listnames getnamelisting namelist",
    "MLSD": "mlsd mlistdir",
    "DELE": "ftp_delete deletefile",
    "RMD": "ftp_rmdir removedirectory deletedirectory rmd",
    "MKD": "ftp_mkdir makedirectory createdirectory mkd ensuredir",
    "CWD": "ftp_chdir changeworkingdirectory setworkingdirectory cwd chdir",
    "RNFR": "ftp_rename",
    "SITE": "ftp_chmod ftp_site",
    "PASV": "ftp_pasv makepasv ntransfercmd enterlocalpassivemode openpassivedatastream openpassivedatastreamasync",
    "PORT": "makeport openactivedatastream openactivedatastreamasync enterlocalactivemode",
}
_OF_METHOD = {method: verb for verb, methods in _METHODS.items() for method in methods.split()}
_CALL = re.compile(r"(?<![A-Za-z0-9_])([A-Za-z_]{3,32})(?:`\d)?\s?\(|, in ([A-Za-z_]{3,32})\b")
_VERB_IN_WORDS = re.compile(
    r"(?<![A-Za-z0-9_])(PASV|EPSV|EPRT|NLST|MLSD|RETR|STOR|STOU|APPE|DELE|RMD|MKD|XMKD|XRMD|CWD|CDUP|RNFR|RNTO|LIST|MDTM"
    r"|MLST|PBSZ|OPTS|FEAT|SYST|PWD)(?![A-Za-z0-9_])(?! or | first)",
)
# What a reply does not know stands first, in quotes, or before "not …"; what it recommends ("use AUTH") does not.
_NOT_KNOWN = re.compile(
    r"""(?x)
    ^ \d{3} [ -] ['"`]? ([A-Z]{3,4}) ['"`]? (?= [ :] (?: command | is | not | un ) | ['"`:] )
    | ['"`] ([A-Za-z]{3,4}) ['"`] (?= :? [ ] (?: command [ ])? (?: is [ ])? (?: not | un ) )
    | (?<! \w ) ([A-Z]{3,4}) (?= (?: [ ] command)? [ ] (?: is [ ])?
        (?: not [ ] (?: understood | implemented | supported | recogni | known ) | unknown | unsupported ) )
    | (?: [Uu]nknown | [Uu]nrecogni[sz]ed | [Uu]nsupported | [Uu]nimplemented ) (?: [ ] command )? :? [ ] ['"`(]?
        ([A-Z]{3,4}) (?! \w )
    """,
)
# FEAT lists these with what they take ("AUTH TLS;SSL;"): a line of its reply, no command.
_FEATURES = frozenset("AUTH SITE MLST PROT HASH LANG".split())
_PATH = re.compile(r"(?:\.{1,2}(?:/\S*)?|/\S*)$")
_LEADING = re.compile(r"([A-Za-z]{3,6}\d{0,3})(?:[ \t]{1,8}(.*))?$", re.DOTALL)


def step_of(verb: str | None) -> Step | None:
    """The step that a command belongs to; None for an unknown one."""
    return _STEP_OF.get(verb or "")


def split_command(text: str, *, bare: bool = False) -> tuple[str, str] | None:
    """The verb in capitals and the argument, or None where the text is no command.

    Args:
        text: The words, without prompt.
        bare: The line stands for itself, without an arrow or label before it: small letters and long sentences are
            then rather a person's words.
    """
    match = _LEADING.match(text)
    if match is None:
        return None
    word, argument = match[1], (match[2] or "").strip()
    verb = word.upper()
    if verb not in VERBS or (verb in _FEATURES and ";" in argument and " " not in argument):
        return None
    typed = word == "stat" and _PATH.match(argument)  # "stat ./out": no sentence of a person ends so
    if bare and verb.lower() in _WORDS and (word != verb or argument.count(" ") > 1) and not typed:
        return None
    if bare and not (word == verb or word.islower()):
        return None
    return verb, argument


def client_word(text: str) -> tuple[str | None, str]:
    """The command that a client sends for what was typed at its prompt, and the argument.

    Words that stay in the client (``lcd``, ``hash``, ``open``) give no command.
    """
    word, _, rest = text.strip().partition(" ")
    word = word.lower()
    if word in _VERBATIM:
        return split_command(rest) or (None, rest.strip())
    verb = _OF_WORD.get(word)
    if verb is None and word.upper() in VERBS:
        verb = word.upper()
    if word == "mode" and rest.strip().lower() in {"active", "passive"}:
        verb = None
    return verb, rest.strip()


def unknown_verb(text: str) -> str | None:
    """The command that a reply says it does not know, if it names it."""
    words = (group.upper() for match in _NOT_KNOWN.finditer(text) for group in match.groups() if group)
    return next((word for word in words if word in VERBS), None)


def verb_in(text: str) -> str | None:
    """The command that a sentence, stack frame or message names, if it names one."""
    for match in _CALL.finditer(text) if "(" in text or ", in " in text else ():
        verb = _OF_METHOD.get((match[1] or match[2]).lower())
        if verb is not None:
            return verb
    named = _VERB_IN_WORDS.search(text)
    return named[1] if named is not None else None
