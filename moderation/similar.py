"""Texts that say the same with the same words: found by keys that equal texts share, without comparing all pairs."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import combinations

SHORTEST = 6
"""Words. Shorter texts are alike by chance."""
LONGEST = 80
"""Words up to which each one may be exchanged; in longer texts shingles find the same and more."""
SHINGLE = 3
BINS = 32
ROWS = 4
ALIKE = 0.8

_WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    """Case, punctuation, kinds of blanks and ways to write an umlaut make no difference."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold().replace("_", " "))


def keys(text: str, *, shortest: int = SHORTEST) -> frozenset[int]:
    """Two texts that differ in case, punctuation, spacing, one word or the order of words share at least one."""
    found = words(text)
    if len(found) < shortest:
        return frozenset()
    result = {_number("joined", "".join(found)), _number("sorted", *sorted(found))}
    if len(found) <= LONGEST:
        result.update(_one_word_left_out(found))
    result.update(_bands(found))
    return frozenset(result)


def _one_word_left_out(found: Sequence[str]) -> Iterator[int]:
    for place in range(len(found)):
        yield _number("but", str(place), *found[:place], "\n", *found[place + 1 :])


def _number(*parts: str) -> int:
    """63 bits, as the database keeps them."""
    digest = blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def _shingles(found: Sequence[str]) -> frozenset[str]:
    last = max(1, len(found) - SHINGLE + 1)
    return frozenset(" ".join(found[place : place + SHINGLE]) for place in range(last))


def _bands(found: Sequence[str]) -> Iterator[int]:
    """MinHash with one hash: the least of each bin, and several bins together as one key.

    A bin that stays empty borrows from the next, so that short texts have all of them.
    """
    least: list[int | None] = [None] * BINS
    for shingle in _shingles(found):
        number = _number("shingle", shingle)
        place, value = number % BINS, number // BINS
        old = least[place]
        least[place] = value if old is None or value < old else old
    filled = [_borrow(least, place) for place in range(BINS)]
    for band in range(0, BINS, ROWS):
        yield _number("band", str(band), *map(str, filled[band : band + ROWS]))


def _borrow(least: Sequence[int | None], place: int) -> int:
    for step in range(len(least)):
        value = least[(place + step) % len(least)]
        if value is not None:
            return value + step
    return 0


def alike(one: str, other: str) -> bool:
    """The same but for case, punctuation, spacing, one word or the order; or four fifths of the shingles."""
    a, b = words(one), words(other)
    if "".join(a) == "".join(b) or sorted(a) == sorted(b):
        return True
    if len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) == 1:
        return True
    first, second = _shingles(a), _shingles(b)
    return len(first & second) >= ALIKE * len(first | second)


def alike_pairs(
    texts: Mapping[int, str] | Sequence[str], *, shortest: int = SHORTEST
) -> set[tuple[int, int]]:
    """Every pair of places whose texts are alike, the smaller place first."""
    items = dict(enumerate(texts)) if not isinstance(texts, Mapping) else dict(texts)
    holders: dict[Hashable, list[int]] = defaultdict(list)
    for place, text in items.items():
        for key in keys(text, shortest=shortest):
            holders[key].append(place)
    seen = {pair for places in holders.values() if len(places) > 1 for pair in combinations(places, 2)}
    return {(min(pair), max(pair)) for pair in seen if alike(items[pair[0]], items[pair[1]])}
