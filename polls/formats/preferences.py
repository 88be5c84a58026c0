"""STV preference profiles: `candidates seats`, then `count preference preference … 0`, then the names.

The form of the Scottish preference profile reports, which follows the ballot files of Hill, Wichmann and
Woodall (Algorithm 123, 1987): a line `0` ends the ballots, a line of negative numbers before them names
candidates who withdrew, and a title may follow the names.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from polls.ballots.ranking import Order, Ranks
from polls.formats.reading import FormatError, at, shortened, whole


@dataclass(frozen=True, slots=True)
class Preferences:
    """Options are the numbers of the candidates as text; `seats` as the file says, 1 where it says nothing."""

    names: dict[str, str]
    seats: int
    rankings: Counter[Ranks]
    blank: int


Numbered = list[tuple[int, str]]


def read(content: Sequence[str]) -> Preferences:
    """The lines of a file; FormatError with the line and what is wrong in it."""
    numbered = [(number, line.strip()) for number, line in enumerate(content, 1) if line.strip()]
    if not numbered:
        raise FormatError("it is empty.")
    candidates, seats = _head(*numbered[0])
    end = _end(numbered)
    withdrawn, ballots = _withdrawn(numbered[1:end], candidates)
    found: Counter[Order] = Counter()
    for number, line in ballots:
        count, order = _ballot(number, line, candidates)
        found[tuple(option for option in order if option not in withdrawn)] += count
    blank = found.pop((), 0)
    names = _names(numbered[end + 1 :], candidates, numbered[-1][0])
    for option in withdrawn:
        del names[option]
    rankings: Counter[Ranks] = Counter()
    for order, count in found.items():
        rankings[tuple((option,) for option in order)] = count
    return Preferences(names, seats, rankings, blank)


def _head(number: int, line: str) -> tuple[int, int]:
    parts = line.split()
    if len(parts) != 2:
        raise at(number, f"this must be the number of candidates and of seats, not {shortened(line)}.")
    candidates, seats = (whole(part, number, "the number of candidates or seats") for part in parts)
    if not (0 < candidates <= 1_000 and seats > 0):
        raise at(number, "there must be at least one candidate and one seat.")
    return candidates, seats


def _end(numbered: Numbered) -> int:
    end = next((index for index, (_, line) in enumerate(numbered) if index and line == "0"), None)
    if end is None:
        raise at(numbered[-1][0], "the file ends without the line 0 behind the ballots.")
    return end


def _withdrawn(ballots: Numbered, candidates: int) -> tuple[set[str], Numbered]:
    if not ballots or not ballots[0][1].startswith("-"):
        return set(), ballots
    number, line = ballots[0]
    return {_candidate(part.removeprefix("-"), number, candidates) for part in line.split()}, ballots[1:]


def _ballot(number: int, line: str, candidates: int) -> tuple[int, Order]:
    parts = line.split()
    if len(parts) < 2 or parts[-1] != "0":
        raise at(number, f"a ballot is a count, preferences and a 0 at the end, not {shortened(line)}.")
    count = whole(parts[0], number, "the count of a ballot")
    order = tuple(_candidate(part, number, candidates) for part in parts[1:-1])
    if len(set(order)) != len(order):
        raise at(number, "a candidate stands twice on one ballot.")
    return count, order


def _candidate(text: str, number: int, candidates: int) -> str:
    one = whole(text, number, "a preference")
    if not 1 <= one <= candidates:
        raise at(number, f"there is no candidate {one}, only 1 to {candidates}.")
    return str(one)


def _names(found: Numbered, candidates: int, last: int) -> dict[str, str]:
    if len(found) < candidates:
        raise at(last, f"{len(found)} names for {candidates} candidates.")
    return {str(number): line.strip('"').strip() for number, (_, line) in enumerate(found[:candidates], 1)}
