"""Front page, search, results, pages of law and help, language."""

from typing import Any

from litestar import Response, get, post
from litestar.datastructures import Cookie
from litestar.handlers import HTTPRouteHandler

from participation.consultations.drawing import plan
from participation.consultations.queries import results
from participation.consultations.rules import OutcomeState
from participation.core import paging
from participation.core.forms import Form, query_text
from participation.core.pages import AnyRequest, locale_of, page, redirect
from participation.core.sessions import short_cookie
from participation.home import machines
from participation.home.queries import front_page, legal_text, search, searchable
from participation.home.rules import SHORT_ADDRESSES, Slug, local_path
from participation.settings import settings

LANGUAGE_SECONDS = 365 * 24 * 3600
RESULTS_PER_PAGE = 20


@get("/")
async def front(request: AnyRequest) -> Response[Any]:
    shown = await front_page(query_text(request, "district", 60))
    drawn = plan(shown.lead.id) if shown.lead else None
    return await page(request, "home/front.html", front=shown, plan=drawn)


@get("/search")
async def find(request: AnyRequest) -> Response[Any]:
    text = query_text(request, "q", 200)
    names = {kind.name for kind in searchable()}
    wanted = query_text(request, "kind", 40)
    only = wanted if wanted in names else ""
    groups = await search(text, only)
    return await page(request, "home/search.html", text=text, groups=groups, only=only)


@get("/results")
async def result_list(request: AnyRequest) -> Response[Any]:
    wanted = query_text(request, "state", 20)
    state = wanted if wanted in set(OutcomeState) else ""
    number = paging.wanted(query_text(request, "page", 10))
    entries, shown = await results(state, number, RESULTS_PER_PAGE)
    return await page(request, "home/results.html", entries=entries, page=shown, state=state)


def _legal(slug: Slug) -> HTTPRouteHandler:
    @get(f"/{slug.value}", name=f"legal-{slug.value}")
    async def legal(request: AnyRequest) -> Response[Any]:
        text = await legal_text(slug.value, locale_of(request))
        return await page(request, "home/legal.html", text=text)

    return legal


def _short(word: str, target: str) -> HTTPRouteHandler:
    @get(f"/{word}", name=f"short-{word}")
    async def short(request: AnyRequest) -> Response[None]:
        query = f"?{request.url.query}" if request.url.query else ""
        return Response(content=None, status_code=308, headers={"location": target + query})

    return short


@post("/language", status_code=303)
async def choose_language(form: Form) -> Response[None]:
    """The only cookie for a visitor, and only because they asked for it. An unknown language changes nothing."""
    language = form.text("language")
    cookies: list[Cookie] = []
    if language in settings().locales:
        cookies = [short_cookie("language", language, LANGUAGE_SECONDS)]
    return redirect(local_path(form.text("next")), cookies=cookies)


ROUTES = [
    front,
    find,
    result_list,
    choose_language,
    *[_legal(slug) for slug in Slug],
    *[_short(word, target) for word, target in SHORT_ADDRESSES.items()],
    *machines.ROUTES,
]
