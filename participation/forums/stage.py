"""A forum with all that happens on its stage, in one statement and of one moment.

Each noun hands in its part: a scalar subselect over `f.id` that yields JSON, and what to make of it. So a page
costs no further statement for one more noun, and what it shows fits together.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from participation.core.db import fetch_one
from participation.forums.queries import FORUM_COLUMNS, FORUM_TABLES, Forum

Read = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Stage:
    forum: Forum
    parts: dict[str, Any]
    """What the nouns have, by the name that templates use."""


_parts: dict[str, tuple[str, Read]] = {}


def part(name: str, sql: str, read: Read) -> None:
    """`sql` is constant and names no parameter; `read` gets the parsed JSON."""
    _parts[name] = (sql, read)


async def stage_by_slug(slug: str) -> Stage | None:
    return await _stage(" WHERE f.slug = $1 AND f.published_at IS NOT NULL", slug)


async def stage_by_id(forum_id: int) -> Stage | None:
    return await _stage(" WHERE f.id = $1", forum_id)


async def _stage(where: str, key: object) -> Stage | None:
    columns = [FORUM_COLUMNS, *(f"({sql}) AS part_{name}" for name, (sql, _) in _parts.items())]
    row = await fetch_one("SELECT " + ", ".join(columns) + FORUM_TABLES + where, key)
    if row is None:
        return None
    values = dict(row)
    parts = {name: read(json.loads(values.pop(f"part_{name}"))) for name, (_, read) in _parts.items()}
    return Stage(Forum(**values), parts)


async def read_part(name: str, forum_id: int) -> Any:
    """One part alone, for an action that has locked what it needs."""
    sql, read = _parts[name]
    row = await fetch_one("SELECT (" + sql + ") AS found FROM forum f WHERE f.id = $1", forum_id)  # noqa: S608  # constants of our own
    return read(json.loads(row["found"])) if row else None
