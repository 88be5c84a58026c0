"""A topic, the checking of one, and the statement on it, as a browser sends them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from participation.core.clock import ZONE
from participation.core.forms import Errors, Form
from participation.core.html import allowed_url
from participation.core.i18n import N_
from participation.forums.topics.rules import (
    ASSOCIATION_LENGTH,
    BODY_LENGTH,
    BODY_NAME_LENGTH,
    CONTACT_LENGTH,
    COVERS_LENGTH,
    EXPLANATION_LENGTH,
    FACTS_LENGTH,
    NAME_LENGTH,
    OFFICE_LENGTH,
    PHONE_LENGTH,
    PLACE_LENGTH,
    POINTED,
    STATEMENT_LENGTH,
    TITLE_LENGTH,
    URL_LENGTH,
    WORDS_LENGTH,
    Channel,
    Limits,
    Refusal,
    end_of_day,
)

MOST_OF_ANY = 200
_TOO_LONG = N_("Bitte kürzen Sie auf %(limit)s Zeichen.")


@dataclass(frozen=True, slots=True)
class NewTopic:
    """`name` and `contact` are of a person without an account; `received_on` says when the paper came."""

    title: str
    body: str
    place: str
    association: str
    new_facts: str
    name_shown: bool
    channel: Channel = Channel.ONLINE
    name: str = ""
    contact: str = ""
    received_on: date | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    refusal: Refusal
    body: int | None
    explanation: str


@dataclass(frozen=True, slots=True)
class Statement:
    text: str
    office: str


@dataclass(frozen=True, slots=True)
class BodyForm:
    name: str
    covers: str
    words: str
    url: str
    phone: str


def topic(form: Form) -> tuple[NewTopic, Errors]:
    errors = Errors()
    title, body = _line(form, "title", TITLE_LENGTH, errors), form.text("body")
    if not title:
        errors.add("title", N_("Sagen Sie in einem Satz, worum es geht."))
    if not body:
        errors.add("body", N_("Beschreiben Sie, worüber gesprochen werden soll."))
    elif len(body) > BODY_LENGTH:
        errors.add("body", _TOO_LONG, limit=BODY_LENGTH)
    place = _line(form, "place", PLACE_LENGTH, errors)
    association = _line(form, "association", ASSOCIATION_LENGTH, errors)
    facts = form.text("new_facts")
    if len(facts) > FACTS_LENGTH:
        errors.add("new_facts", _TOO_LONG, limit=FACTS_LENGTH)
    return NewTopic(title, body, place, association, facts, form.flag("name_shown")), errors


def entered(form: Form, today: date) -> tuple[NewTopic, Errors]:
    """From paper, the counter or the telephone. Nobody stays without a name: the city has to be able to answer."""
    found, errors = topic(form)
    channel = next((one for one in Channel if one.value == form.text("channel")), None)
    if channel in {None, Channel.ONLINE}:
        errors.add("channel", N_("Bitte wählen Sie, wie das Thema kam."))
    name = _line(form, "name", NAME_LENGTH, errors)
    if len(name) < 2:
        errors.add("name", N_("Bitte schreiben Sie auf, von wem das Thema kommt. Ohne Namen geht es nicht."))
    contact = _line(form, "contact", CONTACT_LENGTH, errors)
    received = _day(form.text("received_on"))
    if received is None or received > today:
        errors.add("received_on", N_("Bitte nennen Sie den Tag, an dem es kam: heute oder früher."))
    return NewTopic(
        found.title, found.body, found.place, found.association, found.new_facts, found.name_shown,
        channel or Channel.PAPER, name, contact, received,
    ), errors  # fmt: skip


def verdict(form: Form, bodies: Sequence[int]) -> tuple[Verdict | None, Errors]:
    errors = Errors()
    reason = next((one for one in Refusal if one.value == form.text("refusal")), None)
    body = form.number("body_in_charge")
    explanation = form.text("explanation")
    if reason is None:
        errors.add("refusal", N_("Bitte wählen Sie den Grund."))
    if body is not None and body not in bodies:
        errors.add("body_in_charge", N_("Diese Auswahl gibt es hier nicht. Bitte wählen Sie noch einmal."))
    elif reason in POINTED and body is None:
        errors.add(
            "body_in_charge",
            N_("Bitte sagen Sie, wer zuständig ist. Niemand soll mit einem Nein allein bleiben."),
        )
    if reason is Refusal.OTHER and not explanation:
        errors.add("explanation", N_("Bitte erklären Sie den Grund in eigenen Worten."))
    elif len(explanation) > EXPLANATION_LENGTH:
        errors.add("explanation", _TOO_LONG, limit=EXPLANATION_LENGTH)
    return (None if errors or reason is None else Verdict(reason, body, explanation)), errors


def statement(form: Form) -> tuple[Statement, Errors]:
    errors, text = Errors(), form.text("statement")
    if not text:
        errors.add("statement", N_("Bitte schreiben Sie die Stellungnahme."))
    elif len(text) > STATEMENT_LENGTH:
        errors.add("statement", _TOO_LONG, limit=STATEMENT_LENGTH)
    office = _line(form, "office", OFFICE_LENGTH, errors)
    if not office:
        errors.add("office", N_("Bitte nennen Sie die Stelle, die antwortet."))
    return Statement(text, office), errors


def limits(form: Form, starts_at: datetime) -> tuple[Limits | None, Errors]:
    errors, until = Errors(), _day(form.text("until"))
    if until is None or end_of_day(until, ZONE) > starts_at:
        errors.add("until", N_("Bitte nennen Sie einen Tag vor dem Forum."))
    numbers = {}
    for name in ("most", "per_person", "per_association", "treated_most"):
        number = form.number(name)
        if number is None or not 0 < number <= MOST_OF_ANY:
            errors.add(name, N_("Bitte geben Sie eine Zahl von 1 bis %(most)s ein."), most=MOST_OF_ANY)
        else:
            numbers[name] = number
    if errors or until is None:
        return None, errors
    return Limits(end_of_day(until, ZONE), **numbers), errors


def body(form: Form) -> tuple[BodyForm, Errors]:
    errors = Errors()
    name, covers = _line(form, "name", BODY_NAME_LENGTH, errors), _line(form, "covers", COVERS_LENGTH, errors)
    if not name:
        errors.add("name", N_("Bitte nennen Sie die Stelle."))
    if not covers:
        errors.add("covers", N_("Bitte sagen Sie, wofür sie zuständig ist."))
    url, phone = form.text("url"), _line(form, "phone", PHONE_LENGTH, errors)
    if url and (len(url) > URL_LENGTH or not url.startswith(("https://", "http://")) or not allowed_url(url)):
        errors.add("url", N_("Bitte geben Sie eine Adresse ein, die mit https:// beginnt."))
    if not url and not phone:
        errors.add("phone", N_("Bitte geben Sie eine Adresse oder eine Telefonnummer an."))
    words = ", ".join(
        dict.fromkeys(" ".join(word.split()) for word in form.text("words").split(",") if word.strip())
    )
    if len(words) > WORDS_LENGTH:
        errors.add("words", _TOO_LONG, limit=WORDS_LENGTH)
    return BodyForm(name, covers, words, url, phone), errors


def _line(form: Form, name: str, limit: int, errors: Errors) -> str:
    text = " ".join(form.text(name).split())
    if len(text) > limit:
        errors.add(name, _TOO_LONG, limit=limit)
    return text


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
