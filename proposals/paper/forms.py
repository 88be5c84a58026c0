"""What a clerk enters: the proposal as its author said it, and how it came."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from participation.core.forms import Errors, Form
from participation.core.i18n import N_
from proposals import forms
from proposals.forms import NewProposal
from proposals.paper.rules import NAME_MAX, Channel, is_day

_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")


@dataclass(frozen=True, slots=True)
class Entry:
    """`name` is what shall stand in public, "" for none. `key` marks one filled form, so that it counts once."""

    sent: NewProposal
    channel: Channel
    received_on: date
    name: str
    key: str


def read(
    form: Form, categories: Mapping[str, int], districts: Mapping[str, int], today: date
) -> tuple[Entry, Errors]:
    sent, errors = forms.read(form, categories, districts)
    channel = form.text("channel")
    if channel not in set(Channel):
        errors.add("channel", N_("Bitte wählen Sie, wie der Beitrag zur Stadt kam."))
    name = " ".join(form.text("author").split())
    if len(name) > NAME_MAX:
        errors.add("author", N_("Das ist zu lang: höchstens %(most)s Zeichen."), most=NAME_MAX)
    if not form.flag("told"):
        errors.add("told", N_("Bitte bestätigen Sie, dass die Person Bescheid weiß."))
    known = Channel(channel) if channel in set(Channel) else Channel.PAPER
    key = form.text("key")
    if not _KEY.fullmatch(key):
        errors.add("", N_("Das geht gerade nicht. Bitte laden Sie die Seite neu."))
    return Entry(sent, known, _day(form, today, errors), name, key), errors


def _day(form: Form, today: date, errors: Errors) -> date:
    try:
        day = date.fromisoformat(form.text("received_on"))
    except ValueError:
        day = date.min
    if not is_day(day, today):
        errors.add("received_on", N_("Bitte geben Sie den Tag an, an dem der Beitrag ankam."))
        return today
    return day
