"""A request for the floor, as a browser sends it."""

from enum import StrEnum
from typing import TypeVar

from participation.core.forms import Errors, Form
from participation.core.i18n import N_
from participation.forums.speakers.actions import Asking
from participation.forums.speakers.rules import NOTE_LENGTH, Channel, Kind

HIGHEST_CARD = 9999
NAME_LENGTH = 60
Choice = TypeVar("Choice", bound=StrEnum)


def chosen(kind: type[Choice], text: str) -> Choice | None:
    return next((value for value in kind if value.value == text), None)


def own(form: Form, person_id: int) -> tuple[Asking | None, Errors]:
    """Of somebody with a device; where they are must be said, for the sides take turns."""
    channel, errors = chosen(Channel, form.text("channel")), Errors()
    if channel is None:
        errors.add("channel", N_("Bitte sagen Sie, wo Sie gerade sind."))
    note = _note(form, errors)
    if errors or channel is None:
        return None, errors
    no_recording = form.flag("no_recording")
    return Asking(channel, _kind(form), note, person=person_id, no_recording=no_recording), errors


def from_desk(form: Form) -> tuple[Asking | None, Errors]:
    """Of somebody without one: a card in the hall, or a name on the telephone."""
    errors, card, name = Errors(), form.number("card"), form.text("name")
    if not form.text("card") and not name:
        errors.add("card", N_("Bitte geben Sie die Nummer der Karte ein, oder einen Namen vom Telefon."))
    elif form.text("card") and (card is None or not 0 < card <= HIGHEST_CARD):
        errors.add("card", N_("Eine Karte hat eine Nummer von 1 bis %(highest)s."), highest=HIGHEST_CARD)
    if len(name) > NAME_LENGTH:
        errors.add("name", N_("Bitte kürzen Sie den Namen auf %(limit)s Zeichen."), limit=NAME_LENGTH)
    note = _note(form, errors)
    if errors:
        return None, errors
    if card is not None:
        return Asking(
            Channel.HALL, _kind(form), note, card=card, no_recording=form.flag("no_recording")
        ), errors
    return Asking(Channel.PHONE, _kind(form), note, name=name, no_recording=form.flag("no_recording")), errors


def _kind(form: Form) -> Kind:
    return chosen(Kind, form.text("kind")) or Kind.SPEECH


def _note(form: Form, errors: Errors) -> str:
    note = form.text("note")
    if len(note) > NOTE_LENGTH:
        errors.add("note", N_("Bitte kürzen Sie das Stichwort auf %(limit)s Zeichen."), limit=NOTE_LENGTH)
    return note
