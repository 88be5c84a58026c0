"""The list of consultations, and the page of one."""

from typing import Any

from litestar import Response, get
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor
from participation.consultations import offers
from participation.consultations.drawing import plan
from participation.consultations.queries import Head, consultation_by_slug, details, published_heads
from participation.consultations.rules import Standing, raise_headings
from participation.core.pages import AnyRequest, page
from participation.settings import settings

GROUPS = (Standing.OPEN, Standing.WORKING, Standing.COMING, Standing.FINISHED)


@get("/consultations")
async def index(request: AnyRequest) -> Response[Any]:
    heads = await published_heads()
    groups = {standing.value: _in(heads, standing) for standing in GROUPS}
    return await page(request, "consultations/index.html", groups=groups, total=len(heads))


def _in(heads: list[Head], standing: Standing) -> list[Head]:
    """Open ones by their end: what closes first stands first."""
    found = [head for head in heads if head.standing is standing]
    if standing is Standing.OPEN:
        found.sort(key=lambda head: (-head.priority, head.ends_at))
    return found


@get("/consultations/{slug:str}")
async def show(request: AnyRequest, actor: Actor, slug: str) -> Response[Any]:
    """Drafts are a secret: 404 for all but editors."""
    found = await consultation_by_slug(slug)
    if found is None or not (found.head.published or actor.has("editor")):
        raise NotFoundException
    return await page(
        request,
        "consultations/show.html",
        consultation=found,
        head=found.head,
        body_html=raise_headings(found.body_html, 1),
        decides_html=raise_headings(found.decides_html, 1),
        details=await details(found.id),
        offers=await offers.shown(found.head),
        plan=plan(found.id),
        share=settings().link(found.url).removeprefix("https://").removeprefix("http://"),
    )


ROUTES = [index, show]
