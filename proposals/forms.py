"""What the form for a proposal sends, and what the address of the list asks for."""

from collections.abc import Mapping
from dataclasses import dataclass

from participation.consultations.geography import Bounds, Point, read_point
from participation.core.forms import Errors, Form
from participation.core.i18n import N_
from proposals.rules import BODY_MAX, PLACE_MAX, TITLE_MAX, Status, says_something


@dataclass(frozen=True, slots=True)
class NewProposal:
    title: str
    body: str
    category_id: int | None = None
    district_id: int | None = None
    place: str = ""
    point: Point | None = None


def read(
    form: Form, categories: Mapping[str, int], districts: Mapping[str, int], bounds: Bounds | None = None
) -> tuple[NewProposal, Errors]:
    """`categories` and `districts` by slug: what this consultation offers; `bounds` where there are maps."""
    errors = Errors()
    title = " ".join(form.text("title").split())
    body, place = form.text("body"), " ".join(form.text("place").split())
    _check_title(title, errors)
    _check_body(body, errors)
    category = _chosen(form, "category", categories, errors)
    district = _chosen(form, "district", districts, errors)
    if len(place) > PLACE_MAX:
        errors.add("place", N_("Der Ort ist zu lang: höchstens %(most)s Zeichen."), most=PLACE_MAX)
    point = _point(form.text("point"), bounds, errors) if bounds else None
    return NewProposal(title, body, category, district, place, point), errors


def _point(text: str, bounds: Bounds, errors: Errors) -> Point | None:
    if not text:
        return None
    point = read_point(text)
    if point is None:
        errors.add(
            "point", N_("Das sind keine Koordinaten. Ein Beispiel: %(sample)s"), sample=str(bounds.middle)
        )
    elif not bounds.hold(point):
        errors.add("point", N_("Dieser Punkt liegt nicht in unserer Stadt."))
    return point


def _check_title(title: str, errors: Errors) -> None:
    if not says_something(title):
        errors.add("title", N_("Sagen Sie in einem Satz, worum es geht."))
    elif len(title) > TITLE_MAX:
        errors.add(
            "title",
            N_("Der Titel ist zu lang: Er hat %(length)s Zeichen, möglich sind %(most)s."),
            length=len(title),
            most=TITLE_MAX,
        )


def _check_body(body: str, errors: Errors) -> None:
    if not says_something(body):
        errors.add("body", N_("Beschreiben Sie, was sich ändern soll."))
    elif len(body) > BODY_MAX:
        errors.add(
            "body",
            N_("Der Text ist zu lang: Er hat %(length)s Zeichen, möglich sind %(most)s."),
            length=len(body),
            most=BODY_MAX,
        )


def _chosen(form: Form, name: str, offered: Mapping[str, int], errors: Errors) -> int | None:
    slug = form.text(name)
    if not slug:
        return None
    if slug not in offered:
        errors.add(name, N_("Diese Auswahl gibt es hier nicht. Bitte wählen Sie noch einmal."))
    return offered.get(slug)


@dataclass(frozen=True, slots=True)
class NewAnswer:
    """What the city says; `body` is Markdown, `person` and `office` stand under it."""

    title: str
    body: str
    office: str
    person: str
    status: Status


def read_answer(form: Form) -> tuple[NewAnswer, Errors]:
    errors = Errors()
    title, body = " ".join(form.text("title").split()), form.text("body")
    _check_title(title, errors)
    if not says_something(body):
        errors.add("body", N_("Schreiben Sie, was die Stadt tut oder warum nicht."))
    elif len(body) > BODY_MAX:
        errors.add(
            "body",
            N_("Der Text ist zu lang: Er hat %(length)s Zeichen, möglich sind %(most)s."),
            length=len(body),
            most=BODY_MAX,
        )
    office, person = form.text("office")[:PLACE_MAX], form.text("person")[:PLACE_MAX]
    if not office:
        errors.add("office", N_("Nennen Sie die Stelle, die antwortet."))
    status = form.text("status")
    if status not in set(Status):
        errors.add("status", N_("Wählen Sie einen Stand."))
    return NewAnswer(
        title, body, office, person, Status(status) if status in set(Status) else Status.ANSWERED
    ), errors
