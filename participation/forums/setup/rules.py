"""What a forum is when nobody has changed anything, and how its agenda comes about from sections and topics."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from participation.forums.agenda.rules import REPORTING
from participation.forums.streams import may_embed

LEAD_LENGTH, PLACE_LENGTH, DIAL_IN_LENGTH, URL_LENGTH, RULES_LENGTH = 300, 200, 120, 500, 5000
REASON_LENGTH, NOTE_LENGTH = 300, 200
DOORS, BEGINS, ENDS = "19:00", "19:30", "22:00"
LONGEST_SECTION = 180
LEAST_MINUTES, STEP = 5, 5
RULES = """\
- Wer sprechen möchte, meldet sich im Saal mit der Hand, online mit der Schaltfläche oder am Telefon.
- Drei Minuten für jede Person. Wer heute noch nicht gesprochen hat, kommt zuerst.
- Saal, online und Telefon wechseln sich ab.
- Im Chat gelten die Regeln für das Gespräch. Das Podium liest dort nicht mit.
- Was die Stadt zusagt, wird aufgeschrieben, mit Namen und Termin.
"""


class Format(StrEnum):
    HYBRID = "hybrid"
    HALL = "hall"
    ONLINE = "online"


class SectionKind(StrEnum):
    REPORT = "report"
    TOPICS = "topics"
    PLANS = "plans"
    WISHES = "wishes"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Section:
    """`minutes` of the topics are what each of them gets at most."""

    id: int
    kind: SectionKind
    title: str
    note: str
    minutes: int


TEMPLATE = (
    Section(0, SectionKind.REPORT, "Bericht aus der letzten Sitzung", "Was aus den Zusagen geworden ist", 15),
    Section(0, SectionKind.TOPICS, "Angemeldete Themen", "", 20),
    Section(0, SectionKind.PLANS, "Planungen und Baustellen im Stadtteil", "", 20),
    Section(
        0, SectionKind.WISHES, "Anregungen und Wünsche", "Hier kann jede Person etwas ansprechen, auch ohne Anmeldung", 20
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Point:
    """What the agenda has to know of an accepted topic."""

    id: int
    title: str
    note: str


@dataclass(frozen=True, slots=True)
class Planned:
    """One item of the agenda; exactly one of `section` and `point` says where it comes from."""

    number: str
    title: str
    note: str
    at: datetime
    minutes: int
    kind: str | None
    section: int | None = None
    point: int | None = None


def compose(
    sections: Sequence[Section], points: Sequence[Point], starts_at: datetime, ends_at: datetime
) -> list[Planned]:
    """Sections in their order; the topics stand where their section is, as 2 a, 2 b. Without topics it has no number."""
    each = share(sections, len(points), ends_at - starts_at)
    made: list[Planned] = []
    at, number = starts_at, 0
    for section in sections:
        if section.kind is SectionKind.TOPICS:
            number += bool(points)
            for place, point in enumerate(points):
                made.append(
                    Planned(
                        f"{number} {letter(place)}",
                        point.title,
                        point.note,
                        at,
                        each,
                        "topic",
                        point=point.id,
                    )
                )
                at += timedelta(minutes=each)
            continue
        number += 1
        kind = REPORTING if section.kind is SectionKind.REPORT else None
        made.append(
            Planned(str(number), section.title, section.note, at, section.minutes, kind, section=section.id)
        )
        at += timedelta(minutes=section.minutes)
    return made


def share(sections: Sequence[Section], topics: int, evening: timedelta) -> int:
    """Minutes for each topic: what the other sections leave, in steps of five, no more than its section allows."""
    most = next((one.minutes for one in sections if one.kind is SectionKind.TOPICS), 0)
    if not topics:
        return most
    others = sum(one.minutes for one in sections if one.kind is not SectionKind.TOPICS)
    left = int(evening.total_seconds() // 60) - others
    return min(most, max(LEAST_MINUTES, left // topics // STEP * STEP))


def letter(place: int) -> str:
    """From a to z, then aa, ab …"""
    return (letter(place // 26 - 1) if place >= 26 else "") + chr(ord("a") + place % 26)


def moved(changed: Sequence[tuple[object, object]]) -> bool:
    """Whether people's calendars have to hear of it."""
    return any(before != after for before, after in changed)


def stream_allowed(url: str, hosts: Sequence[str]) -> bool:
    """The same rule by which the forum's page embeds it."""
    return bool(may_embed(url, hosts))
