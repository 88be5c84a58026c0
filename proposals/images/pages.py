"""The pictures themselves, each at an address nobody can guess."""

from typing import Any

from litestar import Response, get
from litestar.exceptions import NotFoundException

from moderation.scope import reach_of
from participation.accounts.actor import Actor
from participation.core.errors import Refused
from participation.core.images import answer
from proposals.images.queries import Shown, shown


@get("/images/{name:str}")
async def large(actor: Actor, name: str) -> Response[Any]:
    return await _show(actor, name, small=False)


@get("/images/{name:str}/small")
async def small(actor: Actor, name: str) -> Response[Any]:
    return await _show(actor, name, small=True)


async def _show(actor: Actor, name: str, *, small: bool) -> Response[Any]:
    """What is hidden, held, withdrawn or a draft does not exist, but for those who wrote or must judge it."""
    found = await shown(name, small=small)
    if found is None or not (found.public or await _may_look(actor, found)):
        raise NotFoundException
    return answer(found.body, public=found.public)


async def _may_look(actor: Actor, found: Shown) -> bool:
    if not actor.signed_in:
        return False
    if found.writer is not None:
        return found.writer == actor.person_id
    try:
        return (await reach_of(actor)).covers(found.consultation_id, found.district_id)
    except Refused:
        return False


ROUTES = [large, small]
