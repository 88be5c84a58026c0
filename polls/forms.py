"""What the ballot form sends."""

from collections.abc import Mapping

from participation.core.forms import Errors, Form
from polls.ballots.lots import draw
from polls.ballots.shape import Ballot, Problem
from polls.queries import Option, Poll
from polls.wording import PROBLEMS

SHOWN_OF_UNKNOWN = 60


def read(form: Form, found: Poll) -> tuple[Ballot, Errors]:
    ballot: Ballot = found.kind.parse(_fields(form), found.question)
    errors = Errors()
    for problem in found.kind.validate(ballot, found.question):
        errors.add(_field(problem, found), PROBLEMS[problem.key], **_values(problem, found))
    return ballot, errors


def _fields(form: Form) -> Mapping[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for name, value in form.items():
        if name.startswith("answer"):
            fields.setdefault(name, []).append(value)
    return fields


def _field(problem: Problem, found: Poll) -> str:
    """The first field of the option, of the whole question where the problem is not that of one option."""
    if problem.option in found.question.options:
        return f"answer-{problem.option}"
    return "answer"


def _values(problem: Problem, found: Poll) -> dict[str, object]:
    option = {"option": found.title_of(problem.option)[:SHOWN_OF_UNKNOWN]} if problem.option else {}
    return {**problem.values, **option}


def drawn_order(found: Poll, person_id: int | None) -> list[Option]:
    """Each person sees the options in an order of their own, always the same, so that none profits from being first."""
    by_key = {option.key: option for option in found.options}
    occasion = f"order {found.line.id} {person_id or 0}"
    return [by_key[key] for key in draw(found.question.seed, occasion, by_key)]
