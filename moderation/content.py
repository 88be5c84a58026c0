"""People's names as content: a display name can be reported and withheld like any text.

The name itself is kept aside, so that an appeal brings it back.
"""

from collections.abc import Sequence

from moderation import keeping
from moderation.rechecks import look_again
from moderation.rules import PROFILE
from participation.accounts import acceptance
from participation.accounts.actions import RENAMED
from participation.accounts.rules import name_key
from participation.core.db import execute, fetch, unit_of_work
from participation.core.i18n import N_
from participation.core.kinds import Card, Kind, Tombstone, register
from participation.core.persons import Kept, keeps

NEUTRAL = N_("Name ausgeblendet")

_CARDS = """
SELECT p.id, COALESCE(w.name, p.display_name) AS name, p.display_name, p.created_at, w.person IS NOT NULL AS hidden
FROM person p LEFT JOIN withheld_name w ON w.person = p.id
WHERE p.id = ANY($1::bigint[]) AND p.deleted_at IS NULL
"""
_KEEP_ASIDE = """
INSERT INTO withheld_name (person, name, name_key, since)
SELECT id, display_name, name_key, $2 FROM person WHERE id = $1
ON CONFLICT (person) DO NOTHING
"""
_COVER = "UPDATE person SET display_name = $2, name_key = $3 WHERE id = $1"
_RECENT = "SELECT id FROM person WHERE id > $1 ORDER BY id LIMIT $2"
_BRING_BACK = """
WITH gone AS (DELETE FROM withheld_name WHERE person = $1 RETURNING name, name_key)
UPDATE person SET display_name = gone.name, name_key = gone.name_key
FROM gone WHERE person.id = $1 AND person.deleted_at IS NULL
"""


async def cards(numbers: Sequence[int]) -> dict[int, Card]:
    return {
        row["id"]: Card(
            kind=PROFILE,
            id=row["id"],
            title=row["name"],
            text=row["name"],
            html="",
            url="",
            author_id=row["id"],
            author_name=row["display_name"],
            created_at=row["created_at"],
            place="",
            hidden=row["hidden"],
        )
        for row in await fetch(_CARDS, list(numbers))
    }


async def hide(person: int, tombstone: Tombstone) -> None:
    async with unit_of_work():
        await execute(_KEEP_ASIDE, person, tombstone.since)
        await execute(_COVER, person, NEUTRAL, name_key(NEUTRAL))


async def restore(person: int) -> None:
    await execute(_BRING_BACK, person)


async def recent(after: int, most: int) -> list[int]:
    """New accounts, whose names are looked at like every new text."""
    return [row["id"] for row in await fetch(_RECENT, after, most)]


async def _renamed(person: int) -> None:
    await look_again(PROFILE, person)


register(
    Kind(
        name=PROFILE,
        label=N_("Name"),
        label_plural=N_("Namen"),
        cards=cards,
        hide=hide,
        restore=restore,
        recent=recent,
    )
)
RENAMED.append(_renamed)
keeps(Kept("rules_accepted_anew", acceptance.of_person, acceptance.erase))
keeps(Kept("reports", keeping.reports_of, keeping.forget_reporter))
keeps(Kept("decisions_about_me", keeping.decisions_of, keeping.keep_decisions))
