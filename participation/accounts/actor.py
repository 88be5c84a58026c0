"""Who acts in a request: a person with a session, or a visitor."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from litestar import Request

from participation.accounts.rules import NEWCOMER, growth
from participation.core.clock import now
from participation.core.db import execute, fetch_one
from participation.core.errors import Refused
from participation.core.sessions import cookie_name, token_hash
from participation.settings import settings

TOUCH_SECONDS = 60
CLEAN_AFTER = timedelta(days=365)
"""A warning or ban that began longer ago costs no standing any more."""

_BY_SESSION = """
SELECT p.id, p.display_name, p.confirmed_at, p.created_at, p.is_demo, s.last_seen_at,
       (SELECT max(c.id) FROM rules_change c
        WHERE c.since <= $2 AND c.since > COALESCE(p.rules_accepted_at, p.created_at)) AS rules_due,
       ARRAY(SELECT g.role FROM role_grant g WHERE g.person = p.id AND g.scope_kind IS NULL) AS roles,
       (SELECT x.kind FROM sanction x WHERE x.person = p.id AND x.ends_at > $2 AND x.lifted_at IS NULL
        ORDER BY x.kind = 'suspension' DESC LIMIT 1) AS sanction,
       EXISTS (SELECT 1 FROM sanction x WHERE x.person = p.id AND x.starts_at > $3 AND x.lifted_at IS NULL) AS lately
FROM session s JOIN person p ON p.id = s.person
WHERE s.id_hash = $1 AND s.expires_at > $2 AND p.deleted_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class Actor:
    person_id: int | None = None
    name: str = ""
    roles: frozenset[str] = frozenset()
    session_hash: bytes | None = None
    sanction: str = ""
    """A ban that holds now: `read-only`, `suspension` or nothing; see sanctions.py."""
    growth: int = 1
    """By how much this person's limits have grown with standing."""
    newcomer: bool = False
    rules_due: int = 0
    """The newest change of the rules that this person has not accepted; see acceptance.py."""

    @property
    def signed_in(self) -> bool:
        return self.person_id is not None

    def has(self, *roles: str) -> bool:
        """True with any of the roles; an administrator has none of them by nature (four eyes)."""
        return not self.roles.isdisjoint(roles)

    @property
    def id(self) -> int:
        """The person's id where a person is required."""
        if self.person_id is None:
            raise Refused("sign-in-needed", status=403)
        return self.person_id


VISITOR = Actor()


async def current_actor(request: Request[Any, Any, Any]) -> Actor:
    """One statement at most per request; visitors without a cookie cost none."""
    state = request.scope.setdefault("state", {})
    if "actor" not in state:
        state["actor"] = await _load(request.cookies.get(cookie_name(), ""))
        state["session_hash"] = state["actor"].session_hash
    actor: Actor = state["actor"]
    return actor


async def actor_of_token(token: str) -> Actor:
    """For sockets, which have no request; a visitor for any token that is none."""
    return await _load(token)


async def _load(token: str) -> Actor:
    if not 20 <= len(token) <= 100:
        return VISITOR
    id_hash = token_hash(token)
    moment = now()
    row = await fetch_one(_BY_SESSION, id_hash, moment, moment - CLEAN_AFTER)
    if row is None:
        return VISITOR
    if (moment - row["last_seen_at"]).total_seconds() > TOUCH_SECONDS:
        await execute("UPDATE session SET last_seen_at = $2 WHERE id_hash = $1", id_hash, moment)
    return Actor(
        row["id"],
        row["display_name"],
        frozenset(row["roles"]),
        id_hash,
        row["sanction"] or "",
        _growth(row, moment),
        moment - row["created_at"] < NEWCOMER,
        row["rules_due"] or 0,
    )


def _growth(row: Any, moment: datetime) -> int:
    """Everybody knows the password of a demo account, so it gains no standing."""
    if row["is_demo"]:
        return 1
    return growth(moment - row["created_at"], settings().growth, clean=not row["lately"])


def require(actor: Actor, *roles: str) -> int:
    """The person's id; Refused 403 for visitors, and for people with none of the roles where some are named."""
    person_id = actor.id
    if roles and not actor.has(*roles):
        raise Refused("not-allowed", status=403)
    return person_id
