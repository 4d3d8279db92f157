"""Our own format: a Markdown file with front matter, as ``kb_data/README.md`` describes it for authors.

``parse`` is strict, since a misspelt key or heading would drop evidence or a symptom without a word. ``dump`` writes
what ``parse`` reads: ``parse(dump(article)) == article``.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.errors import ArticleError
from bot.kb.article import Article, Tests

RISKS = ("low", "medium", "high")
STATUSES = ("draft", "current", "retired")
SECTIONS = {
    "Symptoms": "symptoms",
    "Cause": "cause",
    "Resolution": "resolution",
    "Workaround": "workaround",
    "Verify": "verify",
    "More information": "more",
}
REQUIRED_SECTIONS = ("Symptoms", "Cause", "Resolution")

_KEYS = (
    "title",
    "cause",
    "applies_to",
    "risk",
    "references",
    "status",
    "reviewed",
    "related",
    "reproduced",
    "evidence",
    "tests",
)
_BY_NAME = {name.lower(): name for name in SECTIONS}
_FRONT = "---"
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_BACKTICKS = re.compile(r"`+")
_TOKENS_OF_A_BULLET = 7  # list, item and paragraph open, the text, and the three close


class _Front:
    """Front matter, read key by key; each wrong shape is an error that names the key and what belongs there."""

    def __init__(self, name: str, values: Mapping[str, Any]) -> None:
        self._name = name
        self._values = values

    def text(self, key: str, default: str = "") -> str:
        value = self._values.get(key, default)
        if not isinstance(value, str):
            raise self.error(f"'{key}' must be one text")
        return value.strip()

    def texts(self, key: str) -> tuple[str, ...]:
        return self._texts(key, self._values.get(key, []))

    def choice(self, key: str, choices: tuple[str, ...], default: str) -> str:
        value = self.text(key, default)
        if value not in choices:
            raise self.error(f"'{key}' is '{value}' but must be one of {', '.join(choices)}")
        return value

    def day(self, key: str) -> str:
        value = self.text(key)
        if value and not _is_date(value):
            raise self.error(f"'{key}' is '{value}' but must be a date like 2026-01-31")
        return value

    def part(self, key: str, keys: tuple[str, ...]) -> "_Front":
        """A mapping within the front matter, of these keys only."""
        value = self._values.get(key, {})
        value = {} if value == "" else value
        if not isinstance(value, dict):
            raise self.error(f"'{key}' must hold {' and '.join(keys)}")
        part = _Front(self._name, {f"{key}.{inner}": inner_value for inner, inner_value in value.items()})
        part.only(tuple(f"{key}.{inner}" for inner in keys))
        return part

    def groups(self, key: str) -> tuple[tuple[str, ...], ...]:
        """A list of facts, each entry one fact or ``any:`` with a list of them."""
        value = self._values.get(key, [])
        if not isinstance(value, list):
            raise self.error(f"'{key}' must be a list")
        groups = []
        for entry in value:
            if isinstance(entry, dict) and set(entry) == {"any"}:
                groups.append(self._texts(f"{key}: any", entry["any"]))
            else:
                groups.append(self._texts(f"{key}: each entry", [entry]))
            if not groups[-1]:
                raise self.error(f"'{key}: any' must not be empty")
        return tuple(groups)

    def only(self, keys: tuple[str, ...]) -> None:
        unknown = next((key for key in self._values if key not in keys), None)
        if unknown is not None:
            raise self.error(f"unknown key '{unknown}'; known are {', '.join(keys)}")

    def error(self, why: str) -> ArticleError:
        return ArticleError(self._name, f"front matter: {why}")

    def _texts(self, key: str, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(text, str) and text.strip() for text in value):
            kind = "a text, or 'any:' with a list of texts" if key.endswith("each entry") else "a list of texts"
            raise self.error(f"'{key}' must be {kind}")
        return tuple(text.rstrip("\n") for text in value)


def parse(text: str, name: str) -> Article:
    """Read an article.

    Args:
        text: The file's text.
        name: The file's name; what stands before its suffix is the article's id.

    Raises:
        ArticleError: With what is wrong and, where it has one, its line.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if "\0" in text:
        raise ArticleError(name, "the file is binary, not text")
    if lines[0].rstrip() != _FRONT:
        raise ArticleError(name, "no front matter: the first line must be '---'")
    end = next((i for i in range(1, len(lines)) if lines[i].rstrip() == _FRONT), None)
    if end is None:
        raise ArticleError(name, "the front matter that begins in line 1 does not end: a line '---' is missing")
    front = _Front(name, _front_values("\n".join(lines[1:end]), name))
    front.only(_KEYS)
    title = front.text("title")
    if not title:
        raise front.error("'title' is missing")
    evidence = front.part("evidence", ("require", "exclude"))
    tests = front.part("tests", ("find", "miss"))
    body = _Body(name, lines[end + 1 :], first_line=end + 2)
    return Article(
        id=_stem(name),
        title=" ".join(title.split()),
        cause_slug=front.text("cause") or None,
        applies_to=front.texts("applies_to"),
        risk=front.choice("risk", RISKS, "low"),
        references=front.texts("references"),
        status=front.choice("status", STATUSES, "current"),
        reviewed=front.day("reviewed"),
        require=evidence.groups("evidence.require"),
        exclude=evidence.texts("evidence.exclude"),
        symptoms=body.symptoms(),
        summary=body.preamble,
        cause=body.texts.get("Cause", ""),
        resolution=body.texts.get("Resolution", ""),
        workaround=body.texts.get("Workaround", ""),
        verify=body.texts.get("Verify", ""),
        more=body.texts.get("More information", ""),
        related=front.texts("related"),
        reproduced=front.choice("reproduced", ("true", "false"), "false") == "true",
        tests=Tests(tests.texts("tests.find"), tests.texts("tests.miss")),
    )


def dump(article: Article) -> str:
    """Write an article.

    Raises:
        ArticleError: Its texts are no Markdown (an imported one).
    """
    if not article.markdown:
        raise ArticleError(article.id, "an imported article is plain text and cannot be written as Markdown")
    front: dict[str, Any] = {"title": article.title}
    if article.cause_slug is not None:
        front["cause"] = article.cause_slug
    front["applies_to"] = list(article.applies_to)
    front["risk"] = article.risk
    front["references"] = list(article.references)
    front["status"] = article.status
    if article.reviewed:
        front["reviewed"] = article.reviewed
    front["related"] = list(article.related)
    if article.reproduced:
        front["reproduced"] = True
    front["evidence"] = {
        "require": [group[0] if len(group) == 1 else {"any": list(group)} for group in article.require],
        "exclude": list(article.exclude),
    }
    front["tests"] = {"find": list(article.tests.find), "miss": list(article.tests.miss)}
    head = yaml.dump(front, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
    parts = [f"---\n{head}---"]
    if article.summary:
        parts.append(article.summary)
    parts += ["## Symptoms", *map(_as_block_or_bullet, article.symptoms)]
    for heading, field in list(SECTIONS.items())[1:]:
        value = getattr(article, field)
        if value:
            parts += [f"## {heading}", value]
    return "\n\n".join(parts) + "\n"


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as blocks, as authors do."""

    def represent_str(self, data: str) -> yaml.ScalarNode:
        return self.represent_scalar("tag:yaml.org,2002:str", data, style="|" if "\n" in data else None)


_Dumper.add_representer(str, _Dumper.represent_str)


class _Body:
    """The Markdown below the front matter, cut at its headings."""

    def __init__(self, name: str, lines: list[str], *, first_line: int) -> None:
        self._name = name
        self._first_line = first_line
        tokens = _parser().parse("\n".join(lines))
        marks = [(*_lines(token), _name_of(tokens, i)) for i, token in enumerate(tokens) if _is_heading(token)]
        self.preamble = "\n".join(lines[: marks[0][0]] if marks else lines).strip("\n").rstrip()
        self.texts: dict[str, str] = {}
        for (start, below, heading), (end, *_) in pairwise([*marks, (len(lines), 0, "")]):
            section = _BY_NAME.get(heading.lower())
            if section is None:
                raise self._error(start, f"unknown section '{heading}'; known are {', '.join(SECTIONS)}")
            if section in self.texts:
                raise self._error(start, f"section '{section}' stands twice")
            self.texts[section] = "\n".join(lines[below:end]).strip("\n").rstrip()
            if section == "Symptoms":
                # Empty lines in front, so that tokens count their lines from the body's first.
                self._symptoms = "\n" * below + "\n".join(lines[below:end])
        missing = next((section for section in REQUIRED_SECTIONS if not self.texts.get(section, "").strip()), None)
        if missing is not None:
            raise ArticleError(name, f"the section '## {missing}' is missing or empty")

    def symptoms(self) -> tuple[str, ...]:
        """Each fenced block, and each bullet point with its lines joined."""
        found: list[str] = []
        items = 0
        for token in _parser().parse(self._symptoms):
            items += {"list_item_open": 1, "list_item_close": -1}.get(token.type, 0)
            if token.type in {"fence", "code_block"}:
                found.append(token.content.strip("\n").rstrip())
            elif token.type == "inline" and items:
                found.append(" ".join(_BACKTICKS.sub("", token.content).split()))
            elif token.type == "inline":
                start, _ = _lines(token)
                raise self._error(start, "a symptom must be a fenced block or a bullet point, not a paragraph")
        if not any(found):
            raise ArticleError(self._name, "the section '## Symptoms' holds no fenced block and no bullet point")
        return tuple(filter(None, found))

    def _error(self, line: int, why: str) -> ArticleError:
        return ArticleError(self._name, f"line {self._first_line + line}: {why}")


def _front_values(text: str, name: str) -> dict[str, Any]:
    try:
        # Every value is a text, a list or a mapping: the base loader is the safe one without guesses at types, so that
        # "530", "no" and 2026-01-31 stay the texts they are.
        root = yaml.compose(text, Loader=yaml.BaseLoader)
        values = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  makes texts, lists and mappings only
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 2}: " if error.problem_mark else ""
        raise ArticleError(name, f"{line}the front matter is no YAML: {error.problem or error.context}") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise ArticleError(name, "the front matter is no YAML") from error
    if not isinstance(values, dict) or not all(isinstance(key, str) for key in values):
        raise ArticleError(name, "the front matter must be lines like 'title: …'")
    for key in _repeated(root):
        raise ArticleError(name, f"line {key.start_mark.line + 2}: '{key.value}' stands twice in the front matter")
    return values


def _repeated(root: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    """The keys that stand a second time in their mapping: YAML keeps the last value and forgets the others."""
    waiting, walked = [root], set[int]()  # an alias may stand within what it names
    while waiting:
        node = waiting.pop()
        if id(node) in walked:
            continue
        walked.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting += node.value
        elif isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                if isinstance(key, yaml.ScalarNode):
                    if key.value in seen:
                        yield key
                    seen.add(key.value)
                waiting.append(value)


def _as_block_or_bullet(symptom: str) -> str:
    bullet = f"- {symptom}"
    if "\n" not in symptom:
        tokens = _parser().parse(bullet)
        inline = [" ".join(token.content.split()) for token in tokens if token.type == "inline"]
        if inline == [symptom] and len(tokens) == _TOKENS_OF_A_BULLET and "`" not in symptom:
            return bullet
    fence = "`" * max([3, *(len(run) + 1 for run in _BACKTICKS.findall(symptom))])
    return f"{fence}\n{symptom}\n{fence}"


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).disable(["reference", "html_block", "inline"])


def _is_date(text: str) -> bool:
    try:
        return _DATE.fullmatch(text) is not None and date.fromisoformat(text) is not None
    except ValueError:
        return False


def _is_heading(token: Token) -> bool:
    return token.type == "heading_open" and token.tag == "h2" and token.level == 0


def _name_of(tokens: list[Token], index: int) -> str:
    return " ".join(tokens[index + 1].content.split()).rstrip(":")


def _lines(token: Token) -> tuple[int, int]:
    """The first line of a token, and the line after its last."""
    start, end = token.map or (0, 0)
    return start, end


def _stem(name: str) -> str:
    last = re.split(r"[/\\]", name)[-1]
    return last.rsplit(".", 1)[0] if "." in last.strip(".") else last
