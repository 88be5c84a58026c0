"""A line, and where a recording lies, as a browser sends them."""

from dataclasses import dataclass

from participation.core.forms import Errors, Form
from participation.core.i18n import N_
from participation.forums.captions.rules import BODY_LENGTH
from participation.forums.streams import host_of, seconds_of


@dataclass(frozen=True, slots=True)
class RecordingForm:
    url: str
    opening: int


def line(form: Form, field: str = "caption") -> tuple[str, Errors]:
    body, errors = " ".join(form.text(field).split()), Errors()
    if not body:
        errors.add(field, N_("Bitte schreiben Sie etwas."))
    elif len(body) > BODY_LENGTH:
        errors.add(field, N_("Bitte kürzen Sie die Zeile auf %(limit)s Zeichen."), limit=BODY_LENGTH)
    return body, errors


def recording(form: Form) -> tuple[RecordingForm | None, Errors]:
    errors, url = Errors(), form.text("url")
    opening = seconds_of(form.text("opening") or "0")
    if not host_of(url):
        errors.add("url", N_("Bitte geben Sie die Adresse des Videos an. Sie beginnt mit https://."))
    if opening is None:
        errors.add("opening", N_("Bitte schreiben Sie die Stelle so: 0:02:35."))
    return (None, errors) if errors or opening is None else (RecordingForm(url, opening), errors)
