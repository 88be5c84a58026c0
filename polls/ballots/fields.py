"""Reading the fields of a ballot: `key` itself, or `key-option` for each option."""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

from polls.ballots.shape import Choices, Form, Marks, Number, Problem, Question, Row, Text, Words

_WHOLE = re.compile(r"[+-]?[0-9]{1,9}")


def choices(form: Form, question: Question) -> Choices:
    return Choices(tuple(sorted({value for value in form.get(question.key, ()) if value})))


def marks(form: Form, question: Question) -> Marks:
    return Marks(tuple((option, _whole(value)) for option, value in _by_option(form, question)))


def words(form: Form, question: Question) -> Words:
    return Words(tuple(_by_option(form, question)))


def text(form: Form, question: Question) -> Text:
    lines = "\n".join(form.get(question.key, ())).replace("\r\n", "\n").split("\n")
    return Text("\n".join(line.rstrip() for line in lines).strip())


def _by_option(form: Form, question: Question) -> Iterator[tuple[str, str]]:
    """Two different values in one field are no value: they become a text that no kind accepts."""
    start = f"{question.key}-"
    for name in sorted(form):
        values = {value.strip() for value in form[name]} - {""}
        if name.startswith(start) and values:
            yield name.removeprefix(start), " ".join(sorted(values))


def _whole(text: str) -> int | None:
    return int(text) if _WHOLE.fullmatch(text) else None


def unknown(options: Iterator[str] | tuple[str, ...], question: Question) -> list[Problem]:
    return [Problem("unknown-option", option) for option in options if option not in question.options]


def outside(ballot: Marks, low: int, high: int) -> list[Problem]:
    """Marks that are no whole number from `low` to `high`."""
    values = {"low": low, "high": high}
    return [
        Problem("number-outside", option, values)
        for option, mark in ballot.values
        if mark is None or not low <= mark <= high
    ]


def unanswered(answered: tuple[object, ...], question: Question) -> list[Problem]:
    return [] if answered or question.blank else [Problem("nothing-chosen")]


def lacking(ballot: Marks | Words, question: Question) -> list[Problem]:
    """Options without a value, where the question wants one for each."""
    if not question.complete or not ballot.values:
        return []
    given = {option for option, _ in ballot.values}
    return [Problem("value-missing", option) for option in question.options if option not in given]


def given(ballot: Marks) -> dict[str, int]:
    return {option: mark for option, mark in ballot.values if mark is not None}


def share(part: int, whole: int) -> Fraction:
    return Fraction(part, whole) if whole else Fraction(0)


Rank = Mapping[str, tuple[Number, ...]]
"""Option → what decides its place, the smaller the better."""


def placed(rows: list[Row], rank: Rank) -> tuple[Row, ...]:
    """Best first; equal ones share a place and stand in the order of the question."""
    rows = sorted(rows, key=lambda row: rank[row.option])
    places: dict[tuple[Number, ...], int] = {}
    for number, row in enumerate(rows, 1):
        places.setdefault(rank[row.option], number)
    return tuple(
        Row(row.option, places[rank[row.option]], row.value, row.numbers, row.spread) for row in rows
    )


def first(rows: tuple[Row, ...]) -> tuple[str, ...]:
    """All who share the first place."""
    return tuple(row.option for row in rows if row.place == 1)
