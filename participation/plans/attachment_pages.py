"""The files themselves: for the office, and by the link of the receipt."""

from typing import Any

from litestar import Response, get
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor, require
from participation.plans import attachments
from participation.plans.office_pages import OFFICE
from participation.plans.rules.attachments import ENDINGS, File


@get("/plan-statements/{statement_id:int}/files/{position:int}")
async def of_statement(actor: Actor, statement_id: int, position: int) -> Response[Any]:
    require(actor, *OFFICE)
    return _answer(await attachments.by_statement(statement_id, position), position)


@get("/statements/{token:str}/files/{position:int}")
async def of_receipt(token: str, position: int) -> Response[Any]:
    return _answer(await attachments.by_receipt(token, position), position)


def _answer(found: File | None, position: int) -> Response[Any]:
    """To be saved and not shown: a PDF can hold programs, and this address must lend it nothing."""
    if found is None:
        raise NotFoundException
    return Response(
        content=found.body,
        media_type=found.media_type,
        headers={
            "content-disposition": f'attachment; filename="file-{position}{ENDINGS[found.media_type]}"',
            "content-security-policy": "default-src 'none'; sandbox",
            "cross-origin-resource-policy": "same-origin",
            "cache-control": "private, no-store",
            "x-content-type-options": "nosniff",
            "x-robots-tag": "noindex",
        },
    )


ROUTES = [of_statement, of_receipt]
