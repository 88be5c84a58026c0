"""What moderation imposes on a person, and what every act of writing asks first.

Reading, one's own data, reports and appeals stay open to everybody always.
"""

from datetime import datetime
from enum import StrEnum

from participation.accounts.actor import Actor
from participation.core.clock import now
from participation.core.db import execute, fetch_value
from participation.core.errors import Refused, sentence
from participation.core.i18n import N_
from participation.core.security import sign


class Measure(StrEnum):
    WARNING = "warning"
    READ_ONLY = "read-only"
    SUSPENSION = "suspension"


READ_ONLY = sentence(
    "account-read-only",
    N_(
        "Ihr Konto kann zurzeit nur lesen und unterstützen. Bis wann und warum, "
        "steht in Ihrem Konto unter „Entscheidungen über meine Beiträge“."
    ),
)
SUSPENDED = sentence(
    "account-suspended",
    N_(
        "Ihr Konto ist zurzeit gesperrt. Bis wann und warum, "
        "steht in Ihrem Konto unter „Entscheidungen über meine Beiträge“."
    ),
)

_IMPOSE = """
INSERT INTO sanction (person, kind, starts_at, ends_at, cause_kind, cause_id) VALUES ($1, $2, $3, $4, $5, $6)
"""
_LIFT = "UPDATE sanction SET lifted_at = $3 WHERE cause_kind = $1 AND cause_id = $2 AND lifted_at IS NULL"
_STRONGEST = """
SELECT kind FROM sanction WHERE person = $1 AND ends_at > $2 AND lifted_at IS NULL
ORDER BY kind = 'suspension' DESC LIMIT 1
"""
_KEEP = """
UPDATE person SET left_mark = $2 WHERE id = $1
AND EXISTS (SELECT 1 FROM sanction s WHERE s.person = $1 AND s.ends_at > $3 AND s.lifted_at IS NULL)
"""
_TAKE_OVER = """
INSERT INTO sanction (person, kind, starts_at, ends_at, cause_kind, cause_id)
SELECT DISTINCT $1::bigint, s.kind, s.starts_at, s.ends_at, s.cause_kind, s.cause_id
FROM sanction s JOIN person p ON p.id = s.person
WHERE p.left_mark = $2 AND p.id <> $1 AND s.ends_at > $3 AND s.lifted_at IS NULL
"""
_FORGET = """
UPDATE person SET left_mark = NULL WHERE left_mark IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM sanction s WHERE s.person = person.id AND s.ends_at > $1 AND s.lifted_at IS NULL)
"""


async def keep_for_a_return(person: int, email_key: str) -> None:
    """While a sanction runs, a keyed mark of the address stays: else leaving and coming again would end it."""
    await execute(_KEEP, person, sign("left", email_key), now())


async def take_over(person: int, email_key: str) -> None:
    """What still runs for an account that left with the same address; lifted together, for the cause is the same."""
    await execute(_TAKE_OVER, person, sign("left", email_key), now())


async def forget_marks() -> None:
    await execute(_FORGET, now())


async def impose(person: int, measure: Measure, until: datetime | None, *, cause: tuple[str, int]) -> None:
    """Within the caller's unit of work; `until` is None for a warning alone."""
    await execute(_IMPOSE, person, measure.value, now(), until, *cause)


async def lift(cause: tuple[str, int]) -> None:
    """Everything that came from this cause; it stays on record as lifted."""
    await execute(_LIFT, *cause, now())


def require_may_write(actor: Actor) -> None:
    """Before a text is stored. Refused 403 while the account may only read; costs no statement."""
    _refuse(actor.sanction, Measure.READ_ONLY, Measure.SUSPENSION)


def require_may_act(actor: Actor) -> None:
    """Before what is no text: a support, a ballot, a place on a list. Refused 403 while suspended."""
    _refuse(actor.sanction, Measure.SUSPENSION)


async def require_person_may_write(person: int) -> None:
    """The same as `require_may_write` where only the id has come so far; one statement."""
    _refuse(await fetch_value(_STRONGEST, person, now()) or "", Measure.READ_ONLY, Measure.SUSPENSION)


def _refuse(found: str, *stopping: Measure) -> None:
    if found in stopping:
        raise Refused(SUSPENDED if found == Measure.SUSPENSION else READ_ONLY, status=403)
