"""What the forms around statements and the display send."""

from dataclasses import dataclass
from datetime import date

from participation.core.forms import Errors, Form
from participation.core.i18n import N_
from participation.core.mail import mailbox
from participation.plans.forms import check_length, line
from participation.plans.rules.attachments import File
from participation.plans.rules.display import Period, last_day
from participation.plans.rules.statements import ADDRESS_MAX, NAME_MAX, STATEMENT_MAX, Channel
from participation.plans.rules.texts import says_something

NO_DAY = N_("Bitte nennen Sie einen Tag, zum Beispiel 2027-05-31.")


@dataclass(frozen=True, slots=True)
class NewStatement:
    """`email` is only for the receipt and the result."""

    name: str
    address: str
    email: str
    body: str
    channel: Channel = Channel.ONLINE
    received_on: date | None = None
    files: tuple[File, ...] = ()


def read_statement(form: Form) -> tuple[NewStatement, Errors]:
    errors = Errors()
    sent = NewStatement(line(form, "name"), form.text("address"), form.text("email"), form.text("body"))
    if not says_something(sent.name):
        errors.add("name", N_("Bitte nennen Sie Ihren Vor- und Nachnamen."))
    if not says_something(sent.address):
        errors.add("address", N_("Bitte nennen Sie Ihre Anschrift, damit die Stadt Ihnen antworten kann."))
    _check(sent, errors)
    if not form.flag("sure"):
        errors.add("sure", N_("Bitte bestätigen Sie, dass Sie die Stellungnahme so abgeben wollen."))
    return sent, errors


def read_entry(form: Form, today: date) -> tuple[NewStatement, Errors]:
    """By a clerk: the address may be missing, a name need not be known on the telephone."""
    errors = Errors()
    channel, received = form.text("channel"), day(form.text("received_on"))
    if channel not in set(Channel) - {Channel.ONLINE}:
        errors.add("channel", N_("Auf welchem Weg kam die Stellungnahme?"))
    if received is None:
        errors.add("received_on", NO_DAY)
    elif received > today:
        errors.add("received_on", N_("Dieser Tag liegt in der Zukunft."))
    sent = NewStatement(
        line(form, "name"),
        form.text("address"),
        form.text("email"),
        form.text("body"),
        Channel(channel) if channel in set(Channel) else Channel.LETTER,
        received,
    )
    if not says_something(sent.name):
        errors.add("name", N_("Von wem ist sie? Schreiben Sie „unbekannt“, wenn es niemand weiß."))
    _check(sent, errors)
    return sent, errors


def _check(sent: NewStatement, errors: Errors) -> None:
    check_length(errors, "name", sent.name, NAME_MAX)
    check_length(errors, "address", sent.address, ADDRESS_MAX)
    if sent.email:
        try:
            mailbox(sent.email)
        except ValueError:
            errors.add(
                "email", N_("Das ist keine gültige Mail-Adresse. Sie können das Feld auch leer lassen.")
            )
    if not says_something(sent.body):
        errors.add("body", N_("Schreiben Sie, was Sie zu dem Plan sagen wollen."))
    check_length(errors, "body", sent.body, STATEMENT_MAX)


@dataclass(frozen=True, slots=True)
class Days:
    announced_on: date
    period: Period


def read_days(form: Form) -> tuple[Days | None, Errors]:
    """Without a last day it is the computed one; it must have been looked at, so the form shows it first."""
    errors = Errors()
    announced, starts, ends = (day(form.text(name)) for name in ("announced_on", "starts_on", "ends_on"))
    for name, value in (("announced_on", announced), ("starts_on", starts), ("ends_on", ends)):
        if value is None:
            errors.add(name, NO_DAY)
    if not form.flag("confirmed"):
        errors.add("confirmed", N_("Bitte bestätigen Sie, dass Sie die Tage geprüft haben."))
    if announced is None or starts is None or ends is None:
        return None, errors
    if form.text("computed_on") != last_day(starts).isoformat():
        errors.add(
            "starts_on",
            N_(
                "Der erste Tag ist ein anderer als bei der Berechnung. Bitte prüfen Sie die Tage noch einmal."
            ),
        )
    return Days(announced, Period(starts, ends)), errors


def day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2999 else None
