"""Reads: what a person follows, and what is new for them. Titles come from the registry, so nothing hidden does."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from participation.core import kinds
from participation.core.db import fetch, fetch_value
from participation.notifications.rules import FOLLOWABLE, LINES, What


@dataclass(frozen=True, slots=True)
class Followed:
    kind: str
    id: int
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """`place` is what the person follows; two lines that say the same are one."""

    what: What
    title: str
    url: str
    place: tuple[str, int] = field(compare=False)
    place_title: str = field(compare=False)


_FOLLOWS = "SELECT 1 FROM follow WHERE person = $1 AND kind = $2 AND subject_id = $3"
_ALL = "SELECT kind, subject_id FROM follow WHERE person = $1 ORDER BY id DESC"
_DUE = """
SELECT DISTINCT f.person FROM follow f
JOIN follow_news n ON n.kind = f.kind AND n.subject_id = f.subject_id AND n.at >= f.since
    AND (n.person IS NULL OR n.person = f.person)
JOIN person p ON p.id = f.person AND p.email IS NOT NULL AND p.confirmed_at IS NOT NULL AND p.deleted_at IS NULL
LEFT JOIN digest d ON d.person = f.person
WHERE n.id > COALESCE(d.last_news, 0) AND n.at < $1 AND (d.sent_on IS NULL OR d.sent_on < $2) AND f.person > $4
ORDER BY f.person LIMIT $3
"""
_NEW = """
SELECT n.id, n.kind, n.subject_id, n.what, n.about_kind, n.about_id FROM follow f
JOIN follow_news n ON n.kind = f.kind AND n.subject_id = f.subject_id AND n.at >= f.since
    AND (n.person IS NULL OR n.person = f.person)
WHERE f.person = $1 AND n.id > $2 AND n.at < $3 ORDER BY n.id
"""
_OF_PERSON = "SELECT kind, subject_id AS id, since FROM follow WHERE person = $1 ORDER BY id"


async def subject(kind: str, number: int) -> Followed | None:
    """None for what cannot be followed, or not be read by everybody."""
    card = await kinds.card(kind, number) if kind in FOLLOWABLE else None
    return Followed(kind, number, card.title, card.url) if card and not card.hidden else None


async def follows(person_id: int, kind: str, number: int) -> bool:
    return bool(await fetch_value(_FOLLOWS, person_id, kind, number))


async def all_of(person_id: int) -> list[Followed]:
    """The newest first; what is hidden is followed on, and has no title meanwhile."""
    pairs = [(row["kind"], row["subject_id"]) for row in await fetch(_ALL, person_id)]
    cards = await kinds.cards(pairs)
    return [_followed(kind, number, cards.get((kind, number))) for kind, number in pairs]


def _followed(kind: str, number: int, card: kinds.Card | None) -> Followed:
    return (
        Followed(kind, number, card.title, card.url)
        if card and not card.hidden
        else Followed(kind, number, "", "")
    )


async def due(before: datetime, day: date, most: int, *, after: int = 0) -> list[int]:
    return [row["person"] for row in await fetch(_DUE, before, day, most, after)]


async def new_for(person_id: int, after: int, before: datetime) -> tuple[list[Line], int]:
    """Each thing once, and the highest number that was looked at."""
    rows = await fetch(_NEW, person_id, after, before)
    pairs = [(row["kind"], row["subject_id"]) for row in rows]
    pairs += [(row["about_kind"], row["about_id"]) for row in rows if row["about_kind"]]
    cards = await kinds.cards(pairs)
    lines = [line for row in rows if (line := _line(row, cards))]
    return list(dict.fromkeys(lines))[:LINES], max((row["id"] for row in rows), default=after)


def _line(row: Any, cards: dict[tuple[str, int], kinds.Card]) -> Line | None:
    """None where anything about it is hidden by now."""
    place = cards.get((row["kind"], row["subject_id"]))
    about = cards.get((row["about_kind"], row["about_id"])) if row["about_kind"] else place
    if place is None or about is None or place.hidden or about.hidden:
        return None
    return Line(
        What(row["what"]),
        about.title or place.title,
        about.url or place.url,
        (row["kind"], row["subject_id"]),
        place.title,
    )


async def of_person(person_id: int) -> list[dict[str, Any]]:
    return [
        {"kind": row["kind"], "id": row["id"], "since": row["since"].isoformat()}
        for row in await fetch(_OF_PERSON, person_id)
    ]
