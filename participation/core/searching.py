"""From what somebody types to a query for PostgreSQL: one place, so that every search understands the same.

`to_query` gives text for `to_tsquery('german', $1)`. Each word is stemmed there and found by its beginning, so
that Fahrradstrasse finds Fahrradstraßen and a street half typed is found; words in quotes stand side by side;
a word after a minus must not occur, as it stands. Anything else is dropped before PostgreSQL sees it: no text is an error.
"""

import re
import unicodedata
from collections.abc import Iterator

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
