"""What every kind of ballot is made of: the question, the ballots, the result and its explanation.

Options are known by their keys (short texts, unique within a question); names and languages come later.
Numbers are integers or fractions, never floats.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Generic, TypeVar

Number = int | Fraction
Value = str | int | Fraction | tuple[str, ...]
Form = Mapping[str, Sequence[str]]
"""What a browser sent: field → its values, in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`key` begins the names of its fields; each kind says which of the numbers it reads.

    `blank`: the question may be left unanswered. `complete`: each option needs a value.
    `costs` of the options and the `budget` for them are cents.
    `most` 0 means as many as there are. `seed` is made public before the first vote; lots are drawn with it.
    """

    options: tuple[str, ...] = ()
    key: str = "answer"
    blank: bool = False
    complete: bool = False
    least: int = 1
    most: int = 0
    low: int = 0
    high: int = 10
    points: int = 10
    seats: int = 1
    equal_ranks: bool = False
    length: int = 2000
    seed: str = ""
    costs: Mapping[str, int] = field(default_factory=dict)
    budget: int = 0


@dataclass(frozen=True, slots=True)
class Choices:
    """Ticked options, sorted, each once."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Marks:
    """(option, number), sorted by option; options without a number are left out.

    `None` stands for something that is no whole number: it never passes `validate`.
    """

    values: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class Words:
    """(option, word), sorted by option; options without a word are left out."""

    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Text:
    text: str


Ballot = Choices | Marks | Words | Text


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a ballot is refused; `option` names the field, empty for the whole question."""

    key: str
    option: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One sentence of an explanation, to be put into words by `polls.wording`."""

    key: str
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One option in the table behind the picture: `value` is the bar, `numbers` are further columns.

    Equal values share a place. `spread` counts the single marks from the lowest to the highest.
    """

    option: str
    place: int
    value: Number
    numbers: Mapping[str, Number] = field(default_factory=dict)
    spread: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """`counted` ballots say something, `blank` ones nothing. Rows come best first."""

    kind: str
    counted: int
    blank: int
    rows: tuple[Row, ...]
    winners: tuple[str, ...]


B = TypeVar("B", bound=Ballot)
R = TypeVar("R", bound=Result)
Ballots = Mapping[B, int] | Iterable[B]
"""Ballots one by one, or each different ballot with its number."""


@dataclass(frozen=True, slots=True)
class Kind(Generic[B, R]):
    """`parse` never fails: what makes no sense stays in the ballot, for `validate` to name it.

    `count` wants valid ballots only, and gives the same result in whatever order they come.
    """

    name: str
    parse: Callable[[Form, Question], B]
    validate: Callable[[B, Question], list[Problem]]
    count: Callable[[Ballots[B], Question], R]
    explain: Callable[[R], list[Step]]


# --- ballots as text ----------------------------------------------------------------------------------------

_NAMES: Mapping[type, str] = {Choices: "choices", Marks: "marks", Words: "words", Text: "text"}


def to_text(ballot: Ballot) -> str:
    """One line of JSON, the same for equal ballots: for sealing, for sorting, for the published list."""
    content: Any
    if isinstance(ballot, Choices):
        content = list(ballot.options)
    elif isinstance(ballot, Text):
        content = ballot.text
    else:
        content = dict(ballot.values)
    named = {_NAMES[type(ballot)]: content}
    return json.dumps(named, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_text(text: str) -> Ballot:
    """The ballot that `to_text` wrote; ValueError for anything else, also for a mere other spelling of it."""
    ballot = _read(json.loads(text))
    if to_text(ballot) != text:
        raise ValueError("This is not the text of a ballot.")
    return ballot


def _read(named: Any) -> Ballot:
    match named:
        case {"choices": list(options)} if all(isinstance(option, str) for option in options):
            return Choices(tuple(sorted(set(options))))
        case {"marks": dict(marks)} if all(type(mark) is int for mark in marks.values()):
            return Marks(tuple(sorted(marks.items())))
        case {"words": dict(words)} if all(isinstance(word, str) for word in words.values()):
            return Words(tuple(sorted(words.items())))
        case {"text": str(text)}:
            return Text(text)
    raise ValueError("This is not the text of a ballot.")
