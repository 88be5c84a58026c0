"""Drawing codes, finding one, and declaring a printing void."""

import secrets
from dataclasses import dataclass
from uuid import UUID

from litestar.exceptions import NotFoundException

from participation.core.audit import record
from participation.core.clock import now
from participation.core.db import execute, fetch, fetch_one, fetch_value, unit_of_work
from participation.core.errors import Refused, sentence
from participation.core.i18n import N_
from polls.actions import KIND
from polls.codes.rules import SALT_BYTES, digest, draw_many, tidy
from polls.locks import alone

PRINTED = sentence(
    "codes-printed",
    N_(
        "Diese Bögen sind schon gedruckt worden. Ein zweites Mal zeigt sie niemand. Für neue Bögen öffnen Sie bitte die Seite „Codes“ noch einmal."
    ),
)
NO_CODES = sentence("codes-not-here", N_("Diese Abstimmung nimmt keine Codes, oder sie ist schon zu Ende."))

_OPEN = "SELECT 1 FROM poll WHERE id = $1 AND voters = 'codes' AND closed_at IS NULL AND closes_at > $2"
_DRAW = "INSERT INTO poll_code_draw (id, poll, salt, number) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING"
_CODES = """
INSERT INTO poll_code (poll, draw, hash)
SELECT $1, $2, hash FROM unnest($3::bytea[]) WITH ORDINALITY AS c (hash, place) ORDER BY place
"""
_ELIGIBLE = """
UPDATE poll SET eligible = NULLIF((SELECT COUNT(*) FROM poll_code c WHERE c.poll = poll.id), 0) WHERE id = $1
"""
_SALTS = "SELECT salt FROM poll_code_draw WHERE poll = $1"
_FIND = "SELECT id FROM poll_code WHERE poll = $1 AND hash = ANY($2::bytea[])"
_VOID = """
DELETE FROM poll_code c WHERE c.poll = $1 AND c.draw = $2
  AND NOT EXISTS (SELECT 1 FROM poll_vote v WHERE v.code = c.id)
"""
_DRAWS = """
SELECT d.id, d.number, (SELECT COUNT(*) FROM poll_code c WHERE c.draw = d.id) AS good
FROM poll_code_draw d WHERE d.poll = $1 ORDER BY d.id
"""
_COUNTS = """
SELECT (SELECT COUNT(*) FROM poll_code c WHERE c.poll = $1) AS good,
    (SELECT COUNT(*) FROM poll_vote v WHERE v.poll = $1 AND v.code IS NOT NULL) AS used
"""


@dataclass(frozen=True, slots=True)
class Draw:
    """A printing: how many sheets, and how many of them are good."""

    id: str
    number: int
    good: int

    @property
    def name(self) -> str:
        """Printed on each sheet, so that a printing that went astray can be found here."""
        return self.id[:4].upper()


async def draw(actor_id: int, poll_id: int, printing: UUID, number: int) -> list[str]:
    """New codes in plain, for the only time. `printing` was in the form: sent twice, it draws once."""
    codes, salt = draw_many(number), secrets.token_bytes(SALT_BYTES)
    hashes = sorted(digest(salt, poll_id, code) for code in codes)
    async with unit_of_work():
        await alone(poll_id)
        if not await fetch_value(_OPEN, poll_id, now()):
            raise Refused(NO_CODES)
        if not await execute(_DRAW, printing, poll_id, salt, number):
            raise Refused(PRINTED)
        await execute(_CODES, poll_id, printing, hashes)
        await execute(_ELIGIBLE, poll_id)
        await record(actor_id, "poll.codes-drawn", KIND, poll_id, {"number": number})
    return codes


async def find(poll_id: int, typed: str) -> int | None:
    """The id of a code of this poll; None for one that is unknown here."""
    code = tidy(typed)
    if not code:
        return None
    hashes = [digest(row["salt"], poll_id, code) for row in await fetch(_SALTS, poll_id)]
    found: int | None = await fetch_value(_FIND, poll_id, hashes)
    return found


async def void(actor_id: int, poll_id: int, printing: UUID) -> int:
    """How many unused codes of a printing are good no longer; used ones stay, their ballots count."""
    async with unit_of_work():
        await alone(poll_id)
        if not await fetch_value(_OPEN, poll_id, now()):
            raise Refused(NO_CODES)
        gone = await execute(_VOID, poll_id, printing)
        await execute(_ELIGIBLE, poll_id)
        await record(actor_id, "poll.codes-void", KIND, poll_id, {"number": gone})
    return gone


async def draws(poll_id: int) -> list[Draw]:
    return [Draw(str(row["id"]), row["number"], row["good"]) for row in await fetch(_DRAWS, poll_id)]


async def counts(poll_id: int) -> tuple[int, int]:
    """Good codes, and how many of them are used."""
    row = await fetch_one(_COUNTS, poll_id)
    if row is None:
        raise NotFoundException
    return row["good"], row["used"]
