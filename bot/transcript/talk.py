"""Talk: a question, a wish, an announcement or good news, in which nobody asks for help with a failure.

Such a message names FTP, and often a code or a certificate, without anything being wrong now. It is known by how it
is put ("is there a way to", "maintenance tonight"), by its being prose, and by the words of trouble that it lacks.
What tells of a trouble that is over, of one to come, or of one in a book ("changelog:", "works now", "exercise 3")
may name the trouble itself, as long as it does not go on with a "but". So may developers who review, propose or
document ("nit:", "test plan:", "RFC 959 says", "if …, you must"), as long as nothing says that it happened to them.
"""

import re

from bot.transcript.heard import Heard
from bot.transcript.model import Actor
from bot.transcript.page import Page, Signs

_LONGEST = 600  # characters; who asks or announces is brief
_ASKS = Signs(
    "how do i|how do we|how can i|how can we|how to|how would i|is there a way|is there any way|is it possible to",
    "what's the best|what is the best|what would be|which port|which ports|which option|which client|where do i",
    "where does|where can i|does anyone know|does anybody know|can somebody tell|can anyone tell|can anyone recommend",
    "what do you think|would it be useful|any recommendation|can i let|can we let|do i need|do we need|wie kann ich",
    "comment puis-je|cómo puedo|wondering if i should|should i return|should we return|should i send|should it return",
    "may i have|could someone give|could somebody give",
)
# Who thinks of a change asks what will come of it.
_SUPPOSES = re.compile(
    r"\bif (?:i|we) [^?\n]{3,160}[,:]? (?:will|would|should) (?:the|we|i|it|my|our|that)\b"
    r"[^?\n]*\?"
)

_WISHES = Signs(
    "feature request|would be nice|would be a nice|nice feature|good feature|please enable|could we add|please add",
    "would be great|would be cool|will be nice|will be very nice|would be very nice|any plan to|any plans to",
    "can someone create|could someone create|can you create|could you create|please create|create an ftp user",
    "please set up|is planned|planned for|ready for merge|ready for review|please review|merged|pull request|pr:",
    "merci de créer|bitte anlegen|pas urgent|nicht eilig|zur erinnerung|pour rappel",
    "backlog|no hurry|if anybody needs|if anyone needs|would you use",
)
_OVER = Signs(
    "changelog|release notes|release note|maintenance release|bugfix release",
    "[resolved]|resolved:|found it:|fixed:|works now|working now|works again",
    "working again|all good now|all good again|all good.|, all good|is solved|solved it|solved it.|got solved",
    "exercise|homework|quiz|will be shown|please update your|from monday|from tuesday|from wednesday",
    "from thursday|from friday|from tomorrow|from next week|starting monday|starting tomorrow|it works now",
    "cured it|did the trick|solved it for me|fixed it for me",
    "no action needed|no action is needed|no action required|nothing to do for you|nothing more to do|all is well",
    "informational only|for information only|closed automatically|closing the loop|— by design|- by design.",
    "supposed to fail|fails on purpose|book a demo|keine aktion nötig",
    "已经解决|解決しました|asunto cerrado|ya está resuelto|resolvido:|risolto:|вопрос решён|вопрос решен",
    "проблема решена",
    "funktioniert wieder|geht wieder|gelöst:|résolu|resuelto|would you like me to|do you want me to|shall i send a pr",
)
_TASK = Signs("explain why")  # an exercise says so, and a person with a trouble too
# Under which headings a change is described; a report of a fault has others.
_HEADINGS = re.compile(
    r"^#{1,6} (?:motivation|(?:detailed |proposed |summary of )?changes\b|what (?:changed|does this)|what's changed"
    r"|test plan|testing done|how (?:has this been|was this|to) test|release notes?\b|changelog)"
    r"|^\S{2,40} \(\S{1,40}\) \S{2,20}; urgency=",
    re.MULTILINE,
)
# The title of a change: a part of the program, and what it now does or no longer does.
_TITLE = re.compile(
    r"\W*[a-z][\w/-]{1,30}(?:\([\w-]+\))?: (?:(?:don't|do not|no longer|only) [a-z]+"
    r"|add|allow|avoid|bump|disable|document|drop|enable|ensure|extend|fix|handle|ignore|implement|improve|introduce"
    r"|make|mention|prefer|prevent|refactor|reject|remove|rename|replace|restore|retry|rework|simplify|skip|support"
    r"|switch|treat|tune|update|upgrade|use|[45]\d\d ->) "
)
# An entry of a list of changes: "- fix: …", "* Fix … (Closes: #12)".
_ENTRY = re.compile(
    r"^[ \t]{0,4}[-*•] (?:(?:fix|feat|chore|docs|perf|refactor)(?:\([\w-]{1,30}\))?!?: "
    r"|.{3,200}\((?:closes|fixes):? #\d)",
    re.MULTILINE,
)
_ENTRIES = 2
# The page of a manual about a setting ends with its default.
_MANUAL = re.compile(r"\s*[a-z]{1,30}(?:_[a-z]{1,30}){1,6}\n")
_DEFAULT = re.compile(r"^[ \t]*default: (?:yes|no|\(none\)|\d{1,9})$", re.MULTILINE)
# A probe that reports that all is well (again): "SSL OK - expires in 421 days", ":white_check_mark: RESOLVED"
_PROBE = re.compile(r"\W{0,4}(?:\w{2,12} )?ok - ")
_RECOVERED = re.compile(r"\W{0,4}(?:white_check_mark\W|(?:resolved|recovered|recovery)[:\]])")
# What is written when all is over, or before anything happens
_PAPER = re.compile(r"\W{0,4}(?:post-? ?mortem|runbook)\b")
# A list of replies, each with its meaning, has more different errors than a session.
_MEANING = re.compile(r"^\W{0,6}([45]\d\d)[ -]", re.MULTILINE)
_MEANINGS = 6
# The last line of a job that went well, after a reply that did.
_ENDED_WELL = re.compile(r"\b(?:rc=0|exit(?:ed)? (?:with )?(?:code |status )?0|0 failed|0 errors)\W*$")
_REPLY = re.compile(r"(?<![\d.:])([2-5])[0-5]\d (?=[a-z])")
_LABELS = frozenset("error warning fatal status response command reply problem issue symptom question".split())
# Rows of a table, each of which begins with another code: a list to look things up in.
_ROW = re.compile(r"^(?P<table>\|)?[ |*-]{0,4}(?P<code>\d{1,3})(?: ?[|\t:=–—-] ?| {2,}).{3,}$", re.MULTILINE)
_ROWS, _TABLE_ROWS = 5, 3
_ITEM = re.compile(r"^(?:[-*•] (?P<code>[45]\d\d) [a-z]|(?P<named>[45]\d\d) ?= )", re.MULTILINE)
# What developers say of a change that they have made.
_CHANGE = re.compile(
    r"\W*(?:(?:fix|feat|docs|chore|refactor)(?:\([\w-]+\))?:|(?:security: )?(?:fix|patch|patched|fixed) cve-\d"
    r"|(?:update|updated|add|added) (?:instructions|docs|documentation|new page)\b"
    r"|this (?:pr|patch|change|commit|pull request)\b|(?:fixed|fixes) (?:the|a|an|#\d)\b|i(?:'ve| have)? fixed\b"
    r"|implement(?:ed|s)\b|refactored\b|(?:release|version) v?\d+\.\d[\w.]{0,12}:\s"
    r"|(?:(?:this )?adds?|added) support for\b|support for\b(?!.*(?:\bnot?\b|n't|miss|fail|error)))"
)
# Developers' words that stand anywhere in what they say of a change or of a text.
_SHOP_TALK = Signs(
    "lgtm|this pr |this pr:|this pr,|this pr.|this pull request|just a proposal|man page says|should be worded",
    "pr is up|is up for review|review welcome|reviews welcome|fixture string",
)
# How a wish begins, and how a book explains a code.
_BEGINS = re.compile(
    r"\W*(?:feature request\b|enhancement\b|wishlist\b|"
    r"(?:about )?(?:the )?(?:ftp )?(?:(?:reply|response|return|status|error|exit) )?(?:code |error )?[1-5]\d\d"
    r"(?: \([^)\n]{1,40}\)|:)? (?:is (?:the|an?)|means|indicates|stands for|the server (?:returns|sends) it)\b"
    r"|(?:passive|active) mode means\b"
    r"|(?:cleanly|properly|correctly|gracefully) (?:abort|close|handle|parse|reject|report|reset|return|send|shut)s? "
    r"|adds? an? [\w -]{2,30}(?:option|setting|parameter|flag|method)\b)"
)
# How developers begin to talk of code, of a plan or of a standard: a failure in it is one that they think of.
_THINKS = re.compile(
    r"\W*(?:(?:nit|nitpick|lgtm|review|proposal|suggestion|test plan|acceptance criteria|todo|rfc|docs?)\b\W*[:,!]\s"
    r"|lgtm\b|rfc \d{3,4}\b.{0,40}?\b(?:says|defines|requires|allows|demands)\b|as an? [\w -]{2,30} i want\b"
    r"|bump [\w@./-]+ from \d|(?:closes|resolves) #\d|this (?:adds|introduces)\b"
    r"|(?:remove|drop|revert|refactor|rename|extract)s? (?:the|a|an|all) (?:\w+ )?(?:workaround|hack|check|option|code"
    r"|class|handling|support|function|method|test|dependency)\b"
    r"|the (?:docs|documentation|readme|manual|wiki) should\b)"
)
# Who asks so wants to know what a thing is, whatever trouble it may be named after: "the default idle timeout".
_WONDERS = re.compile(
    r"\W*(?:(?:so|and|hi|hello|hey)\W+)?(?:what(?:'s|s| is| are) the (?:difference|default|purpose|meaning)s?\b"
    r"|(?:can|could) (?:someone|somebody|anyone|anybody|you) (?:please )?explain (?!why|this|how come)"
    r"|what does [\w \"'-]{2,40} (?:mean|stand for)\b)"
)
# Several codes, each in brackets behind what it stands for: "bad logins (530), missing files (550)".
_FOR_EXAMPLE = re.compile(r"\((?:ftp |code |error )?([45]\d\d)\b")
_EXAMPLES = 2
_BROKEN = Signs("fails|failed|failing|broken|breaks|dies|died")
# A joke compares: "me asking for a raise: …", line by line.
_JOKE = re.compile(r"^me [a-z]", re.MULTILINE)
_ADVISES = Signs("you must|you have to|you need to|you should|make sure")
_WE = "i|i'm|i've|im|me|my|mine|we|we're|we've|us|our|ich|wir|mein|unser|je|nous|yo|nuestro|today|yesterday"
_OURS = Signs(_WE, "now|help|still|anyone|anybody|again|suddenly|since")
_HAPPENED = Signs(_WE, "help|suddenly|since")
_GOES_ON = Signs(
    "but|however|still|except|although|though|why is|any idea|any ideas|help|just hangs|aber|mais|pero",
    "then it works again",
)
_TELLS = Signs(
    "reminder:|fyi|heads up|heads-up|maintenance tonight|maintenance window|scheduled maintenance|planned maintenance",
    "next week|was rotated|were rotated|can be closed|works now|solved:",
    "will be migrated|will be moved|will be switched|from now on|is set up|now uses|now use|now supports|now runs",
    "was switched to|were switched to|was moved to|were moved to|has been switched to|has been moved to",
    "shutting down tonight|shut down tonight|goes down tonight|will be shut down|will be down|will be offline",
    "will be unavailable|will be rebooted|will be restarted|and are happy|happy with",
)
_SURE = Signs("reminder:|solved:|can be closed|maintenance tonight|scheduled maintenance")
_TROUBLE = Signs(
    "error|errors|fail|failed|fails|failing|failure|fault|denied|refused|refuses|refuse|cannot|cant|can't|can not",
    "could not|couldn't|unable|doesn't|doesnt|does not|don't|didn't|won't|not work|not working|isn't|problem|problems",
    "issue|issues|wrong|hangs|hang|stuck|freezes|timeout|timed out|times out|broken|invalid|reject|rejected|rejects",
    "blocked|blocks|missing|not found|exception|traceback|lost|loses|why|empty|keeps|disconnects|disconnected|stopped",
    "stops|wants|prompts|complains|complained|says|said|getting|i get|we get|despite|however|warning|fehler",
    "nicht|erreur|ne fonctionne|no funciona|over and over|each time|every time|nothing|not able|refusing|corrupt",
    "corrupted|garbled|slow|but|although|not allowed|not permitted|not supported|not possible|not accept|avoid|fix",
    "ask for|asks for|asking for|prompt|solve|resolve|get rid|disable|bypass|ignore|workaround|still",
    "even though|instead of the|only see|sees only",
)
_CODE = re.compile(r"(?<![\d.:])[45]\d\d[- ](?!\d)[^\W\d_]{2,}\s+[^\W\d_]+|\bcurl: \(\d|\b\w+(?:Error|Exception)\b")
_IN_PASSING = re.compile(r"\b(?:return|send|answer|reply)(?: (?:a|an|with)){0,2} [45]\d\d\b")
# What is announced may name the code that people will then get.
_WILL = re.compile(
    r"\bwill (?:then |all )?(?:(?:get|see|receive) (?:an? |the )?(?:\w+ )?[\"'`“]?[45]\d\d\b|be (?:refused|rejected)\b)"
)


def is_talk(heard: Heard) -> bool:
    """Whether a paste asks or announces something, and tells of no failure."""
    text = heard.page.text
    if _is_written(heard, text):
        return True
    if len(text) > _LONGEST or any(line.actor not in {Actor.PROSE, Actor.NOTICE} for line in heard.said if line.text):
        return False
    if _is_over(heard, text) or _is_by_way_of_example(heard, text) or _thinks(heard, text):
        return True
    supposed = _SUPPOSES.search(text)
    rest = Page(text.replace(supposed[0], " ")) if supposed is not None else heard.page
    asks = supposed is not None or _ASKS.on(heard.page) or _WISHES.on(heard.page)
    if not asks and not _TELLS.on(heard.page):
        return False
    if heard.quoted and not (asks and _IN_PASSING.search(text)):
        return False
    return not _TROUBLE.on(rest) and _CODE.search(text) is None


def _is_over(heard: Heard, text: str) -> bool:
    """Whether somebody tells of a trouble that is over, of one to come, or of a change against it."""
    if _SURE.on(heard.page) and not heard.quoted:
        return True
    if _TELLS.on(heard.page) and _WILL.search(text) is not None:
        return not _GOES_ON.on(heard.page)
    told = _OVER.on(heard.page) or _PAPER.match(text) or _ended_well(text) or (_CHANGE.match(text) and not heard.quoted)
    told = told or (_TASK.on(heard.page) and not _OURS.on(heard.page))
    return bool(told) and not _GOES_ON.on(heard.page)


def _ended_well(text: str) -> bool:
    """Whether a job's log ends with success: "attempt 2: 226 done, rc=0"."""
    return _ENDED_WELL.search(text) is not None and _REPLY.findall(text)[-1:] == ["2"]


def _is_written(heard: Heard, text: str) -> bool:
    """Whether a text reports, lists or documents: a probe, changes, codes and their meanings, a setting in a manual."""
    spoken = {line.actor for line in heard.said[1:]}
    listed = (
        len({item["code"] or item["named"] for item in _ITEM.finditer(text)}) >= _ROWS
        or len(set(_MEANING.findall(text))) >= _MEANINGS
    )
    if (listed and Actor.COMMAND not in spoken) or (
        len(_ENTRY.findall(text)) >= _ENTRIES and Actor.REPLY not in spoken
    ):
        return True
    if _PROBE.match(text) or (_RECOVERED.match(text) and _REPLY.findall(text)[-1:] in ([], ["2"])):
        return not _GOES_ON.on(heard.page) and not _TROUBLE.on(heard.page)
    if _MANUAL.match(text) and _DEFAULT.search(text):
        return not _HAPPENED.on(heard.page) and not heard.quoted
    return _describes(text) and spoken.isdisjoint({Actor.COMMAND, Actor.REPLY})


def _describes(text: str) -> bool:
    """Whether a text is the description of a change, or a table of codes."""
    rows = list(_ROW.finditer(text))
    tabled = bool(rows) and all(row["table"] for row in rows)
    if _HEADINGS.search(text) or len({row["code"] for row in rows}) >= (_TABLE_ROWS if tabled else _ROWS):
        return True
    title = Page(text.partition("\n")[0])
    return _TITLE.match(text) is not None and not _OURS.on(title) and _LABELS.isdisjoint(title.words)


def _is_by_way_of_example(heard: Heard, text: str) -> bool:
    """Whether codes are only named to tell kinds of failures apart, or in a joke."""
    listed = len(set(_FOR_EXAMPLE.findall(text))) >= _EXAMPLES and not _HAPPENED.on(heard.page) and "?" not in text
    listed = listed and not _BROKEN.on(heard.page)
    return listed or len(_JOKE.findall(text)) > 1


def _thinks(heard: Heard, text: str) -> bool:
    """Whether somebody speaks of code, a plan or a book, and of nothing that happened."""
    if _SHOP_TALK.on(heard.page):
        return not _GOES_ON.on(heard.page)
    if _OURS.on(heard.page) and not re.match(r"\W*as an? ", text):
        return False
    if _WONDERS.match(text) is not None:
        return not heard.quoted
    if _BEGINS.match(text) is not None:
        return "?" not in text
    return _THINKS.match(text) is not None or (text.startswith("if ") and "?" not in text and _ADVISES.on(heard.page))
