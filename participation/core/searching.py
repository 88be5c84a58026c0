"""From what somebody types to a query for PostgreSQL: one place, so that every search understands the same.

`to_query` gives text for `to_tsquery('german', $1)`. Each word is stemmed there and found by its beginning, so
that Fahrradstrasse finds Fahrradstraßen and a street half typed is found; words in quotes stand side by side;
a word after a minus must not occur, as it stands. Anything else is dropped before PostgreSQL sees it: no text is an error.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import unescape

from participation.core import kinds
from participation.core.clock import now
from participation.core.db import fetch
from participation.core.html import teaser
from participation.core.kinds import Hit, Kind

TITLE_MAX = 160
CANDIDATES = 100
"""Where more texts than this share the words, only some of them are compared: see `Found.crowded`."""
NEWEST = 500
"""So many of the newest are looked at first, one by one."""
MAX_WORDS = 12
MAX_LENGTH = 40
_SHORT = 3
"""Shorter words stand for themselves: the beginning `am` would find half the language."""

_PART = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
_WORD = re.compile(r"[^\W_]+")


def to_query(text: str) -> str:
    """Empty where nothing is left to look for; then ask nothing."""
    wanted: list[str] = []
    unwanted: list[str] = []
    left = MAX_WORDS
    for minus, words, together in _parts(text):
        kept = words[:left]
        left -= len(kept)
        if kept:
            (unwanted if minus else wanted).append(
                _side_by_side(kept) if together or minus else _all_of(kept)
            )
    return " & ".join(wanted + [f"!({part})" for part in unwanted]) if wanted else ""


def wanted_words(text: str) -> list[str]:
    """The words that shall occur, as they were typed."""
    return [word for minus, words, _ in _parts(text) if not minus for word in words][:MAX_WORDS]


def _parts(text: str) -> Iterator[tuple[bool, list[str], bool]]:
    for part in _PART.finditer(unicodedata.normalize("NFC", text)):
        phrase = part["phrase"]
        words = [word[:MAX_LENGTH] for word in _WORD.findall(phrase if phrase is not None else part["word"])]
        yield part["minus"] is not None, words, phrase is not None


def _all_of(words: list[str]) -> str:
    return " & ".join(_beginning(word) for word in words)


def _side_by_side(words: list[str]) -> str:
    return "(" + " <-> ".join(words) + ")"


def _beginning(word: str) -> str:
    return f"{word}:*" if len(word) >= _SHORT and not word.isdigit() else word


# --- in all kinds at once -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Found:
    """Hits of one kind. `crowded`: so many share the words that these are the best of the newest and of a part."""

    kind: Kind
    hits: list[Hit]
    crowded: bool


async def find(wanted: Sequence[Kind], text: str, most: int) -> list[Found]:
    """One statement for all kinds, and one for each kind of thing that hits are about; none where nothing is asked."""
    query = to_query(text)
    asked = [kind for kind in wanted if kind.search is not None]
    if not query or not asked:
        return []
    rows = await fetch(_statement(tuple(kind.name for kind in asked)), query, most, now())
    about = await kinds.cards([(row["about_kind"], row["about_id"]) for row in rows if row["about_kind"]])
    found: dict[str, Found] = {}
    for row in sorted(rows, key=lambda row: -row["rank"]):  # within a kind as they came
        kind = asked[row["which"]]
        title, place = teaser(row["title"], TITLE_MAX), row["place"]
        if row["about_kind"]:
            card = about.get((row["about_kind"], row["about_id"]))
            if card is None or card.hidden:
                continue
            title, place = card.title, card.place
        assert kind.search is not None
        words = teaser(unescape(row["teaser"]) if kind.search.escaped else row["teaser"])
        crowded = (row["looked_at"] or 0) >= CANDIDATES
        one = found.setdefault(kind.name, Found(kind, [], crowded))
        one.hits.append(
            Hit(kind.name, row["id"], title, words, row["url"], row["rank"], place, row["created_at"])
        )
    return [found[kind.name] for kind in asked if kind.name in found]


_OF_KIND = """
(SELECT /*which*/ AS which, id, rank, title, teaser, url, place, created_at, about_kind, about_id, looked_at
 FROM (/*hits*/) hit WHERE $3::timestamptz IS NOT NULL)
"""


@cache
def _statement(names: tuple[str, ...]) -> str:
    """Of constants only: what the kinds have registered."""
    parts = []
    for which, name in enumerate(names):
        kind = kinds.get(name)
        assert kind is not None
        assert kind.search is not None
        parts.append(_OF_KIND.replace("/*which*/", str(which)).replace("/*hits*/", kind.search.statement))
    return " UNION ALL ".join(parts)


_BOUNDED = """
SELECT seen.id, seen.rank, count(*) OVER () AS looked_at FROM (
    (/*first*/) UNION ALL (/*then*/) LIMIT /*candidates*/
) seen ORDER BY seen.rank DESC, seen.id DESC LIMIT $2
"""
_FIRST = "(SELECT * FROM /*table*/ n WHERE /*shown*/ ORDER BY n.id DESC LIMIT /*newest*/)"
_OLDER = """ AND n.id <= (SELECT b.id FROM (SELECT n.id FROM /*table*/ n WHERE /*shown*/
                          ORDER BY n.id DESC OFFSET /*newest*/ LIMIT 1) b)"""


def bounded(table: str, shown: str, hit: str) -> str:
    """A select of `id, rank, looked_at`: the best `$2` of at most `CANDIDATES`, the newest and, if those are few, older ones.

    `hit` selects `id` and `rank` of rows `n` from `/*from*/`, `shown` is its condition on `n` alone. The `NEWEST` rows are
    looked at one by one, so that a common word is found without its thousands of others; only where that was not enough
    the older ones are asked for, and then the index knows all of a rarer word.
    """
    return (
        _BOUNDED.replace("/*first*/", hit.replace("/*from*/", _FIRST))
        .replace("/*then*/", hit.replace("/*from*/", table) + _OLDER)
        .replace("/*table*/", table)
        .replace("/*shown*/", shown)
        .replace("/*newest*/", str(NEWEST))
        .replace("/*candidates*/", str(CANDIDATES))
    )
