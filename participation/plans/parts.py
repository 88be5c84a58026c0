"""What several pages share: who may read what, and refusals above the form they came from."""

import math
from typing import Any

from litestar import Response
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor
from participation.consultations.queries import Consultation, Head, consultation_by_slug, consultation_heads
from participation.core.errors import Refused, msgid_of
from participation.core.forms import Errors
from participation.plans import queries
from participation.plans.queries import Paragraph, Text


def may_see(head: Head, actor: Actor) -> bool:
    """A consultation that is a draft is for those who make it."""
    return head.published or actor.has("editor", "administrator")


async def consultation_of(slug: str, actor: Actor) -> Consultation:
    found = await consultation_by_slug(slug)
    if found is None or not may_see(found.head, actor):
        raise NotFoundException
    return found


async def text_of(number: int, actor: Actor, version: int | None = None) -> tuple[Text, Head]:
    """A published one."""
    found = await queries.text(number, version)
    if found is None or not found.number:
        raise NotFoundException
    return found, await _head(found.consultation_id, actor)


async def paragraph_of(number: int, actor: Actor) -> tuple[Paragraph, Head]:
    found = await queries.paragraph(number)
    if found is None:
        raise NotFoundException
    return found, await _head(found.consultation_id, actor)


async def _head(consultation_id: int, actor: Actor) -> Head:
    head = (await consultation_heads([consultation_id]))[consultation_id]
    if not may_see(head, actor):
        raise NotFoundException
    return head


def as_errors(refused: Refused) -> Errors:
    errors = Errors()
    errors.add("", msgid_of(refused.key), **refused.values)
    return errors


def retry(answer: Response[Any], refused: Refused) -> Response[Any]:
    if refused.status == 429:
        answer.headers["retry-after"] = str(max(1, math.ceil(refused.retry_after)))
    return answer
