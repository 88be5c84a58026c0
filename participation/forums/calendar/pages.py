"""One date to take along, and feeds that calendars ask again and again."""

from typing import Any

from litestar import Response, get
from litestar.exceptions import NotFoundException

from participation.consultations.queries import districts
from participation.core import clock
from participation.core.conditional import conditional
from participation.core.i18n import N_, translate
from participation.core.pages import AnyRequest, locale_of
from participation.forums.calendar.file import calendar
from participation.forums.calendar.queries import entries, entry_of
from participation.settings import settings

_CITY, _PLACE = N_("Bürgerforen in %(city)s"), N_("Bürgerforen %(district)s")


@get("/forums/{slug:str}/calendar.ics")
async def one(request: AnyRequest, slug: str) -> Response[bytes]:
    found = await entry_of(slug)
    if found is None:
        raise NotFoundException
    locale = locale_of(request)
    return _answer(request, calendar([found], found.title, settings().site_name, locale), slug)


@get("/forums.ics")
async def city(request: AnyRequest) -> Response[bytes]:
    name = translate(locale_of(request), _CITY, city=settings().site_name)
    return await _feed(request, "", name, "buergerforen")


@get("/districts/{district:str}/forums.ics")
async def of_district(request: AnyRequest, district: str) -> Response[bytes]:
    name = next((place.name for place in await districts() if place.slug == district), None)
    if name is None:
        raise NotFoundException
    title = translate(locale_of(request), _PLACE, district=name)
    return await _feed(request, district, title, f"buergerforen-{district}")


async def _feed(request: AnyRequest, district: str, name: str, file: str) -> Response[bytes]:
    found = await entries(district, clock.now())
    return _answer(request, calendar(found, name, settings().site_name, locale_of(request)), file)


def _answer(request: AnyRequest, body: bytes, file: str) -> Response[Any]:
    return conditional(request, body, "text/calendar", f"{file}.ics")


ROUTES = [one, city, of_district]
