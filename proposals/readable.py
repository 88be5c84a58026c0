"""A proposal for the pages beside its own: what is hidden or withdrawn has no other page than that one."""

from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor
from participation.consultations.queries import Head, consultation_heads
from participation.consultations.visible import may_see
from proposals import queries
from proposals.queries import Proposal


async def readable(proposal_id: int, actor: Actor) -> tuple[Proposal, Head]:
    """404 also where the consultation is a draft that the person does not see."""
    found = await queries.proposal(proposal_id, actor.person_id)
    if found is None or found.tomb or found.withdrawn:
        raise NotFoundException
    head = (await consultation_heads([found.consultation_id]))[found.consultation_id]
    if not may_see(head, actor):
        raise NotFoundException
    return found, head
