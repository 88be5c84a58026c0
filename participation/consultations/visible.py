"""Who may read what: a draft of the administration is for those who make it."""

from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor
from participation.consultations.queries import Consultation, Head, consultation_by_slug


async def consultation_of(slug: str, actor: Actor) -> Consultation:
    found = await consultation_by_slug(slug)
    if found is None or not may_see(found.head, actor):
        raise NotFoundException
    return found


def may_see(head: Head, actor: Actor) -> bool:
    return head.published or actor.has("editor")
