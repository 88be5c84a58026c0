"""What the things behind the entries of the log are, as the draft needs them. Plain data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from participation.forums.minutes.rules import Part
from participation.forums.minutes.story import Entry


@dataclass(frozen=True, slots=True)
class Item:
    """`about`: what it is about, and by whom, in words; `reports`: the city reports on earlier promises here."""

    id: int
    number: str
    title: str
    note: str = ""
    about: str = ""
    url: str = ""
    statement: str = ""
    reports: bool = False


@dataclass(frozen=True, slots=True)
class Speech:
    request: int
    who: str
    channel: str
    kind: str
    name: str
    """As the floor showed it: a name, or empty for a card."""
    card: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    id: int
    body: str
    name: str
    """Of somebody who wanted it shown."""
    hidden: bool
    office: str
    due_on: date | None
    owed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Promised:
    id: int
    number: int
    body: str
    owner: str
    due_on: date
    item: int | None = None


@dataclass(frozen=True, slots=True)
class Poll:
    """`rows`: answer, hall, remote. Without rows the result may not be told, or is not known."""

    id: int
    title: str
    binding: bool
    hall: bool
    opened_at: datetime
    closed_at: datetime | None
    rows: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Incident:
    id: int
    kind: str


@dataclass(frozen=True, slots=True)
class Count:
    id: int
    hall: int
    online: int
    phone: int


@dataclass(frozen=True, slots=True)
class Note:
    """Written by the clerk."""

    id: int
    item: int | None
    part: Part
    body: str


@dataclass(frozen=True, slots=True)
class Back:
    """How the promises of earlier forums stood when the city reported on them."""

    all: int
    done: int
    late: int


@dataclass(frozen=True, slots=True)
class Head:
    place: str = ""
    chair: str = ""
    clerk: str = ""
    city: str = ""
    council: str = ""
    lead: str = ""
    names: bool = False
    """Whether people who spoke are named."""


@dataclass(frozen=True, slots=True)
class Facts:
    log: Sequence[Entry]
    head: Head = field(default_factory=Head)
    items: Mapping[int, Item] = field(default_factory=dict)
    speeches: Mapping[int, Speech] = field(default_factory=dict)
    questions: Mapping[int, Question] = field(default_factory=dict)
    promises: Mapping[int, Promised] = field(default_factory=dict)
    polls: Mapping[int, Poll] = field(default_factory=dict)
    incidents: Mapping[int, Incident] = field(default_factory=dict)
    notes: Mapping[int, Note] = field(default_factory=dict)
    counts: Sequence[Count] = ()
    back: Back | None = None
