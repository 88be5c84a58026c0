"""Verified residents: somebody of the city has seen who a person is and that they live here.

Kept are who has seen it, how and when; no number of a card, no address, no copy.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from participation.accounts.rules import email_key
from participation.core.audit import record
from participation.core.clock import now
from participation.core.db import execute, fetch, fetch_one, fetch_value, unit_of_work
from participation.core.errors import Refused, sentence
from participation.core.i18n import N_
from participation.core.persons import Kept, keeps

NO_ACCOUNT = sentence(
    "verification-no-account",
    N_("Mit dieser E-Mail-Adresse gibt es kein bestätigtes Konto. Bitte prüfen Sie die Schreibweise."),
)
ALREADY = sentence("verification-already", N_("Der Wohnsitz dieser Person ist schon bestätigt."))
ONESELF = sentence("verification-oneself", N_("Den eigenen Wohnsitz bestätigt niemand selbst."))
GONE = sentence("verification-gone", N_("Diese Bestätigung gilt schon nicht mehr."))
LIST_LENGTH = 50

_PERSON = """
SELECT id, display_name FROM person WHERE email_key = $1 AND confirmed_at IS NOT NULL AND deleted_at IS NULL
"""
_ADD = """
INSERT INTO verification (person, how, verified_at, verified_by) VALUES ($1, $2, $3, $4)
ON CONFLICT (person) WHERE withdrawn_at IS NULL DO NOTHING
"""
_WITHDRAW = """
UPDATE verification SET withdrawn_at = $2, withdrawn_by = $3 WHERE id = $1 AND withdrawn_at IS NULL RETURNING person
"""
_STANDING = """
SELECT v.id, v.how, v.verified_at, p.display_name AS name, b.display_name AS by_name
FROM verification v JOIN person p ON p.id = v.person LEFT JOIN person b ON b.id = v.verified_by
WHERE v.withdrawn_at IS NULL AND p.deleted_at IS NULL ORDER BY v.verified_at DESC, v.id DESC LIMIT $1
"""
_COUNT = "SELECT COUNT(*) FROM verification WHERE withdrawn_at IS NULL"
_OF_PERSON = "SELECT how, verified_at, withdrawn_at FROM verification WHERE person = $1 ORDER BY id"
_FORGET = "DELETE FROM verification WHERE person = $1"


class How(StrEnum):
    CARD = "card"
    LETTER = "letter"
    REGISTER = "register"


LABELS = {
    How.CARD: N_("Ausweis am Schalter gesehen"),
    How.LETTER: N_("Brief an die Meldeanschrift, Antwort gekommen"),
    How.REGISTER: N_("Mit dem Melderegister verglichen"),
}


@dataclass(frozen=True, slots=True)
class Verified:
    id: int
    how: How
    verified_at: datetime
    name: str
    by_name: str


async def verify(actor_id: int, email: str, how: How) -> str:
    """The name of the account, so that whoever asks can compare it with the card."""
    async with unit_of_work():
        person = await fetch_one(_PERSON, email_key(email))
        if person is None:
            raise Refused(NO_ACCOUNT, status=422)
        if person["id"] == actor_id:
            raise Refused(ONESELF, status=422)
        if not await execute(_ADD, person["id"], how.value, now(), actor_id):
            raise Refused(ALREADY, status=422)
        await record(actor_id, "person.verified", "person", person["id"], {"how": how.value})
    name: str = person["display_name"]
    return name


async def withdraw(actor_id: int, verification_id: int) -> None:
    async with unit_of_work():
        person = await fetch_value(_WITHDRAW, verification_id, now(), actor_id)
        if person is None:
            raise Refused(GONE)
        await record(actor_id, "person.verification-withdrawn", "person", person)


async def standing() -> list[Verified]:
    """The newest."""
    return [
        Verified(row["id"], How(row["how"]), row["verified_at"], row["name"], row["by_name"] or "")
        for row in await fetch(_STANDING, LIST_LENGTH)
    ]


async def number() -> int:
    found: int = await fetch_value(_COUNT)
    return found


async def _export(person_id: int) -> list[dict[str, Any]]:
    return [dict(row) for row in await fetch(_OF_PERSON, person_id)]


async def _erase(person_id: int) -> None:
    await execute(_FORGET, person_id)


KEPT = keeps(Kept("verification", _export, _erase))
