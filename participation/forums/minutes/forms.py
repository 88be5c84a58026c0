"""What clerk and chair send while they work on the minutes."""

from dataclasses import dataclass

from participation.core.forms import Errors, Form
from participation.core.i18n import N_
from participation.forums.minutes.rules import LEAD_LENGTH, PEOPLE_LENGTH, TEXT_LENGTH, Part


@dataclass(frozen=True, slots=True)
class NoteForm:
    item: int | None
    part: Part
    body: str


@dataclass(frozen=True, slots=True)
class HeadForm:
    lead: str
    city: str
    council: str
    names: bool


def note(form: Form) -> tuple[NoteForm | None, Errors]:
    body, errors = sentence(form, "body")
    part = next((one for one in Part if one.value == form.text("part")), None)
    if part is None:
        errors.add("part", N_("Bitte wählen Sie, wohin der Satz gehört."))
    if errors or part is None:
        return None, errors
    return NoteForm(form.number("item"), part, body), errors


def sentence(form: Form, field: str) -> tuple[str, Errors]:
    """One paragraph: a line break would be a new sentence."""
    text, errors = " ".join(form.text(field).split()), Errors()
    if not text:
        errors.add(field, N_("Bitte schreiben Sie einen Satz."))
    elif len(text) > TEXT_LENGTH:
        errors.add(field, N_("Bitte kürzen Sie den Text auf %(limit)s Zeichen."), limit=TEXT_LENGTH)
    return text, errors


def head(form: Form) -> tuple[HeadForm, Errors]:
    errors = Errors()
    texts = {name: " ".join(form.text(name).split()) for name in ("lead", "city", "council")}
    limits = {"lead": LEAD_LENGTH, "city": PEOPLE_LENGTH, "council": PEOPLE_LENGTH}
    for name, text in texts.items():
        if len(text) > limits[name]:
            errors.add(name, N_("Bitte kürzen Sie den Text auf %(limit)s Zeichen."), limit=limits[name])
    return HeadForm(**texts, names=form.flag("names")), errors


def short(form: Form, field: str, limit: int, missing: str) -> tuple[str, Errors]:
    """A reason or a summary that must be there."""
    text, errors = " ".join(form.text(field).split()), Errors()
    if not text:
        errors.add(field, missing)
    elif len(text) > limit:
        errors.add(field, N_("Bitte kürzen Sie den Text auf %(limit)s Zeichen."), limit=limit)
    return text, errors
