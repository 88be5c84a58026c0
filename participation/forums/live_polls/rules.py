"""What a live poll asks, how hands become a number, and how hall and remote add up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

QUESTION_LENGTH, OPTION_LENGTH = 120, 60
FEWEST_OPTIONS, MOST_OPTIONS = 2, 8
LOWEST, HIGHEST = 1, 5
MOST_HANDS = 100_000
SCALE_KEY = "scale"


class Form(StrEnum):
    YES_NO = "yes-no"
    ONE = "one"
    SEVERAL = "several"
    SCALE = "scale"


class Hall(StrEnum):
    """Where the count of hands stands."""

    OFF = "off"
    """No hands are asked for."""
    NONE = "none"
    ONE = "one"
    """Somebody has counted; a second person has to, without seeing the first count."""
    DIFFERENT = "different"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class Count:
    """The hands as one person counted them, by answer; of several counts of a person the last one holds."""

    by: int
    numbers: Mapping[str, int]
    phone: Mapping[str, int] | None = None
    """What people on the telephone have said, where this person has taken it down."""


@dataclass(frozen=True, slots=True)
class Hands:
    state: Hall
    numbers: Mapping[str, int]
    """What two people agree on; empty before."""
    differing: Mapping[str, tuple[int, int]]
    """Answer → the two numbers, where two people differ."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the result. `share` is of all who voted, in whole percent."""

    key: str
    title: str
    hall: int
    remote: int
    share: int

    @property
    def total(self) -> int:
        return self.hall + self.remote


def hands(wanted: bool, counts: Sequence[Count]) -> Hands:  # noqa: FBT001  # a column of the poll
    """`counts` in the order in which they were entered. The two latest people who counted have to agree."""
    if not wanted:
        return Hands(Hall.OFF, {}, {})
    latest = {count.by: count for count in counts}
    order = sorted(latest.values(), key=lambda count: -_last(counts, count.by))
    if not order:
        return Hands(Hall.NONE, {}, {})
    if len(order) == 1:
        return Hands(Hall.ONE, {}, {})
    newer, older = order[0].numbers, order[1].numbers
    differing = {
        key: (older.get(key, 0), newer.get(key, 0))
        for key in [*older, *(key for key in newer if key not in older)]
        if older.get(key, 0) != newer.get(key, 0)
    }
    return Hands(Hall.DIFFERENT, {}, differing) if differing else Hands(Hall.AGREED, newer, {})


def _last(counts: Sequence[Count], by: int) -> int:
    return max(place for place, count in enumerate(counts) if count.by == by)


def phoned(counts: Sequence[Count]) -> Mapping[str, int]:
    """The last that was taken down holds; a voice on the telephone is heard by all, so one person is enough."""
    return next((count.phone for count in reversed(counts) if count.phone is not None), {})


def answers(
    titles: Mapping[str, str], hall: Mapping[str, int], remote: Mapping[str, int], voters: int
) -> tuple[Answer, ...]:
    """In the order in which they were asked. `voters` are people, which with several answers are fewer than ticks."""
    return tuple(
        Answer(key, title, hall.get(key, 0), remote.get(key, 0), percent(_both(key, hall, remote), voters))
        for key, title in titles.items()
    )


def _both(key: str, hall: Mapping[str, int], remote: Mapping[str, int]) -> int:
    return hall.get(key, 0) + remote.get(key, 0)


def percent(part: int, whole: int) -> int:
    """Half up, so that the same numbers are always the same text."""
    return int(Fraction(100 * part, whole) + Fraction(1, 2)) if whole else 0


def mean(found: Sequence[Answer]) -> tuple[Fraction, Fraction, Fraction] | None:
    """Of hall, remote and all on a scale; 0 where nobody there voted, None where nobody voted at all."""
    hall, remote = sum(a.hall for a in found), sum(a.remote for a in found)
    if not hall + remote:
        return None
    of_hall = sum(int(a.key) * a.hall for a in found)
    of_remote = sum(int(a.key) * a.remote for a in found)
    return (
        Fraction(of_hall, hall or 1),
        Fraction(of_remote, remote or 1),
        Fraction(of_hall + of_remote, hall + remote),
    )


def too_many(numbers: Mapping[str, int], people: int, form: Form) -> bool:
    """More hands than people were counted: with several answers of a single one, else of all together."""
    most = max(numbers.values(), default=0) if form is Form.SEVERAL else sum(numbers.values())
    return people > 0 and most > people
