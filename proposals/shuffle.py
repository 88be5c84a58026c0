"""The fair order of many: a shuffle that is read from any place without sorting all of it.

Each place of the order belongs to one rank, by a Feistel network whose tables are drawn from the seed; a rank is the
position of a proposal among all of its list, oldest first, hidden ones included. So a page costs as much as it shows,
and a new proposal, or one that is hidden, moves nothing else (but all once, when their number passes a power of four).
"""

from collections.abc import Iterable, Sequence
from random import Random

ROUNDS = 4


def fair_page(ranked: Sequence[int], seed: int, offset: int, size: int) -> list[int]:
    """Numbers on one page. `ranked` has 0 for what is not in the list."""
    found = len(ranked) - ranked.count(0)
    size = min(size, found - offset)
    if size <= 0:
        return []
    half = max(1, ((len(ranked) - 1).bit_length() + 1) // 2)
    tables = _tables(seed, half)
    places = range(1 << 2 * half)
    after = found - offset - size
    if offset <= after:
        return _walk(ranked, tables, half, places, offset, size)
    return _walk(ranked, tables, half, reversed(places), after, size)[::-1]


def _tables(seed: int, half: int) -> list[list[int]]:
    chance = Random(seed % (1 << 64))  # noqa: S311  # fairness needs no secret: the seed is the reader's own
    drawn = memoryview(chance.randbytes(ROUNDS << half + 2)).cast("I")
    mask = (1 << half) - 1
    return [[one & mask for one in drawn[n << half : (n + 1) << half]] for n in range(ROUNDS)]


def _walk(
    ranked: Sequence[int], tables: list[list[int]], half: int, places: Iterable[int], skipped: int, size: int
) -> list[int]:
    first, second, third, fourth = tables
    mask, end, found = (1 << half) - 1, len(ranked), []
    for place in places:
        left, right = place >> half, place & mask
        left ^= first[right]
        right ^= second[left]
        left ^= third[right]
        right ^= fourth[left]
        rank = left << half | right
        number = ranked[rank] if rank < end else 0
        if not number:
            continue
        if skipped:
            skipped -= 1
            continue
        found.append(number)
        if len(found) == size:
            break
    return found
