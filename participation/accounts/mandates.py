"""Roles with places that they hold for, as a member of the council has their districts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from litestar.exceptions import NotFoundException

from participation.accounts.rules import email_key
from participation.core.audit import record
from participation.core.db import execute, fetch, fetch_value, unit_of_work

MOST_SHOWN = 500

_HOLDERS = """
SELECT p.id, p.display_name AS name,
       ARRAY(SELECT s.scope_id FROM role_grant s WHERE s.person = p.id AND s.role = $1 AND s.scope_kind = $2
             ORDER BY s.scope_id) AS scopes
FROM person p JOIN role_grant g ON g.person = p.id AND g.role = $1 AND g.scope_kind IS NULL
WHERE p.deleted_at IS NULL ORDER BY p.name_key, p.id LIMIT $3
"""
_PERSON = """
SELECT id FROM person WHERE email_key = $1 AND confirmed_at IS NOT NULL AND deleted_at IS NULL
"""
_LOCK = "SELECT id FROM person WHERE id = $1 AND deleted_at IS NULL FOR NO KEY UPDATE"
_HAS = "SELECT 1 FROM role_grant WHERE person = $1 AND role = $2 AND scope_kind IS NULL"
_ROLE = """
INSERT INTO role_grant (person, role, granted_at, granted_by) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING
"""
_SCOPES = """
INSERT INTO role_grant (person, role, scope_kind, scope_id, granted_at, granted_by)
SELECT $1, $2, $3, scope, $5, $6 FROM unnest($4::bigint[]) AS s (scope) ON CONFLICT DO NOTHING
"""
_DROP_SCOPES = """
DELETE FROM role_grant WHERE person = $1 AND role = $2 AND scope_kind = $3 AND NOT scope_id = ANY($4::bigint[])
"""
_END = "DELETE FROM role_grant WHERE person = $1 AND role = $2"


@dataclass(frozen=True, slots=True)
class Holder:
    id: int
    name: str
    scopes: tuple[int, ...]


async def holders(role: str, scope_kind: str) -> list[Holder]:
    rows = await fetch(_HOLDERS, role, scope_kind, MOST_SHOWN)
    return [Holder(row["id"], row["name"], tuple(row["scopes"])) for row in rows]


async def person_with(email: str) -> int | None:
    """The confirmed account of this address."""
    found: int | None = await fetch_value(_PERSON, email_key(email))
    return found


async def give(
    person_id: int, role: str, scope_kind: str, scopes: Collection[int], by: int, moment: datetime
) -> None:
    """The role, and the places it holds for: exactly these. Two who save at once come one after the other."""
    async with unit_of_work():
        if await fetch_value(_LOCK, person_id) is None:
            raise NotFoundException
        wanted = sorted(scopes)
        await execute(_ROLE, person_id, role, moment, by)
        await execute(_DROP_SCOPES, person_id, role, scope_kind, wanted)
        await execute(_SCOPES, person_id, role, scope_kind, wanted, moment, by)
        await record(by, "role.given", "person", person_id, {"role": role, "scopes": wanted})


async def end(person_id: int, role: str, by: int) -> None:
    async with unit_of_work():
        if not await execute(_END, person_id, role):
            raise NotFoundException
        await record(by, "role.ended", "person", person_id, {"role": role})


async def holds(person_id: int, role: str) -> bool:
    return await fetch_value(_HAS, person_id, role) is not None
