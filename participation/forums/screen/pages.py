from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor, require
from participation.core import clock
from participation.core.forms import Form, query_text, whole_number
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, page, redirect
from participation.core.qr import qr
from participation.forums.agenda.queries import agenda_of
from participation.forums.queries import forum_by_slug
from participation.forums.screen import actions
from participation.forums.screen import undo as _undo  # noqa: F401  # registers itself
from participation.forums.screen.queries import parts_of, shown
from participation.forums.screen.rules import MOST_SCREENS, Screen, Show, chosen, most_important
from participation.forums.stage import stage_by_slug
from participation.forums.swaps import whole
from participation.settings import settings


@get("/forums/{slug:str}/screen")
async def screen(request: AnyRequest, slug: str) -> Response[Any]:
    """`?n=2` is the second screen, as the desk has set it; `?show=agenda` a screen of one content."""
    return await _screen(request, slug, "forums/screen.html")


@get("/forums/{slug:str}/screen/text")
async def twin(request: AnyRequest, slug: str) -> Response[Any]:
    """The same in the words and sizes of an ordinary page, for a phone and for who cannot see the wall."""
    return await _screen(request, slug, "forums/screen_text.html")


async def _screen(request: AnyRequest, slug: str, template: str) -> Response[Any]:
    stage = await stage_by_slug(slug)
    if stage is None:
        raise NotFoundException
    forum, parts = stage.forum, stage.parts
    number = whole_number(query_text(request, "n", 4)) or 1
    wanted = query_text(request, "show", 20)
    captions = query_text(request, "captions", 2) == "1"
    screen = shown(parts["screens"], number=number, wanted=wanted, captions=captions)
    show = screen.show
    if show is Show.AUTO:
        show = most_important(running=forum.live and not parts["rest_until"], **parts_of(parts))
    size, path = qr(settings().link(forum.url))
    return await page(
        request,
        template,
        forum=forum,
        agenda=await agenda_of(forum.id),
        show=show,
        with_captions=screen.captions and show is not Show.CAPTIONS,
        number_of_screen=number,
        address=settings().link("/forums").partition("://")[2],
        now=clock.now(),
        qr_size=size,
        qr_path=path,
        **parts,
    )


@post("/forums/{slug:str}/screens")
async def set_screen(actor: Actor, form: Form, slug: str) -> Response[Any]:
    person_id = require(actor, "clerk", "chair")
    forum = await forum_by_slug(slug)
    number, show = form.number("number") or 0, chosen(form.text("show"))
    if forum is None or show is None or not 1 <= number <= MOST_SCREENS:
        raise NotFoundException
    screen = Screen(show, form.flag("captions"))
    await actions.set_screen(forum.id, number, screen, person_id, clock.now())
    place = "/chair#screens" if form.text("from") == "chair" else "/desk#screens"
    return redirect(forum.url + place, N_("Die Saalansicht zeigt das jetzt."))


whole("screen", "forums/screen.swap.html")

ROUTES = [screen, twin, set_screen]
