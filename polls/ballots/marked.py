"""What the kinds with a number for each option share."""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from polls.ballots.fields import given, lacking, outside, unanswered, unknown
from polls.ballots.shape import Ballots, Marks, Problem, Question


def check(ballot: Marks, question: Question) -> list[Problem]:
    """Marks from `low` to `high`; reads also `blank` and `complete`."""
    return [
        *unknown(tuple(option for option, _ in ballot.values), question),
        *unanswered(ballot.values, question),
        *outside(ballot, question.low, question.high),
        *lacking(ballot, question),
    ]


@dataclass(frozen=True, slots=True)
class Scores:
    """The marks that one option got, with their numbers."""

    marks: Counter[int]

    @property
    def raters(self) -> int:
        return self.marks.total()

    @property
    def sum(self) -> int:
        return sum(mark * number for mark, number in self.marks.items())

    @property
    def mean(self) -> Fraction:
        return Fraction(self.sum, self.raters or 1)

    @property
    def half(self) -> int:
        """The smallest mark that at least half of the raters did not exceed."""
        passed = 0
        for mark in sorted(self.marks):
            passed += self.marks[mark]
            if 2 * passed >= self.raters:
                return mark
        return 0

    def spread(self, low: int, high: int) -> tuple[int, ...]:
        return tuple(self.marks[mark] for mark in range(low, high + 1))


def scores(ballots: Ballots[Marks], question: Question) -> tuple[dict[str, Scores], int, int]:
    """By option; with the number of ballots that say something, and of blank ones."""
    each = Counter(ballots)
    found = {option: Scores(Counter()) for option in question.options}
    for ballot, number in each.items():
        for option, mark in given(ballot).items():
            found[option].marks[mark] += number
    blank = each[Marks(())]
    return found, each.total() - blank, blank
