"""What the form about a point sends."""

from participation.core.forms import Errors, Form
from participation.core.i18n import N_
from participation.plans.forms import check_length, line
from participation.plans.rules.texts import says_something
from participation.plans.rules.weighing import (
    OFFICE_MAX,
    POINT_MAX,
    TOPIC_MAX,
    VIEW_MAX,
    Outcome,
    Weighed,
    named_in,
)


def read_point(form: Form, name: str, address: str) -> tuple[Weighed, Errors]:
    """`name` and `address` of whoever stated it: they must not stand in what everybody will read."""
    errors = Errors()
    chosen = form.text("outcome")
    if chosen and chosen not in set(Outcome):
        errors.add("outcome", N_("Wählen Sie ein Ergebnis, oder lassen Sie es noch offen."))
    sent = Weighed(
        form.text("point"),
        line(form, "topic"),
        line(form, "office"),
        form.text("view"),
        form.text("answer"),
        form.text("change"),
        Outcome(chosen) if chosen in set(Outcome) else None,
    )
    if not says_something(sent.point):
        errors.add("point", N_("Worum geht es in diesem Punkt?"))
    if not says_something(sent.topic):
        errors.add("topic", N_("Zu welchem Thema gehört der Punkt?"))
    if sent.outcome is not None and not says_something(sent.answer):
        errors.add("answer", N_("Ein Ergebnis braucht eine Antwort mit dem Grund."))
    for field, value, most in (
        ("point", sent.point, POINT_MAX),
        ("topic", sent.topic, TOPIC_MAX),
        ("office", sent.office, OFFICE_MAX),
        ("view", sent.view, VIEW_MAX),
        ("answer", sent.answer, VIEW_MAX),
        ("change", sent.change, POINT_MAX),
    ):
        check_length(errors, field, value, most)
        found = named_in(value, name, address) if field != "office" else ""
        if found:
            errors.add(
                field,
                N_(
                    "„%(word)s“ steht im Namen oder in der Anschrift. Das würden alle lesen: Schreiben Sie es ohne."
                ),
                word=found,
            )
    return sent, errors
