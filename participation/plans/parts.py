"""What several pages share: a published text or paragraph, for those who may read its consultation."""

from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor
from participation.consultations.queries import Head, consultation_heads
from participation.consultations.visible import may_see
from participation.plans import queries
from participation.plans.queries import Paragraph, Text


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
