"""What the comment form sends."""

from dataclasses import dataclass

from participation.core.forms import Errors, Form
from participation.core.i18n import N_
from participation.discussion.rules import BODY_MAX, Stance


@dataclass(frozen=True, slots=True)
class NewComment:
    body: str
    parent: int | None = None
    stance: str | None = None


def read(form: Form) -> tuple[NewComment, Errors]:
    errors = Errors()
    body, stance, parent = form.text("body"), form.text("stance"), form.text("parent")
    if stance and stance not in set(Stance):
        errors.add("stance", N_("Wählen Sie dafür, dagegen oder abwägend, oder lassen Sie es offen."))
    if not body:
        errors.add("body", N_("Schreiben Sie Ihren Kommentar."))
    elif len(body) > BODY_MAX:
        errors.add(
            "body",
            N_("Der Kommentar ist zu lang: Er hat %(length)s Zeichen, möglich sind %(most)s."),
            length=len(body),
            most=BODY_MAX,
        )
    if parent and form.number("parent") is None:
        errors.add("", N_("Der Kommentar, auf den Sie antworten, ist nicht mehr da."))
    return NewComment(body, form.number("parent"), stance or None), errors
