"""Many cases in one go: seen first, then decided one by one, each with its own record and letters."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar.exceptions import NotFoundException

from moderation.actions import decide
from moderation.forms import DecisionDraft
from moderation.queries import standing_of
from moderation.rules import Obstacle, obstacle, teaser
from participation.core import clock, kinds
from participation.core.db import fetch
from participation.core.errors import Refused

MOST = 50
_PICKED = """
SELECT c.id, c.number, c.kind, c.content_id, c.title, c.titled, c.snapshot, c.place, c.state, c.author, c.held,
       c.claimed_by, c.claimed_at,
       c.not_by AS first_decider, w.display_name AS author_name,
       (SELECT mode() WITHIN GROUP (ORDER BY r.reason) FROM report r WHERE r.case_id = c.id) AS reason,
       (SELECT count(*) FROM report r WHERE r.case_id = c.id AND r.source <> 'system') AS people
FROM moderation_case c LEFT JOIN person w ON w.id = c.author
WHERE c.id = ANY($1::bigint[]) AND c.state = 'open' AND ($2::text[] IS NULL OR c.scopes && $2)
ORDER BY c.turn_at, c.id
"""


@dataclass(frozen=True, slots=True)
class Picked:
    id: int
    number: str
    kind: str
    content_id: int
    title: str
    titled: bool
    place: str
    teaser: str
    author_id: int | None
    author: str
    held: bool
    reason: str
    people: int
    obstacle: Obstacle | None


async def picked(numbers: Sequence[int], person: int, reach: Sequence[str] | None) -> list[Picked]:
    """Open cases among these, oldest first; what lies outside or is decided is left out."""
    moment = clock.now()
    return [_picked(row, person, moment) for row in await fetch(_PICKED, list(numbers)[:MOST], reach)]


def _picked(row: Any, person: int, moment: datetime) -> Picked:
    return Picked(
        id=row["id"],
        number=row["number"],
        kind=row["kind"],
        content_id=row["content_id"],
        title=row["title"],
        titled=row["titled"],
        place=row["place"],
        teaser=teaser(row["snapshot"] or row["title"]),
        author_id=row["author"],
        author=row["author_name"] or "",
        held=row["held"],
        reason=row["reason"] or "other",
        people=row["people"],
        obstacle=obstacle(standing_of(row), person, moment),
    )


async def weight_of(cases: Sequence[Picked]) -> Mapping[str, int]:
    """What would no longer count if all of them were hidden. One statement for each kind among them."""
    total, shown = Counter[str](), defaultdict[str, list[int]](list)
    for case in cases:
        if not case.held:
            shown[case.kind].append(case.content_id)
    for name, numbers in shown.items():
        kind = kinds.get(name)
        if kind is not None and kind.weighs is not None:
            total.update(await kind.weighs(numbers))
    return total


async def decide_all(cases: Sequence[Picked], draft: DecisionDraft, *, person: int) -> tuple[int, int]:
    """How many were decided, and how many somebody else had meanwhile. Each is a transaction of its own."""
    done = 0
    for case in cases:
        try:
            await decide(case.id, draft, person=person)
        except (Refused, NotFoundException):
            continue
        done += 1
    return done, len(cases) - done
