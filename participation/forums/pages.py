"""The list of forums and the page of one; the other pages lie with their nouns."""

from typing import Any

from litestar import Response, get

from participation.consultations.queries import districts
from participation.core import clock
from participation.core.forms import query_text
from participation.core.pages import AnyRequest, page, redirect
from participation.forums.agenda import pages as agenda_pages
from participation.forums.calendar import pages as calendar_pages
from participation.forums.captions import pages as captions_pages
from participation.forums.captions.video import with_frame
from participation.forums.chat import pages as chat_pages
from participation.forums.council import members_pages
from participation.forums.council import pages as council_pages
from participation.forums.desk import attendance as attendance_pages
from participation.forums.desk import pages as desk_pages
from participation.forums.live_polls import pages as live_polls_pages
from participation.forums.minutes import pages as minutes_pages
from participation.forums.minutes import work_pages as minutes_work
from participation.forums.promises import pages as promises_pages
from participation.forums.promises.queries import overdue
from participation.forums.queries import dates, slug_of_code
from participation.forums.questions import pages as questions_pages
from participation.forums.questions.queries import owed
from participation.forums.recap import queries as _recap  # noqa: F401  # hands its part to the stage
from participation.forums.rules import State
from participation.forums.screen import pages as screen_pages
from participation.forums.setup import pages as setup_pages
from participation.forums.show import show as show_page
from participation.forums.speakers import pages as speakers_pages
from participation.forums.topics import bodies_pages, work_pages
from participation.forums.topics import pages as topics_pages

OWED_SHOWN, OVERDUE_SHOWN = 20, 20


@get("/forums")
async def index(request: AnyRequest) -> Response[Any]:
    code = query_text(request, "code", 20)
    slug = await slug_of_code(code) if code else None
    if slug is not None:
        return redirect(f"/forums/{slug}")
    every = await dates()
    groups = {state.value: [forum for forum in every if forum.state is state] for state in State}
    groups["coming"] += [one for one in groups["past"] if one.cancelled_at and one.ends_at > clock.now()]
    groups["coming"].sort(key=lambda one: one.starts_at)
    groups["past"] = [one for one in groups["past"] if not one.cancelled_at]
    return await page(
        request,
        "forums/index.html",
        groups=groups,
        code=code,
        owed=await owed(OWED_SHOWN),
        overdue=await overdue(OVERDUE_SHOWN),
        districts=await districts(),
    )


@get("/forums/{slug:str}")
async def show(request: AnyRequest, slug: str) -> Response[Any]:
    return with_frame(request, await show_page(request, slug))


ROUTES = [
    index,
    show,
    *chat_pages.ROUTES,
    *speakers_pages.ROUTES,
    *questions_pages.ROUTES,
    *promises_pages.ROUTES,
    *live_polls_pages.ROUTES,
    *captions_pages.ROUTES,
    *attendance_pages.ROUTES,
    *desk_pages.ROUTES,
    *agenda_pages.ROUTES,
    *minutes_pages.ROUTES,
    *minutes_work.ROUTES,
    *screen_pages.ROUTES,
    *setup_pages.ROUTES,
    *topics_pages.ROUTES,
    *work_pages.ROUTES,
    *bodies_pages.ROUTES,
    *calendar_pages.ROUTES,
    *council_pages.ROUTES,
    *members_pages.ROUTES,
]
