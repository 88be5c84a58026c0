"""How far a moderator's eyes reach: the whole city, or some consultations. What lies outside does not exist."""

from collections.abc import Sequence
from dataclasses import dataclass

from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor
from participation.accounts.rules import Role
from participation.core.db import fetch, fetch_value
from participation.core.errors import Refused

_REACH = """
SELECT DISTINCT c.id FROM role_grant g
JOIN consultation c ON (g.scope_kind = 'consultation' AND c.id = g.scope_id)
                    OR (g.scope_kind = 'district' AND c.district = g.scope_id)
WHERE g.person = $1 AND g.role = 'moderator'
"""
_INSIDE = "SELECT 1 FROM moderation_case WHERE id = $1 AND consultation_id = ANY($2::bigint[])"


@dataclass(frozen=True, slots=True)
class Reach:
    """`consultations` is None for the whole city."""

    person: int
    consultations: Sequence[int] | None

    def covers(self, consultation: int | None) -> bool:
        return self.consultations is None or consultation in self.consultations


async def reach_of(actor: Actor) -> Reach:
    """Refused 403 for whoever moderates nothing. For the whole team it costs no statement."""
    person = actor.id
    if actor.has(Role.MODERATOR):
        return Reach(person, None)
    rows = await fetch(_REACH, person)
    if not rows:
        raise Refused("not-allowed", status=403)
    return Reach(person, [row["id"] for row in rows])


async def reach_case(actor: Actor, case_id: int) -> int:
    """The person's id; NotFoundException where the case lies outside."""
    reach = await reach_of(actor)
    if reach.consultations is not None and not await fetch_value(_INSIDE, case_id, list(reach.consultations)):
        raise NotFoundException
    return reach.person
