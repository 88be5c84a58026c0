"""Entries as iCalendar (RFC 5545). The same entries give the same bytes, so a reader may ask whether anything is new."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from participation.core.clock import ZONE

ASK_AGAIN = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Entry:
    """The identity stays, `revision` grows, what is cancelled stays as cancelled. `url` is absolute."""

    uid: str
    revision: int
    changed_at: datetime
    title: str
    place: str
    starts_at: datetime
    ends_at: datetime | None
    cancelled: bool
    paragraphs: Sequence[str]
    url: str


def calendar(entries: Sequence[Entry], name: str, site: str) -> bytes:
    made = Calendar()
    made.add("prodid", f"-//{site}//Teilhabe//DE")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("name", one_line(name))
    made.add("x-wr-calname", one_line(name))
    made.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    for entry in entries:
        made.add_component(_event(entry))
    if entries:
        made.add_missing_timezones()
    written: bytes = made.to_ical()
    return written


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.revision)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("dtstart", entry.starts_at.astimezone(ZONE))
    if entry.ends_at is not None:
        event.add("dtend", entry.ends_at.astimezone(ZONE))
    event.add("summary", one_line(entry.title))
    if entry.place:
        event.add("location", one_line(entry.place))
    event.add("description", "\n\n".join([*entry.paragraphs, entry.url]))
    event.add("url", entry.url)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    return event


def one_line(text: str) -> str:
    """The library escapes what it knows, and nothing in a name of its own kind: no break may get there."""
    return " ".join(text.split())
