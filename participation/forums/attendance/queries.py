"""Who is there, and who has been."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from participation.core.db import fetch, fetch_one, fetch_value
from participation.forums.attendance.rules import Mode
from participation.forums.stage import part

_SITTING = """
SELECT json_build_object(
  'council', EXISTS (SELECT 1 FROM council_sitting WHERE forum = f.id),
  'hall', (SELECT count(*) FROM attendance WHERE forum = f.id AND left_at IS NULL AND mode = 'hall'),
  'remote', (SELECT count(*) FROM attendance WHERE forum = f.id AND left_at IS NULL AND mode = 'remote'))
"""
_ROWS = """
SELECT a.id, a.person, COALESCE(p.display_name, a.name) AS name, a.mode, a.joined_at, a.left_at
FROM attendance a LEFT JOIN person p ON p.id = a.person WHERE a.forum = $1
ORDER BY a.left_at IS NOT NULL, COALESCE(p.name_key, lower(a.name)), a.id
"""
_MEMBERS = """
SELECT p.id, p.display_name AS name FROM person p JOIN role_grant g ON g.person = p.id
WHERE g.role = 'council' AND g.scope_kind IS NULL AND p.deleted_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM attendance a WHERE a.forum = $1 AND a.person = p.id AND a.left_at IS NULL)
ORDER BY p.name_key
"""
_LOCKED = "SELECT forum FROM council_sitting WHERE forum = $1 FOR UPDATE"
_REMOTE = "SELECT count(*) FROM attendance WHERE forum = $1 AND left_at IS NULL AND mode = 'remote'"
_PRESENT = "SELECT person FROM attendance WHERE forum = $1 AND left_at IS NULL AND person IS NOT NULL ORDER BY person"


@dataclass(frozen=True, slots=True)
class Sitting:
    """`council`: § 64 NKomVG holds. The numbers are of those who are there now."""

    council: bool
    hall: int
    remote: int


@dataclass(frozen=True, slots=True)
class Present:
    id: int
    person: int | None
    name: str
    mode: Mode
    joined_at: datetime
    left_at: datetime | None


def _sitting(data: Mapping[str, Any]) -> Sitting:
    return Sitting(data["council"], data["hall"], data["remote"])


part("sitting", _SITTING, _sitting)


async def attendance_of(forum_id: int) -> list[Present]:
    """Those who are there first, by name; then who has left."""
    rows = await fetch(_ROWS, forum_id)
    return [
        Present(r["id"], r["person"], r["name"], Mode(r["mode"]), r["joined_at"], r["left_at"]) for r in rows
    ]


async def members_away(forum_id: int) -> list[tuple[int, str]]:
    """Council members with an account who are not there."""
    return [(row["id"], row["name"]) for row in await fetch(_MEMBERS, forum_id)]


async def locked_sitting(forum_id: int) -> bool:
    """Whether § 64 holds. Who comes in remotely and what needs nobody remote wait for each other here."""
    return await fetch_one(_LOCKED, forum_id) is not None


async def remote_now(forum_id: int) -> int:
    number: int = await fetch_value(_REMOTE, forum_id)
    return number


async def people_present(forum_id: int) -> list[int]:
    """Accounts of those who are there, in the hall or connected."""
    return [row["person"] for row in await fetch(_PRESENT, forum_id)]
