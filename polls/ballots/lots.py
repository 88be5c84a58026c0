"""Ties among the ranked: the most recent earlier stage in which they differed, else the lot."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from polls.ballots.shape import Number


def draw(seed: str, occasion: str, options: Iterable[str]) -> tuple[str, ...]:
    """The options in drawn order.

    Anyone can repeat the draw: sorted by the SHA-256 of seed, occasion and option, joined by line breaks.
    """
    return tuple(
        sorted(options, key=lambda option: hashlib.sha256(f"{seed}\n{occasion}\n{option}".encode()).digest())
    )


def decide(
    tied: Sequence[str],
    history: Sequence[Mapping[str, Number]],
    *,
    lowest: bool,
    seed: str,
    occasion: str,
) -> tuple[str, tuple[str, ...]]:
    """The one with the fewest (`lowest`) or most votes in the latest stage that tells them apart.

    With it come those among whom the lot was drawn, none where the votes decided.
    """
    pick = min if lowest else max
    for votes in reversed(history):
        edge = pick(votes[option] for option in tied)
        tied = [option for option in tied if votes[option] == edge]
        if len(tied) == 1:
            return tied[0], ()
    return draw(seed, occasion, tied)[0], tuple(tied)
