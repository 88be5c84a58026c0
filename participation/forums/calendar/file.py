"""Entries as iCalendar (RFC 5545). The same forums give the same bytes, so a reader may ask whether anything is new."""

from collections.abc import Sequence
from datetime import timedelta

from icalendar import Calendar, Event

from participation.core.clock import ZONE
from participation.core.i18n import N_, translate
from participation.forums.calendar.rules import Entry

ASK_AGAIN = timedelta(hours=6)
_AGENDA, _PHONE, _CANCELLED = N_("Tagesordnung"), N_("Am Telefon"), N_("Dieses Forum fällt aus.")


def calendar(entries: Sequence[Entry], name: str, site: str, locale: str) -> bytes:
    made = Calendar()
    made.add("prodid", f"-//{site}//Teilhabe//DE")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("name", _line(name))
    made.add("x-wr-calname", _line(name))
    made.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    for entry in entries:
        made.add_component(_event(entry, locale))
    if entries:
        made.add_missing_timezones()
    written: bytes = made.to_ical()
    return written


def _event(entry: Entry, locale: str) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.revision)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("dtstart", entry.starts_at.astimezone(ZONE))
    event.add("dtend", entry.ends_at.astimezone(ZONE))
    event.add("summary", _line(entry.title))
    if entry.place:
        event.add("location", _line(entry.place))
    event.add("description", "\n\n".join(_paragraphs(entry, locale)))
    event.add("url", entry.url)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    return event


def _paragraphs(entry: Entry, locale: str) -> list[str]:
    parts = []
    if entry.cancelled:
        parts.append(f"{translate(locale, _CANCELLED)} {entry.reason}".strip())
    if entry.lead:
        parts.append(_line(entry.lead))
    if entry.items:
        parts.append("\n".join([f"{translate(locale, _AGENDA)}:", *entry.items]))
    if entry.dial_in:
        parts.append(f"{translate(locale, _PHONE)}: {entry.dial_in}")
    return [*parts, entry.url]


def _line(text: str) -> str:
    """The library escapes what it knows, and nothing in a name of its own kind: no break may get there."""
    return " ".join(text.split())
