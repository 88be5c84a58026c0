"""Forums as entries of a calendar."""

from collections.abc import Sequence

from participation.core import calendars
from participation.core.calendars import one_line
from participation.core.i18n import N_, translate
from participation.forums.calendar.rules import Entry

_AGENDA, _PHONE, _CANCELLED = N_("Tagesordnung"), N_("Am Telefon"), N_("Dieses Forum fällt aus.")


def calendar(entries: Sequence[Entry], name: str, site: str, locale: str) -> bytes:
    return calendars.calendar([_entry(entry, locale) for entry in entries], name, site)


def _entry(entry: Entry, locale: str) -> calendars.Entry:
    return calendars.Entry(
        uid=entry.uid,
        revision=entry.revision,
        changed_at=entry.changed_at,
        title=entry.title,
        place=entry.place,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        cancelled=entry.cancelled,
        paragraphs=_paragraphs(entry, locale),
        url=entry.url,
    )


def _paragraphs(entry: Entry, locale: str) -> list[str]:
    parts = []
    if entry.cancelled:
        parts.append(f"{translate(locale, _CANCELLED)} {entry.reason}".strip())
    if entry.lead:
        parts.append(one_line(entry.lead))
    if entry.items:
        parts.append("\n".join([f"{translate(locale, _AGENDA)}:", *entry.items]))
    if entry.dial_in:
        parts.append(f"{translate(locale, _PHONE)}: {entry.dial_in}")
    return parts
