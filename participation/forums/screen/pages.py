from typing import Any

from litestar import Response, get
from litestar.exceptions import NotFoundException

from participation.core import clock
from participation.core.pages import AnyRequest, page
from participation.forums.agenda.queries import agenda_of
from participation.forums.screen.code import qr
from participation.forums.stage import stage_by_slug
from participation.settings import settings


@get("/forums/{slug:str}/screen")
async def screen(request: AnyRequest, slug: str) -> Response[Any]:
    stage = await stage_by_slug(slug)
    if stage is None:
        raise NotFoundException
    forum = stage.forum
    address = settings().link(forum.url)
    size, path = qr(address)
    return await page(
        request,
        "forums/screen.html",
        forum=forum,
        agenda=await agenda_of(forum.id),
        address=settings().link("/forums").partition("://")[2],
        now=clock.now(),
        qr_size=size,
        qr_path=path,
        **stage.parts,
    )


ROUTES = [screen]
