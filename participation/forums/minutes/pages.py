from typing import Any

from litestar import Response, get
from litestar.exceptions import NotFoundException

from participation.core.pages import AnyRequest, page
from participation.forums.minutes.queries import published_html
from participation.forums.queries import forum_by_slug


@get("/forums/{slug:str}/minutes")
async def minutes(request: AnyRequest, slug: str) -> Response[Any]:
    forum = await forum_by_slug(slug)
    html = await published_html(forum.id) if forum is not None else None
    if forum is None or html is None:
        raise NotFoundException
    return await page(request, "forums/minutes.html", forum=forum, html=html)


ROUTES = [minutes]
