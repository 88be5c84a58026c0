"""Reads for editors: drafts, and what a draft still lacks."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from participation.core import clock
from participation.core.db import fetch, fetch_one
from polls.editor.rules import Facts, Part, missing
from polls.life import Needed, State, Voters, state
from polls.queries import question_of

LIST_LENGTH = 200
_OF_POLL = """
SELECT p.id, p.kind, p.settings, p.lead, p.body, p.opens_at, p.closes_at, p.voters, p.needed, p.quorum, p.eligible,
    p.paper, p.part_of, p.position, p.only_if, p.only_option,
    ARRAY(SELECT o.key FROM poll_option o WHERE o.poll = p.id ORDER BY o.position, o.id) AS options,
    (SELECT COUNT(*) FROM poll_roll r WHERE r.poll = p.id) AS roll,
    (SELECT COUNT(*) FROM poll_code c WHERE c.poll = p.id) AS codes
FROM poll p
WHERE p.id = $1 OR p.part_of = $1 OR p.part_of = (SELECT part_of FROM poll WHERE id = $1)
ORDER BY p.position, p.id
"""
_WORDS = """
SELECT p.body, p.consultation, p.district, c.slug AS consultation_slug, d.slug AS district_slug
FROM poll p LEFT JOIN consultation c ON c.id = p.consultation LEFT JOIN district d ON d.id = p.district
WHERE p.id = $1
"""
_MANAGED = """
SELECT p.id, p.title, p.kind, p.voters, p.paper, p.published_at, p.opens_at, p.closes_at, p.closed_at, p.counted_at,
    c.title AS consultation
FROM poll p LEFT JOIN consultation c ON c.id = p.consultation
WHERE p.part_of IS NULL AND p.home = '' ORDER BY p.published_at IS NOT NULL, p.counted_at IS NOT NULL, p.closes_at DESC, p.id DESC
LIMIT $1
"""
_PARTS = """
SELECT id, title, kind, position, required, only_if FROM poll WHERE part_of = $1 ORDER BY position, id
"""
_CONSULTATIONS = (
    "SELECT id, slug, title FROM consultation WHERE archived_at IS NULL ORDER BY id DESC LIMIT 200"
)


@dataclass(frozen=True, slots=True)
class Words:
    """What the form shows and the page of the poll does not."""

    body: str
    consultation: str
    district: str


@dataclass(frozen=True, slots=True)
class Managed:
    id: int
    title: str
    kind: str
    voters: str
    paper: bool
    opens_at: datetime
    closes_at: datetime
    state: State
    consultation: str


@dataclass(frozen=True, slots=True)
class QuestionLine:
    id: int
    title: str
    kind: str
    position: int
    required: bool
    only_if: int | None


async def words_of(poll_id: int) -> Words:
    row = await fetch_one(_WORDS, poll_id)
    assert row is not None
    return Words(row["body"], row["consultation_slug"] or "", row["district_slug"] or "")


async def managed() -> list[Managed]:
    """Drafts first, then what runs, then what has ended."""
    moment = clock.now()
    hours = ("published_at", "opens_at", "closes_at", "closed_at", "counted_at")
    plain = ("id", "title", "kind", "voters", "paper", "opens_at", "closes_at")
    return [
        Managed(
            **{name: row[name] for name in plain},
            state=state(moment, **{name: row[name] for name in hours}),
            consultation=row["consultation"] or "",
        )
        for row in await fetch(_MANAGED, LIST_LENGTH)
    ]


async def consultations() -> list[tuple[int, str, str]]:
    """(id, slug, title) of those a poll can belong to, drafts too."""
    return [(row["id"], row["slug"], row["title"]) for row in await fetch(_CONSULTATIONS)]


async def questions(poll_id: int) -> list[QuestionLine]:
    return [QuestionLine(**dict(row)) for row in await fetch(_PARTS, poll_id)]


async def lacks(poll_id: int) -> list[str]:
    """What must be mended before publication; see `rules.missing`."""
    rows = await fetch(_OF_POLL, poll_id)
    own = next(row for row in rows if row["id"] == poll_id)
    parts = [row for row in rows if row["part_of"] is not None]
    return missing(_facts(own, _parts(parts)), clock.now())


def _parts(rows: Sequence[Any]) -> list[Part]:
    bare = [Part(row["id"], row["position"], tuple(row["options"]), ()) for row in rows]
    return [
        Part(part.id, part.position, part.options, tuple(missing(_facts(row, bare), clock.now())))
        for part, row in zip(bare, rows, strict=True)
    ]


def _facts(row: Any, parts: Sequence[Part]) -> Facts:
    plain = ("kind", "lead", "body", "opens_at", "closes_at", "quorum", "eligible", "roll", "codes", "paper")
    return Facts(
        **{name: row[name] for name in plain},
        **{name: row[name] for name in ("position", "only_if", "only_option")},
        question=question_of(json.loads(row["settings"]), row["options"]),
        voters=Voters(row["voters"]),
        needed=Needed(row["needed"]),
        part=row["part_of"] is not None,
        parts=parts,
    )
