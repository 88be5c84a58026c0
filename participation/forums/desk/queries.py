"""Who is there: counted in the hall and on the telephone, connected at home."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from participation.forums.stage import part

_ROOM = """
SELECT json_build_object(
  'count', (SELECT row_to_json(c) FROM (SELECT hall, phone, counted_at FROM presence_count
            WHERE forum = f.id ORDER BY id DESC LIMIT 1) c),
  'online', (SELECT COALESCE(sum(pages), 0) FROM presence_online
             WHERE forum = f.id AND seen_at > now() - interval '20 seconds')
)"""

_INCIDENTS = """
SELECT COALESCE(json_agg(i), '[]') FROM (SELECT id, kind, started_at FROM incident
WHERE forum = f.id AND ended_at IS NULL ORDER BY id) i
"""


@dataclass(frozen=True, slots=True)
class Presence:
    """`online` are pages that are connected now; somebody with two windows counts twice."""

    hall: int
    phone: int
    online: int
    counted_at: datetime | None


def _presence(data: Mapping[str, Any]) -> Presence:
    count = data["count"]
    if count is None:
        return Presence(0, 0, data["online"], None)
    return Presence(
        count["hall"], count["phone"], data["online"], datetime.fromisoformat(count["counted_at"])
    )


part("presence", _ROOM, _presence)


@dataclass(frozen=True, slots=True)
class Incident:
    id: int
    kind: str
    started_at: datetime


def _incidents(rows: list[Any]) -> tuple[Incident, ...]:
    return tuple(Incident(r["id"], r["kind"], datetime.fromisoformat(r["started_at"])) for r in rows)


part("incidents", _INCIDENTS, _incidents)
