"""Which questions somebody is asked, what is still missing, and all answers as one text. Pure.

One sealed text holds all answers of a person, so that not even the number of rows tells which questions somebody
was asked, and with that what they answered before. Counted are the questions one by one: a combination of answers
can be a signature and is published nowhere.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from polls.ballots import shape
from polls.ballots.shape import Ballot, Choices, Kind, Question, Text

Answers = Mapping[int, Ballot]
"""Id of a question → the answer; nothing for what was passed over."""


@dataclass(frozen=True, slots=True)
class Part:
    """A question: it is asked always, or only of those who have ticked `only_option` in the question `only_if`."""

    id: int
    kind: Kind[Any, Any]
    question: Question
    required: bool
    only_if: int | None = None
    only_option: str = ""


def says_something(ballot: Ballot) -> bool:
    if isinstance(ballot, Choices):
        return bool(ballot.options)
    return bool(ballot.text) if isinstance(ballot, Text) else bool(ballot.values)


def asked(parts: Sequence[Part], answers: Answers) -> list[Part]:
    """In their order. An answer to a question that is not asked itself opens nothing."""
    found: list[Part] = []
    for part in parts:
        if part.only_if is None:
            found.append(part)
            continue
        before = answers.get(part.only_if) if any(one.id == part.only_if for one in found) else None
        if isinstance(before, Choices) and part.only_option in before.options:
            found.append(part)
    return found


def kept(parts: Sequence[Part], answers: Answers) -> dict[int, Ballot]:
    """Answers to what is asked; those that a changed answer before them has made void are dropped."""
    return {
        part.id: answers[part.id]
        for part in asked(parts, answers)
        if part.id in answers and says_something(answers[part.id])
    }


def lacking(parts: Sequence[Part], answers: Answers) -> list[Part]:
    """Required questions without an answer."""
    return [part for part in asked(parts, answers) if part.required and part.id not in answers]


def after(parts: Sequence[Part], answers: Answers, part_id: int) -> Part | None:
    """The next question that is asked; None at the end."""
    return _next(parts, asked(parts, answers), part_id)


def before(parts: Sequence[Part], answers: Answers, part_id: int) -> Part | None:
    """The question asked before; None at the beginning."""
    return _next(list(reversed(parts)), asked(parts, answers), part_id)


def _next(parts: Sequence[Part], offered: Iterable[Part], part_id: int) -> Part | None:
    ids, seen = {part.id for part in offered}, False
    for part in parts:
        if seen and part.id in ids:
            return part
        seen = seen or part.id == part_id
    return None


def is_whole(parts: Sequence[Part], answers: Answers) -> bool:
    """Exactly what is asked is answered, all that is required, and each answer is a valid ballot."""
    return (
        kept(parts, answers) == dict(answers)
        and not lacking(parts, answers)
        and not any(
            part.kind.validate(answers[part.id], part.question) for part in parts if part.id in answers
        )
    )


def to_text(answers: Answers) -> str:
    content = {str(number): json.loads(shape.to_text(ballot)) for number, ballot in answers.items()}
    return json.dumps({"answers": content}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_text(text: str) -> dict[int, Ballot]:
    """ValueError for what `to_text` has not written."""
    match json.loads(text):
        case {"answers": dict(named)}:
            pass
        case _:
            raise ValueError("This is not the text of a questionnaire.")
    answers = {
        int(number): shape.from_text(
            json.dumps(one, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        )
        for number, one in named.items()
    }
    if to_text(answers) != text:
        raise ValueError("This is not the text of a questionnaire.")
    return answers
