"""A text as its parts: headings and numbered paragraphs, which keep their identity from version to version."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

READ = "plans.read"
"""A text is the main thing of the phase."""
COMMENT = "plans.comment"
WORD = "plans.word"

TITLE_MAX = 120
LEAD_MAX = 400
REASON_MAX = 2_000
SOURCE_MAX = 200_000
BLOCKS_MAX = 600
BODY_MAX = 10_000
LEVELS = 3
ALIKE = 0.5
"""How much of its words a paragraph must keep to be the same paragraph in another wording."""

_ITEM = re.compile(r"(?:[-+*]|[0-9]{1,9}[.)])\s")
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*")


@dataclass(frozen=True, slots=True)
class Block:
    """A heading has a level from 1 to 3, a paragraph 0. `number` is 2.1 for a heading, 14 for a paragraph."""

    level: int
    number: str
    body: str

    @property
    def heading(self) -> bool:
        return self.level > 0


def blocks(source: str) -> list[Block]:
    """Markdown in parts: lines with # are headings, what stands between empty lines is one paragraph.

    The highest heading used is the first level, whatever number of # it has. Paragraphs are counted through the
    whole text, so that "paragraph 14" is one paragraph.
    """
    parts = _with_lists(_parts(source))
    highest = min((level for level, _ in parts if level), default=1)
    counters = [0] * LEVELS
    paragraphs, found = 0, []
    for marks, body in parts:
        if not marks:
            paragraphs += 1
            found.append(Block(0, str(paragraphs), body))
            continue
        level = min(marks - highest + 1, LEVELS)
        counters[level - 1] += 1
        counters[level:] = [0] * (LEVELS - level)
        number = ".".join(str(count or 1) for count in counters[:level])
        counters[:level] = [count or 1 for count in counters[:level]]
        found.append(Block(level, number, body))
    return found


def _with_lists(parts: Iterator[tuple[int, str]]) -> list[tuple[int, str]]:
    """A list behind a paragraph that ends with a colon belongs to it."""
    found: list[tuple[int, str]] = []
    for marks, body in parts:
        if not marks and _ITEM.match(body) and found and not found[-1][0] and found[-1][1].endswith(":"):
            found[-1] = (0, f"{found[-1][1]}\n\n{body}")
        else:
            found.append((marks, body))
    return found


def _parts(source: str) -> Iterator[tuple[int, str]]:
    """(number of #, text); 0 for a paragraph."""
    lines: list[str] = []
    for line in [*source.splitlines(), ""]:
        heading = _HEADING.fullmatch(line)
        if heading is None and line.strip():
            lines.append(line.rstrip())
            continue
        if lines:
            yield 0, "\n".join(lines)
            lines = []
        if heading is not None and says_something(heading[2]):
            yield len(heading[1]), heading[2]


def says_something(text: str) -> bool:
    """False for blanks and characters nobody can see."""
    return any(unicodedata.category(character)[0] in "LNPS" for character in text)


# --- the frozen text ----------------------------------------------------------------------------------------


def canonical(title: str, version: int, parts: Sequence[Block]) -> str:
    """The text that is hashed: title, version, and each part with its number, one empty line between them."""
    lines = [title, f"Fassung {version}", *(f"{part.number} {part.body}" for part in parts)]
    return "\n\n".join(lines) + "\n"


def digest(text: str) -> str:
    """SHA-256 in hexadecimal, as `sha256sum` prints it for the file."""
    return hashlib.sha256(text.encode()).hexdigest()


# --- from one version to the next ---------------------------------------------------------------------------


def matched(old: Sequence[tuple[int, str]], new: Sequence[str]) -> list[int | None]:
    """For each new paragraph the id of the old one that it is, in the same words or in similar ones.

    `old` are (id, text). Equal texts find each other wherever they went; of the others those that stand in the
    same gap and share at least half of their words. Each old one is taken once.
    """
    found: list[int | None] = [None] * len(new)
    left = dict(enumerate(old))
    gaps = []
    matcher = SequenceMatcher(None, [text for _, text in old], list(new), autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            for step in range(b - a):
                found[c + step] = left.pop(a + step)[0]
        elif tag == "replace":
            gaps.append((range(a, b), range(c, d)))
    places: dict[str, list[int]] = {}
    for place, (_, text) in left.items():
        places.setdefault(text, []).append(place)
    for at, text in enumerate(new):
        if found[at] is None and places.get(text):
            found[at] = left.pop(places[text].pop(0))[0]
    for was, becomes in gaps:
        _match_alike(left, was, new, becomes, found)
    return found


def _match_alike(
    left: dict[int, tuple[int, str]],
    was: range,
    new: Sequence[str],
    becomes: range,
    found: list[int | None],
) -> None:
    start = was.start
    for at in becomes:
        if found[at] is not None:
            continue
        free = [place for place in range(start, was.stop) if place in left]
        best = max(free, key=lambda place: (_alike(left[place][1], new[at]), -place), default=None)
        if best is not None and _alike(left[best][1], new[at]) >= ALIKE:
            found[at] = left.pop(best)[0]
            start = best + 1


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio()


@dataclass(frozen=True, slots=True)
class Part:
    """A block of a published version; `passage` is 0 for a heading."""

    passage: int
    level: int
    number: str
    body: str


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one part: `old` is missing where it is new, `new` where it is gone."""

    old: Part | None
    new: Part | None


def steps(old: Sequence[Part], new: Sequence[Part]) -> list[Step]:
    """What changed, in the order of reading. What has moved stands there as gone and as new."""
    found = []
    matcher = SequenceMatcher(
        None, [_key(part) for part in old], [_key(part) for part in new], autojunk=False
    )
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            pairs = zip(old[a:b], new[c:d], strict=True)
            found += [Step(one, other) for one, other in pairs if one.body != other.body]
        else:
            found += [Step(part, None) for part in old[a:b]] + [Step(None, part) for part in new[c:d]]
    return found


def _key(part: Part) -> tuple[int, str]:
    return (part.passage, "") if part.passage else (0, part.body)
