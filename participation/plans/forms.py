"""What the forms around texts send."""

from dataclasses import dataclass

from participation.core.forms import Errors, Form
from participation.core.i18n import N_
from participation.plans.rules.texts import (
    BLOCKS_MAX,
    BODY_MAX,
    LEAD_MAX,
    REASON_MAX,
    SOURCE_MAX,
    TITLE_MAX,
    blocks,
    says_something,
)

TOO_LONG = N_("Das ist zu lang: Es sind %(length)s Zeichen, möglich sind %(most)s.")


@dataclass(frozen=True, slots=True)
class Head:
    title: str
    lead: str


@dataclass(frozen=True, slots=True)
class Draft:
    """`source` is Markdown; `reason` says why there is a new version."""

    source: str
    reason: str = ""


def read_head(form: Form, errors: Errors) -> Head:
    title, lead = line(form, "title"), line(form, "lead")
    if not says_something(title):
        errors.add("title", N_("Geben Sie dem Text einen Titel."))
    check_length(errors, "title", title, TITLE_MAX)
    check_length(errors, "lead", lead, LEAD_MAX)
    return Head(title, lead)


def read_draft(form: Form, errors: Errors, *, first: bool) -> Draft:
    """The first version needs no reason."""
    source, reason = form.text("source"), "" if first else form.text("reason")
    parts = blocks(source)
    if not any(says_something(part.body) for part in parts if not part.heading):
        errors.add("source", N_("Der Text braucht mindestens einen Absatz."))
    check_length(errors, "source", source, SOURCE_MAX)
    if len(parts) > BLOCKS_MAX:
        errors.add(
            "source",
            N_(
                "Der Text hat %(count)s Überschriften und Absätze. Möglich sind %(most)s: Teilen Sie ihn auf."
            ),
            count=len(parts),
            most=BLOCKS_MAX,
        )
    longest = max(parts, key=lambda part: len(part.body), default=None)
    if longest is not None and len(longest.body) > BODY_MAX:
        errors.add(
            "source",
            N_(
                "Der Absatz %(number)s ist zu lang: höchstens %(most)s Zeichen. Teilen Sie ihn durch eine leere Zeile."
            ),
            number=longest.number,
            most=BODY_MAX,
        )
    if not first and not says_something(reason):
        errors.add("reason", N_("Sagen Sie in ein paar Sätzen, warum es eine neue Fassung gibt."))
    check_length(errors, "reason", reason, REASON_MAX)
    return Draft(source, reason)


@dataclass(frozen=True, slots=True)
class NewWording:
    """`version` is the version whose words were on the form."""

    body: str
    reason: str
    version: int | None


def read_wording(form: Form, former: str) -> tuple[NewWording, Errors]:
    errors = Errors()
    sent = NewWording(form.text("body"), form.text("reason"), form.number("version"))
    if not says_something(sent.body):
        errors.add("body", N_("Wie soll der Absatz lauten?"))
    elif sent.body.split() == former.split():
        errors.add("body", N_("Das ist genau der Wortlaut, der schon da steht."))
    check_length(errors, "body", sent.body, BODY_MAX)
    if not says_something(sent.reason):
        errors.add("reason", N_("Sagen Sie kurz, warum Sie es anders schreiben würden."))
    check_length(errors, "reason", sent.reason, REASON_MAX)
    return sent, errors


def line(form: Form, name: str) -> str:
    return " ".join(form.text(name).split())


def check_length(errors: Errors, field: str, text: str, most: int) -> None:
    if len(text) > most:
        errors.add(field, TOO_LONG, length=len(text), most=most)
