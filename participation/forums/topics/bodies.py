"""Who is in charge of what the city is not: a short list that editors keep, and everybody can read."""

from dataclasses import dataclass

from participation.core.audit import record
from participation.core.db import execute, fetch, fetch_value, unit_of_work
from participation.forums.topics.forms import BodyForm
from participation.forums.topics.rules import hints

_LIST = """
SELECT id, name, covers, words, url, phone FROM competent_body WHERE retired_at IS NULL ORDER BY lower(name) LIMIT 200
"""
_ADD = """
INSERT INTO competent_body (name, covers, words, url, phone) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (lower(name)) WHERE retired_at IS NULL
DO UPDATE SET covers = excluded.covers, words = excluded.words, url = excluded.url, phone = excluded.phone
RETURNING id
"""
_RETIRE = "UPDATE competent_body SET retired_at = now() WHERE id = $1 AND retired_at IS NULL"


@dataclass(frozen=True, slots=True)
class Body:
    id: int
    name: str
    covers: str
    words: str
    url: str
    phone: str


@dataclass(frozen=True, slots=True)
class Hint:
    """A body that may be the right one, and the words of the text that say so."""

    body: Body
    words: list[str]


async def bodies() -> list[Body]:
    return [Body(**dict(row)) for row in await fetch(_LIST)]


def hinted(text: str, known: list[Body]) -> list[Hint]:
    by_id = {body.id: body for body in known}
    return [Hint(by_id[number], words) for number, words in hints(text, [(b.id, b.words) for b in known])]


async def save_body(form: BodyForm, by: int | None) -> int:
    """One of the same name is changed."""
    async with unit_of_work():
        number: int = await fetch_value(_ADD, form.name, form.covers, form.words, form.url, form.phone)
        await record(by, "competent-body.saved", "competent-body", number)
    return number


async def retire_body(body_id: int, by: int) -> None:
    """Topics that were sent there keep saying so."""
    async with unit_of_work():
        if await execute(_RETIRE, body_id):
            await record(by, "competent-body.retired", "competent-body", body_id)
