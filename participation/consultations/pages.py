"""The list of consultations, and the page of one."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from litestar import Response, get
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor
from participation.consultations import offers
from participation.consultations.desk.board_pages import ROUTES as BOARD
from participation.consultations.desk.pages import ROUTES as DESK
from participation.consultations.drawing import plan
from participation.consultations.files import ROUTES as FILES
from participation.consultations.outlines import ROUTES as OUTLINES
from participation.consultations.queries import (
    Consultation,
    Head,
    consultation_by_slug,
    details,
    published_heads,
)
from participation.consultations.rules import Standing, raise_headings
from participation.core import clock
from participation.core.clock import ZONE
from participation.core.forms import query_text
from participation.core.pages import AnyRequest, page
from participation.settings import settings

LONG_AGO = datetime(2000, 1, 1, tzinfo=ZONE)
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
    """Drafts are a secret: 404 for all but editors, who may look at any day by `?on=2027-03-01`."""
    found = await consultation_by_slug(slug)
    editor = actor.has("editor")
    if found is None or not (found.head.published or editor):
        raise NotFoundException
    on = _day(query_text(request, "on", 10)) if editor else None
    draft = not found.head.published
    if draft:
        found = replace(found, head=replace(found.head, published_at=LONG_AGO))
    with clock.seen_at(on) if on else nullcontext():
        return await _show(request, found, editor=editor, draft=draft, on=on)


def _day(text: str) -> datetime | None:
    """Noon of that day: what begins at its midnight has begun."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return datetime.combine(day, time(12), ZONE) if 2000 <= day.year <= 2100 else None


async def _show(
    request: AnyRequest, found: Consultation, *, editor: bool, draft: bool, on: datetime | None
) -> Response[Any]:
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
        editor=editor,
        draft=draft,
        on=on,
        iso_day=lambda moment: moment.astimezone(ZONE).date().isoformat(),
    )


ROUTES = [index, show, *FILES, *OUTLINES, *DESK, *BOARD]
