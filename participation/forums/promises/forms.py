"""A promise, and a report about one, as a browser sends them."""

from dataclasses import dataclass
from datetime import date

from participation.core.forms import Errors, Form
from participation.core.i18n import N_
from participation.forums.promises.rules import (
    BODY_LENGTH,
    CLOSED,
    OFFICE_LENGTH,
    PERSON_LENGTH,
    REPORT_LENGTH,
    PromiseState,
)


@dataclass(frozen=True, slots=True)
class Wording:
    body: str
    office: str
    person: str
    due_on: date
    item: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    state: PromiseState
    body: str
    new_due_on: date | None


def promise(form: Form, earliest: date) -> tuple[Wording | None, Errors]:
    errors, body, office, person = Errors(), form.text("body"), form.text("office"), form.text("person")
    if not body:
        errors.add("body", N_("Bitte schreiben Sie auf, was zugesagt wurde."))
    elif len(body) > BODY_LENGTH:
        errors.add("body", N_("Bitte kürzen Sie die Zusage auf %(limit)s Zeichen."), limit=BODY_LENGTH)
    if not office or len(office) > OFFICE_LENGTH:
        errors.add("office", N_("Bitte nennen Sie die Stelle, die das zugesagt hat."))
    if len(person) > PERSON_LENGTH:
        errors.add("person", N_("Bitte kürzen Sie den Namen auf %(limit)s Zeichen."), limit=PERSON_LENGTH)
    day = _date(form.text("due"))
    if day is None or day < earliest:
        errors.add("due", N_("Bitte nennen Sie den Tag, bis zu dem es getan ist. Er liegt nach dem Forum."))
    if errors or day is None:
        return None, errors
    return Wording(body, office, person, day, form.number("item")), errors


def report(form: Form, today: date) -> tuple[Report | None, Errors]:
    errors, body = Errors(), form.text("text")
    state = next((one for one in PromiseState if one.value == form.text("state")), None)
    if state in {None, PromiseState.OPEN}:
        errors.add("state", N_("Bitte wählen Sie, wie es steht."))
    day = _date(form.text("new_due"))
    if form.text("new_due") and (day is None or day < today):
        errors.add("new_due", N_("Der neue Tag liegt heute oder später."))
    if len(body) > REPORT_LENGTH:
        errors.add("text", N_("Bitte kürzen Sie den Bericht auf %(limit)s Zeichen."), limit=REPORT_LENGTH)
    elif not body and state is not PromiseState.DONE:
        errors.add("text", N_("Bitte schreiben Sie in einem Satz, was geschehen ist."))
    if errors or state is None:
        return None, errors
    return Report(state, body, None if state in CLOSED else day), errors


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
