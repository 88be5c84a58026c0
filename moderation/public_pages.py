"""For everybody: the house rules, and the public ledger of moderation."""

from typing import Any

from litestar import Response, get

from moderation.ledger import ledger
from moderation.queries import current_rules
from moderation.wording import Words
from participation.core.pages import AnyRequest, locale_of, page


@get("/rules")
async def show_rules(request: AnyRequest) -> Response[Any]:
    return await page(request, "moderation/rules.html", rules=await current_rules())


@get("/transparency")
async def show_ledger(request: AnyRequest) -> Response[Any]:
    return await page(
        request, "moderation/transparency.html", ledger=await ledger(), words=Words(locale_of(request))
    )


ROUTES = [show_rules, show_ledger]
