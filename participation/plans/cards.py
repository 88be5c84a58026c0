"""Paragraphs as the registry of kinds knows them."""

from collections.abc import Sequence
from typing import Any

from participation.core.clock import now
from participation.core.db import fetch
from participation.core.html import plain
from participation.core.kinds import Card, Search

_CARDS = """
SELECT DISTINCT ON (g.passage) g.passage AS id, t.title, g.number, g.body_html, t.created_at, t.consultation,
       c.title AS place, (c.published_at IS NULL OR c.published_at > $2) AS hidden
FROM plan_paragraph g JOIN plan_version v ON v.id = g.version AND v.published_at IS NOT NULL
JOIN plan_text t ON t.id = v.text JOIN consultation c ON c.id = t.consultation
WHERE g.passage = ANY($1::bigint[]) ORDER BY g.passage, v.number DESC
"""


def named(title: str, number: str) -> str:
    """Part of the text itself, so in its language."""
    return f"{title}, Absatz {number}"


async def cards(numbers: Sequence[int]) -> dict[int, Card]:
    return {row["id"]: _card(row) for row in await fetch(_CARDS, list(numbers), now())}


def _card(row: Any) -> Card:
    return Card(
        kind="paragraph",
        id=row["id"],
        title=named(row["title"], row["number"]),
        text=plain(row["body_html"]),
        html=row["body_html"],
        url=f"/paragraphs/{row['id']}",
        author_id=None,
        author_name="",
        created_at=row["created_at"],
        place=row["place"],
        hidden=row["hidden"],
        consultation_id=row["consultation"],
    )


_SEARCH = """
SELECT g.passage AS id, ts_rank_cd(g.search, query) AS rank, t.title || ', Absatz ' || g.number AS title,
       '/paragraphs/' || g.passage AS url, c.title AS place, v.published_at AS created_at,
       ts_headline('german', regexp_replace(g.body_html, '<[^>]+>', ' ', 'g'), query,
                   'StartSel="",StopSel="",MinWords=12,MaxWords=30') AS teaser,
       NULL::text AS about_kind, NULL::bigint AS about_id, NULL::bigint AS looked_at
FROM plan_paragraph g JOIN to_tsquery('german', $1) query ON g.search @@ query
JOIN plan_version v ON v.id = g.version AND v.published_at IS NOT NULL
JOIN plan_text t ON t.id = v.text
JOIN consultation c ON c.id = t.consultation AND c.published_at <= $3
WHERE g.level = 0 AND v.number = (SELECT max(o.number) FROM plan_version o
                                  WHERE o.text = t.id AND o.published_at IS NOT NULL)
ORDER BY rank DESC, g.id LIMIT $2
"""
SEARCH = Search(_SEARCH, escaped=True)
