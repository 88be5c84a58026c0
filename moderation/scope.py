"""How far a moderator's eyes reach: the whole city, or some consultations and districts. What lies outside does not exist."""

from collections.abc import Sequence
from dataclasses import dataclass

from litestar.exceptions import NotFoundException

from moderation.rules import scopes_of
from participation.accounts.actor import Actor
from participation.accounts.rules import Role
from participation.core.db import fetch, fetch_value
from participation.core.errors import Refused

# A consultation about a district lies in it with all that is written there; a text that lies there by itself, like a
# line from the forum of that district, knows its district.
_REACH = """
SELECT g.scope_kind || ':' || g.scope_id AS scope, NULL::bigint AS consultation
FROM role_grant g WHERE g.person = $1 AND g.role = 'moderator' AND g.scope_kind IN ('consultation', 'district')
UNION
SELECT 'consultation:' || c.id, c.id FROM role_grant g
JOIN consultation c ON (g.scope_kind = 'consultation' AND c.id = g.scope_id)
                    OR (g.scope_kind = 'district' AND c.district = g.scope_id)
WHERE g.person = $1 AND g.role = 'moderator'
"""
_INSIDE = "SELECT 1 FROM moderation_case WHERE id = $1 AND scopes && $2::text[]"


@dataclass(frozen=True, slots=True)
class Reach:
    """`scopes` and `consultations` are None for the whole city; the latter are those that are seen as a whole."""

    person: int
    scopes: Sequence[str] | None
    consultations: Sequence[int] | None

    @property
    def whole(self) -> bool:
        return self.scopes is None

    def covers(self, consultation: int | None, district: int | None = None) -> bool:
        return self.scopes is None or not set(scopes_of(consultation, district)).isdisjoint(self.scopes)


async def reach_of(actor: Actor) -> Reach:
    """Refused 403 for whoever moderates nothing. For the whole team it costs no statement."""
    person = actor.id
    if actor.has(Role.MODERATOR):
        return Reach(person, None, None)
    rows = await fetch(_REACH, person)
    if not rows:
        raise Refused("not-allowed", status=403)
    scopes = sorted({row["scope"] for row in rows})
    return Reach(person, scopes, sorted({row["consultation"] for row in rows} - {None}))


async def reach_case(actor: Actor, case_id: int) -> int:
    """The person's id; NotFoundException where the case lies outside."""
    reach = await reach_of(actor)
    if reach.scopes is not None and not await fetch_value(_INSIDE, case_id, list(reach.scopes)):
        raise NotFoundException
    return reach.person
