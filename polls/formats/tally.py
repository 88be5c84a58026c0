"""Debian's tally sheets: lines `Option 1------>: Name`, then `V: 1-32  …` with a rank for each option.

A rank is one digit or letter (A is 10), `-` means not ranked. What stands behind the ranks is not read.
"""

import re
from collections import Counter
from collections.abc import Sequence

from polls.ballots.ranking import Ranks
from polls.formats.preferences import Preferences
from polls.formats.reading import FormatError, at, shortened

_OPTION = re.compile(r"[\s/|]*Option\s+([0-9A-Za-z]+)\s*-*>\s*:\s*(.+?)\s*")
_VOTE = re.compile(r"\s*V:\s+(\S+).*")


def looks_like(content: Sequence[str]) -> bool:
    return any(_OPTION.fullmatch(line) for line in content[:200])


def read(content: Sequence[str]) -> Preferences:
    """The lines of a file; FormatError with the line and what is wrong in it. Ballots without any rank are blank."""
    names: dict[str, str] = {}
    rankings: Counter[Ranks] = Counter()
    for number, line in enumerate(content, 1):
        if option := _OPTION.fullmatch(line):
            if option[1] in names or rankings:
                raise at(number, f"option {option[1]} comes twice or behind the votes.")
            names[option[1]] = option[2]
        elif vote := _VOTE.fullmatch(line):
            rankings[_ranks(vote[1], number, tuple(names))] += 1
    if not names:
        raise FormatError("it names no options.")
    return Preferences(names, 1, rankings, rankings.pop((), 0))


def _ranks(marks: str, number: int, options: tuple[str, ...]) -> Ranks:
    if not re.fullmatch(r"[-0-9A-Za-z]+", marks):
        raise at(number, f"ranks are digits, letters and hyphens, not {shortened(marks)}.")
    if len(marks) != len(options):
        raise at(number, f"{len(marks)} ranks for {len(options)} options.")
    by_rank: dict[int, list[str]] = {}
    for option, mark in zip(options, marks, strict=True):
        if mark != "-":
            by_rank.setdefault(int(mark, 36), []).append(option)
    return tuple(tuple(by_rank[rank]) for rank in sorted(by_rank))
