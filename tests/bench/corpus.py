"""A knowledge base of any size, grown from a sample.

The sample is the archive of Microsoft articles where it is at hand, else the articles of ``kb_data``. Sizes up to the
sample's are parts of it; from there on articles are added that are variations of the sample's, never copies:

* A variation keeps the skeleton of an article (its sentences, its common words) and takes most of its other
  words from a second article of the same product, each word for one of the same shape (a name for a name, a module for
  a module). So words stay as frequent, and go together, as in the sample. One in three takes a message from the second.
* Numbers of four digits or more, addresses and hexadecimal codes are new.
* The vocabulary keeps growing as it does in text (Heaps' law; its exponent is measured on the sample), and a new word
  is the more likely to come again the more often it came (Simon 1955). New words are put together from old ones.
* No line stays as it was: each has two other words at least, if it has that many. So the article that a paste was made
  from stays its best answer.

All is deterministic: the same sample, size and seed give the same articles.
"""

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from math import log
from pathlib import Path
from random import Random

from bot.kb.article import Article
from bot.kb.files import read_articles
from bot.matching import Entry

ROOT = Path(__file__).parents[2]
ARCHIVE = ROOT.parent / "shared" / "kb_archive"
OWN = ROOT / "kb_data"
CACHE = ROOT / "var" / "bench"

SWAPPED = 0.7  # of the words that are not common: so the nearest stranger comes nearer as it does within the sample
COMMON = 250  # the most frequent words; they make the skeleton
BORROWED = 0.3  # of the variations have a message of the second article
FEWEST = 2  # other words in a line, if it has that many
LEFT_OUT = 10  # about so many of our own articles are in no index
SHORT_NUMBER = 3  # reply codes and versions stay

WORD = re.compile(r"[^\W_]+(?:[._'-][^\W_]+)*")
HEX = re.compile(r"(?:0x)?(?=[^\W_]*\d)[0-9A-Fa-f]{4,}")
STOP = frozenset(
    "a an and are as at be by can do for from has have if in is it not of on or that the this to when".split()
)


@dataclass(frozen=True, slots=True)
class Sample:
    """Articles to grow from, and what is known of them.

    Attributes:
        folder: Where the labelled pastes are, or None for our own articles.
        articles: All articles of the sample.
        absent: Ids of those that are left out of every index: the right answer to a paste made from one is none.
    """

    folder: Path | None
    articles: tuple[Article, ...]
    absent: frozenset[str]

    @classmethod
    def read(cls, archive: Path = ARCHIVE) -> "Sample":
        """Read the archive, or our own articles where there is none."""
        packed = archive / "articles.tar.xz"
        if not packed.exists():
            articles = read_articles(OWN).articles
            order = sorted((article.id for article in articles), key=_mixed)
            return cls(None, articles, frozenset(order[:: len(order) // LEFT_OUT]))
        absent = frozenset((archive / "absent_ids.txt").read_text().split())
        return cls(archive, read_articles(packed).articles, absent)

    def indexed(self) -> list[tuple[Entry, str]]:
        """The entries that an index may hold, each with its product, mixed once and for all.

        Those that labelled pastes ask for come in turn with the others, so that a small part has some of them too.
        """
        asked = {source for name in ("noisy", "ftp_noisy") for source in (row["source"] for row in self.pastes(name))}
        known = [article for article in self.articles if article.id not in self.absent]
        known.sort(key=lambda article: _mixed(article.id))
        first = [article for article in known if article.id in asked]
        rest = [article for article in known if article.id not in asked]
        mixed = [article for pair in zip(first, rest, strict=False) for article in pair]
        mixed += first[len(rest) :] + rest[len(first) :]
        return [(article.as_entry(1), _product(article)) for article in mixed]

    def left_out(self) -> list[tuple[Entry, str]]:
        """Some of the entries that no index holds, to grow from: an article has neighbours, whether it is there or not.

        One in four, since with that plain BM25 tells present from absent at 57,000 about as well as its loss from
        1,100 to 5,200 articles of the archive makes one expect.
        """
        absent = [article for article in self.articles if article.id in self.absent]
        return [(article.as_entry(1), _product(article)) for article in absent[::4]]

    def pastes(self, name: str) -> list[dict[str, str]]:
        """The labelled pastes of a name (``noisy``, ``absent`` …), none where the sample has no such file."""
        path = self.folder / f"queries_{name}.jsonl" if self.folder else None
        if path is None or not path.exists():
            return []
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def entries(sample: Sample, size: int) -> Path:
    """A file with so many entries, a JSON object a line, made if it is not there yet."""
    recipe = hashlib.sha256(Path(__file__).read_bytes())
    known = sample.indexed()
    recipe.update(repr((size, [entry for entry, _ in known])).encode())
    path = CACHE / f"entries-{size}-{recipe.hexdigest()[:12]}.jsonl"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = path.with_suffix(".new")
        with made.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(asdict(entry)) + "\n" for entry in grow(known, size, sample.left_out()))
        made.replace(path)
    return path


def load(path: Path) -> list[Entry]:
    """Read what ``entries`` wrote."""
    found: list[Entry] = []
    with path.open(encoding="utf-8") as file:
        for line in file:
            value = json.loads(line)
            for name in ("symptoms", "exclude"):
                value[name] = tuple(value[name])
            value["require"] = tuple(tuple(group) for group in value["require"])
            found.append(Entry(**value))
    return found


def ids(path: Path) -> frozenset[str]:
    """The articles of such a file."""
    with path.open(encoding="utf-8") as file:
        return frozenset(json.loads(line)["article"] for line in file)


def grow(
    known: Sequence[tuple[Entry, str]], size: int, left_out: Sequence[tuple[Entry, str]] = (), seed: int = 1
) -> Iterable[Entry]:
    """The known entries themselves, and then variations of them and of those left out, up to a size."""
    yield from (entry for entry, _ in known[:size])
    if size <= len(known):
        return
    random = Random(seed)
    words = Vocabulary.of([entry for entry, _ in known])
    families: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry, product in known:
        families[product].append(entry)
    order = [*known, *left_out]
    for number in range(len(known), size):
        if (number - len(known)) % len(order) == 0:
            random.shuffle(order)
        entry, product = order[(number - len(known)) % len(order)]
        second = random.choice(families[product]) if len(families[product]) > 2 else random.choice(known)[0]
        yield vary(entry, second, words, number, random)


@dataclass(slots=True)
class Vocabulary:
    """The words of the sample and those that growth has added.

    Attributes:
        common: The most frequent ones, in small letters.
        shapes: Shape → the words of that shape, each as often as it occurs in different articles.
        exponent: Heaps' law: how the number of different words grows with the number of articles.
        rate: How many of an article's words the sample's vocabulary does not have, as a share.
        coined: Shape → the new words, each as often as it was used.
    """

    common: frozenset[str]
    shapes: dict[str, list[str]]
    size: int
    articles: int
    exponent: float
    rate: float
    new: set[str] = field(default_factory=set)
    coined: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, sample: Sequence[Entry]) -> "Vocabulary":
        """Count the words of a sample, which has to be mixed."""
        frequency: Counter[str] = Counter()
        shapes: defaultdict[str, list[str]] = defaultdict(list)
        at_half = 0
        for number, entry in enumerate(sample):
            if number == len(sample) // 2:
                at_half = len(frequency)
            found = words_of(entry)
            frequency.update(sorted({word.lower() for word in found}))
            for word in sorted(found):
                shapes[shape(word)].append(word)
        exponent = log(len(frequency) / at_half) / log(2)
        return cls(
            common=frozenset(word for word, _ in frequency.most_common(COMMON)),
            shapes=dict(shapes),
            size=len(frequency),
            articles=len(sample),
            exponent=exponent,
            rate=exponent * len(frequency) / frequency.total(),
        )

    def unknown(self, like: str, number: int, random: Random) -> str:
        """A word that the sample does not have: a new one while Heaps' law asks for it, else one that came before."""
        kind = shape(like)
        used = self.coined[kind]
        target = self.size * (number / self.articles) ** self.exponent
        word = random.choice(used) if used and self.size + len(self.new) >= target else self._coin(like, random)
        used.append(word)
        self.new.add(word.lower())
        return word

    def _coin(self, like: str, random: Random) -> str:
        """A word of the shape of another, from the beginning of one word and the end of another."""
        pool = self.shapes.get(shape(like)) or [like]
        head, tail = random.choice(pool), random.choice(pool)
        cut, rest = (max(1, (len(part) + 1) // 2) for part in (head, tail))
        return head[:cut] + tail[rest - 1 :]


@dataclass(slots=True)
class Variation:
    """Which words of an article become which, the same in all its texts.

    Attributes:
        mine: The article's own words.
        offered: Shape → the words that the second article has to give, each given once.
        unknown: How likely a word becomes one that the sample does not have.
    """

    words: Vocabulary
    number: int
    random: Random
    mine: set[str]
    offered: dict[str, list[str]]
    unknown: float
    swaps: dict[str, str] = field(default_factory=dict)

    def swap(self, word: str) -> None:
        """Give a word another one in its place."""
        if HEX.fullmatch(word):
            self.swaps[word] = _renumber(word, self.random)
            self.words.new.add(self.swaps[word].lower())
            return
        if self.random.random() >= self.unknown:
            pool = self.offered.get(shape(word))
            other = pool.pop() if pool else self.random.choice(self.words.shapes.get(shape(word), [word]))
            if other not in self.mine and other.lower() not in self.words.common:
                self.swaps[word] = other
                return
        self.swaps[word] = self.words.unknown(word, self.number, self.random)

    def mend(self, line: str) -> None:
        """Swap more words of a line that would stay too much as it was."""
        words = dict.fromkeys(WORD.findall(line))
        found = [word for word in words if word.lower() not in STOP and not HEX.fullmatch(word)]
        kept = [word for word in found if word not in self.swaps]
        self.random.shuffle(kept)
        for word in kept[: max(0, min(FEWEST, len(found)) - (len(found) - len(kept)))]:
            self.swap(word)

    def of(self, text: str) -> str:
        """The text with its words swapped."""
        return WORD.sub(lambda match: self.swaps.get(match[0], match[0]), text)


def vary(entry: Entry, second: Entry, words: Vocabulary, number: int, random: Random) -> Entry:
    """A variation of an article with words of a second one."""
    texts = [entry.title, *entry.symptoms]
    if len(texts) > 1 and second.symptoms and random.random() < BORROWED:
        texts[random.randrange(1, len(texts))] = random.choice(second.symptoms)
    offered: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted(words_of(second) - words.common, key=_mixed):
        offered[shape(word)].append(word)
    mine = {word for text in texts for word in WORD.findall(text)}
    rare = sorted(word for word in mine if word.lower() not in words.common)
    variation = Variation(words, number, random, mine, offered, words.rate * len(mine) / max(len(rare), 1))
    for word in rare:
        if HEX.fullmatch(word) or random.random() < SWAPPED:
            variation.swap(word)
    for text in texts:
        for line in text.splitlines():
            variation.mend(line)
    varied = [variation.of(text) for text in texts]
    symptoms = tuple(dict.fromkeys(varied[1:]))
    cause = f"{entry.cause}-{number}" if entry.cause else None
    return replace(entry, article=f"Q{1_000_000 + number}", title=varied[0], symptoms=symptoms, cause=cause)


def words_of(entry: Entry) -> set[str]:
    """The different words of an article."""
    return {word for text in (entry.title, *entry.symptoms) for word in WORD.findall(text)}


def shape(word: str) -> str:
    """What kind of word it is: a number, a name with inner signs, capitals, a capital in front, small letters."""
    if word.isdigit():
        return f"number {min(len(word), 4)}"
    if not word.isalpha():
        return "module" if "." in word else "mixed"
    if word.isupper():
        return "capitals"
    return "name" if word[0].isupper() else "small"


def _renumber(word: str, random: Random) -> str:
    """Other digits, and other letters of hexadecimal numbers; short numbers stay."""
    if len(word) <= SHORT_NUMBER:
        return word
    digits = {"d": "0123456789", "x": "0123456789abcdef", "X": "0123456789ABCDEF"}
    kind = "d" if word.isdigit() else "X" if word.upper() == word else "x"
    start = 2 if word.startswith("0x") else 0
    return word[:start] + "".join(random.choice(digits[kind]) for _ in word[start:])


def _mixed(name: str) -> bytes:
    """A key that puts names into an order that means nothing, and is always the same."""
    return hashlib.sha256(name.encode()).digest()


def _product(article: Article) -> str:
    """The product an article is about: the first words of the first that it applies to."""
    return " ".join(article.applies_to[0].split()[:3]).rstrip(",") if article.applies_to else ""
