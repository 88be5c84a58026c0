"""What somebody is writing and has not published: one draft for each person and consultation, read by them alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from participation.accounts.actor import Actor
from participation.core.clock import now
from participation.core.db import execute, fetch, fetch_one, fetch_value
from participation.core.forms import Form
from proposals.images.queries import Image, images
from proposals.images.rules import ALT_MAX
from proposals.rules import BODY_MAX, PLACE_MAX, TITLE_MAX

FIELDS = ("title", "body", "category", "district", "place", "image_alt", "point")
LONGEST = {
    "title": 4 * TITLE_MAX,
    "body": 2 * BODY_MAX,
    "category": 80,
    "district": 80,
    "place": 4 * PLACE_MAX,
    "image_alt": 4 * ALT_MAX,
    "point": 80,
}
"""A draft may be wrong in ways a proposal may not, yet not endless."""
KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Draft:
    values: Form
    saved_at: datetime
    images: tuple[Image, ...]


_LOAD = """
SELECT title, body, category, district, place, image_alt, point, saved_at,
       ARRAY(SELECT (i.id, i.name, i.alt, i.width, i.height, i.hidden_at, i.hidden_rule, i.hidden_rule_slug)
             FROM proposal_image i WHERE i.draft = proposal_draft.id ORDER BY i.id) AS images
FROM proposal_draft WHERE person = $1 AND consultation = $2
"""
_SAVE = """
INSERT INTO proposal_draft (person, consultation, title, body, category, district, place, image_alt, point, saved_at)
SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10 WHERE NOT EXISTS (
    SELECT 1 FROM proposal WHERE author = $1 AND consultation = $2 AND title = $3 AND created_at > $11)
ON CONFLICT (person, consultation) DO UPDATE SET title = excluded.title, body = excluded.body,
    category = excluded.category, district = excluded.district, place = excluded.place,
    image_alt = excluded.image_alt, point = excluded.point, saved_at = excluded.saved_at
"""
_OPENED = """
INSERT INTO proposal_draft (person, consultation, title, body, category, district, place, saved_at)
VALUES ($1, $2, '', '', '', '', '', $3)
ON CONFLICT (person, consultation) DO UPDATE SET saved_at = excluded.saved_at RETURNING id
"""
LATE = timedelta(minutes=10)
"""What is saved of a text that was published within this time was on its way when it was published."""
DROP_DRAFT = "DELETE FROM proposal_draft WHERE person = $1 AND consultation = $2"
_DROP_EMPTY = """
DELETE FROM proposal_draft d WHERE d.person = $1 AND d.consultation = $2
    AND NOT EXISTS (SELECT 1 FROM proposal_image i WHERE i.draft = d.id)
"""
_FORGET = "DELETE FROM proposal_draft WHERE saved_at < $1"


async def load(actor: Actor, consultation_id: int) -> Draft | None:
    row = await fetch_one(_LOAD, actor.id, consultation_id)
    if row is None:
        return None
    return Draft(Form({name: [row[name]] for name in FIELDS}), row["saved_at"], images(row["images"]))


async def save(actor: Actor, consultation_id: int, form: Form) -> datetime | None:
    """When it was saved; None where there was nothing to keep, and then no draft is left either.

    A browser saves while somebody types: what it sent just before the text was published may arrive after it.
    """
    if not (form.text("title") or form.text("body")):
        await execute(_DROP_EMPTY, actor.id, consultation_id)
        if await fetch_one(_LOAD, actor.id, consultation_id) is None:
            return None
    moment = now()
    values = [form.text(name)[: LONGEST[name]] for name in FIELDS]
    kept = await execute(_SAVE, actor.id, consultation_id, *values, moment, moment - LATE)
    return moment if kept else None


async def opened(actor: Actor, consultation_id: int) -> int:
    """The number of the draft, which is locked, and made where there is no word of it yet."""
    number: int = await fetch_value(_OPENED, actor.id, consultation_id, now())
    return number


async def drop(actor: Actor, consultation_id: int) -> None:
    await execute(DROP_DRAFT, actor.id, consultation_id)


async def forget_old() -> None:
    await execute(_FORGET, now() - KEPT)


# --- for the person's own copy ------------------------------------------------------------------------------

_MINE = """
SELECT c.slug AS consultation, d.title, d.body, d.category, d.district, d.place, d.image_alt, d.point, d.saved_at
FROM proposal_draft d JOIN consultation c ON c.id = d.consultation WHERE d.person = $1 ORDER BY d.id
"""


async def of_person(person_id: int) -> list[dict[str, Any]]:
    return [dict(row) for row in await fetch(_MINE, person_id)]


async def erase(person_id: int) -> None:
    await execute("DELETE FROM proposal_draft WHERE person = $1", person_id)
