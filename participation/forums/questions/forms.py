"""A question, the promise of an answer, and the answer, as a browser sends them."""

from dataclasses import dataclass
from datetime import date

from participation.core.forms import Errors, Form
from participation.core.i18n import N_
from participation.forums.questions.rules import ANSWER_LENGTH, BODY_LENGTH, OFFICE_LENGTH


@dataclass(frozen=True, slots=True)
class Debt:
    office: str
    due_on: date


def question(form: Form, field: str = "question") -> tuple[str, Errors]:
    body, errors = form.text(field), Errors()
    if not body:
        errors.add(field, N_("Bitte schreiben Sie Ihre Frage."))
    elif len(body) > BODY_LENGTH:
        errors.add(field, N_("Bitte kürzen Sie Ihre Frage auf %(limit)s Zeichen."), limit=BODY_LENGTH)
    return body, errors


def debt(form: Form, today: date) -> tuple[Debt | None, Errors]:
    errors, office, day = Errors(), form.text("office"), _date(form.text("due"))
    if not office or len(office) > OFFICE_LENGTH:
        errors.add("office", N_("Bitte nennen Sie die Stelle, die antwortet."))
    if day is None or day < today:
        errors.add("due", N_("Bitte nennen Sie den Tag, bis zu dem die Antwort kommt: heute oder später."))
    return (None if errors or day is None else Debt(office, day)), errors


def answer(form: Form) -> tuple[str, Errors]:
    text, errors = form.text("answer"), Errors()
    if not text:
        errors.add("answer", N_("Bitte schreiben Sie die Antwort."))
    elif len(text) > ANSWER_LENGTH:
        errors.add("answer", N_("Bitte kürzen Sie die Antwort auf %(limit)s Zeichen."), limit=ANSWER_LENGTH)
    return text, errors


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
