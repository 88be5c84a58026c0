"""Reads of other wordings: those of one paragraph, and cards for the registry of kinds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from participation.core.clock import now
from participation.core.db import fetch, fetch_one
from participation.core.differences import Row, differences
from participation.core.html import plain
from participation.core.kinds import HELD, Card
from participation.plans.cards import named

MOST = 100
"""Wordings shown at one paragraph."""


@dataclass(frozen=True, slots=True)
class Wording:
    """`rows` is the difference to the paragraph in the version it is about; hidden ones have no words."""

    id: int
    author_id: int | None
    author: str
    rows: list[Row]
    reason: str
    version: int
    supports: int
    mine: bool
    created_at: datetime
    hidden_at: datetime | None
    rule: str
    rule_slug: str

    @property
    def held(self) -> bool:
        return self.hidden_at is not None and self.rule_slug == HELD


_OF = """
SELECT w.id, w.author, COALESCE(a.display_name, '') AS author_name, w.body, g.body AS former, w.reason, v.number,
       w.supports_count, EXISTS (SELECT 1 FROM plan_wording_support s WHERE s.wording = w.id AND s.person = $2) AS mine,
       w.created_at, w.hidden_at, w.hidden_rule, w.hidden_rule_slug
FROM plan_wording w JOIN plan_version v ON v.id = w.version
JOIN plan_paragraph g ON g.version = w.version AND g.passage = w.passage
LEFT JOIN person a ON a.id = w.author
WHERE w.passage = $1 AND (w.hidden_rule_slug IS DISTINCT FROM 'held' OR w.author = $2)
ORDER BY w.hidden_at IS NOT NULL, w.supports_count DESC, w.id LIMIT $3
"""


async def of_paragraph(passage: int, viewer: int | None) -> list[Wording]:
    """Most supported first; what waits for approval is shown to its author alone."""
    return [_wording(row) for row in await fetch(_OF, passage, viewer, MOST)]


def _wording(row: Any) -> Wording:
    hidden = row["hidden_at"] is not None
    return Wording(
        row["id"],
        row["author"],
        "" if hidden else row["author_name"],
        [] if hidden else differences(row["former"], row["body"]),
        "" if hidden else row["reason"],
        row["number"],
        row["supports_count"],
        row["mine"],
        row["created_at"],
        row["hidden_at"],
        row["hidden_rule"] or "",
        row["hidden_rule_slug"] or "",
    )


_CARDS = """
SELECT w.id, w.passage, w.body_html, w.reason, w.author, COALESCE(a.display_name, '') AS author_name, w.created_at,
       t.title, g.number, t.consultation, c.title AS place,
       (w.hidden_at IS NOT NULL OR c.published_at IS NULL OR c.published_at > $2) AS hidden
FROM plan_wording w JOIN plan_paragraph g ON g.version = w.version AND g.passage = w.passage
JOIN plan_passage p ON p.id = w.passage JOIN plan_text t ON t.id = p.text
JOIN consultation c ON c.id = t.consultation LEFT JOIN person a ON a.id = w.author
WHERE w.id = ANY($1::bigint[])
"""


async def cards(numbers: Sequence[int]) -> dict[int, Card]:
    return {row["id"]: _card(row) for row in await fetch(_CARDS, list(numbers), now())}


def _card(row: Any) -> Card:
    return Card(
        kind="wording",
        id=row["id"],
        title=named(row["title"], row["number"]),
        text=f"{plain(row['body_html'])}\n{row['reason']}",
        html=row["body_html"],
        url=f"/paragraphs/{row['passage']}#wording-{row['id']}",
        author_id=row["author"],
        author_name=row["author_name"],
        created_at=row["created_at"],
        place=row["place"],
        hidden=row["hidden"],
        parent=("paragraph", row["passage"]),
        consultation_id=row["consultation"],
    )


_RECENT = "SELECT id FROM plan_wording WHERE id > $1 ORDER BY id LIMIT $2"


async def recent_ids(after: int, limit: int) -> list[int]:
    return [row["id"] for row in await fetch(_RECENT, after, limit)]


_BEFORE = """
SELECT b.id FROM plan_wording w JOIN plan_wording b ON b.passage = w.passage AND b.id < w.id
WHERE w.id = $1 ORDER BY b.id DESC LIMIT $2
"""


async def before(wording: int, most: int) -> list[int]:
    """What others had proposed for the same paragraph."""
    return [row["id"] for row in reversed(await fetch(_BEFORE, wording, most))]


async def ids_of_person(person: int) -> list[int]:
    rows = await fetch("SELECT id FROM plan_wording WHERE author = $1 ORDER BY id", person)
    return [row["id"] for row in rows]


_WEIGHS = """
SELECT COALESCE(sum(supports_count), 0)::bigint AS supports FROM plan_wording WHERE id = ANY($1::bigint[])
"""


async def weighs(numbers: Sequence[int]) -> dict[str, int]:
    """What goes with them when they are hidden."""
    return dict(await fetch_one(_WEIGHS, list(numbers)) or {})
