from typing import Any

from litestar import Response, get

from participation.accounts.actor import Actor, require
from participation.consultations.queries import districts
from participation.core.forms import query_text
from participation.core.pages import AnyRequest, page
from participation.forums.council import queries
from participation.forums.council.rules import SHOWN, THRESHOLD, chosen
from participation.forums.promises.queries import promises
from participation.forums.rules import State


@get("/council")
async def show(request: AnyRequest, actor: Actor) -> Response[Any]:
    """One's own district first; every other one is a link away."""
    person_id = require(actor, "council")
    known = await districts()
    asked = query_text(request, "district", 60)
    district = chosen(asked, await queries.own_districts(person_id), [one.slug for one in known])
    every = await queries.evenings(district)
    return await page(
        request,
        "forums/council.html",
        district=next((one for one in known if one.slug == district), None),
        districts=known,
        live=[one for one in every if one.state is State.LIVE],
        coming=[one for one in reversed(every) if one.state is State.COMING],
        past=[one for one in every if one.state is State.PAST and one.cancelled_at is None],
        debts=await queries.debts(district),
        obliged=await queries.obliged(district),
        unanswered=await queries.unanswered(district),
        promises=[one for one in await promises(district, SHOWN) if not one.closed],
        rising=await queries.rising(district),
        threshold=THRESHOLD,
    )


ROUTES = [show]
