"""Marks in a text what somebody searched for. Near to what the database finds: it marks words, it finds none."""

import re
import unicodedata

from markupsafe import Markup, escape

from participation.core.searching import wanted_words

_WORD = re.compile(r"[^\W_]+")
_ENDINGS = ("ern", "em", "en", "er", "es", "e", "n", "s")
_STEM = 3
"""Letters that a stem keeps at least."""
_FOLD = str.maketrans({"ß": "ss", "ä": "a", "ö": "o", "ü": "u"})


def highlighted(text: str, asked: str) -> Markup:
    """HTML: `text` escaped, each word that begins like one of the words asked for in `<mark>`."""
    stems = {_stem(word) for word in wanted_words(asked)}
    if not stems:
        return escape(text)
    parts, at = [], 0
    for word in _WORD.finditer(text):
        if _fits(_fold(word[0]), stems):
            parts.append(escape(text[at : word.start()]) + Markup("<mark>{}</mark>").format(word[0]))
            at = word.end()
    return Markup("").join([*parts, escape(text[at:])])


def _fits(word: str, stems: set[str]) -> bool:
    return any(word.startswith(stem) if len(stem) >= _STEM else word == stem for stem in stems)


def _fold(word: str) -> str:
    return unicodedata.normalize("NFC", word).casefold().translate(_FOLD)


def _stem(word: str) -> str:
    """As the German stemmer does for most words: umlauts are folded and an ending goes."""
    folded = _fold(word)
    if not folded.isdigit():
        for ending in _ENDINGS:
            if folded.endswith(ending) and len(folded) - len(ending) >= _STEM:
                return folded.removesuffix(ending)
    return folded
