"""What people take along from a consultation: its dates for their calendar, its news as a feed, a poster."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

from litestar import Response, get
from litestar.exceptions import NotFoundException

from participation.consultations.queries import Consultation, News, consultation_by_slug, dates, news
from participation.core.calendars import calendar
from participation.core.conditional import conditional
from participation.core.html import clean_text
from participation.core.pages import AnyRequest, page
from participation.core.qr import qr
from participation.settings import settings

_draw = lru_cache(maxsize=512)(qr)
"""Addresses of public pages, so they may be kept."""


async def _public(slug: str) -> Consultation:
    """Also for editors: what is printed or subscribed to must be there for everybody."""
    found = await consultation_by_slug(slug)
    if found is None or not found.head.published:
        raise NotFoundException
    return found


@get("/consultations/{slug:str}/dates.ics")
async def dates_file(request: AnyRequest, slug: str) -> Response[Any]:
    found = await _public(slug)
    entries = await dates(found.id, settings().link(f"{found.url}#dates"))
    body = calendar(entries, found.title, settings().site_name)
    return conditional(request, body, "text/calendar", f"{slug}.ics")


@get("/consultations/{slug:str}/news.atom")
async def news_feed(request: AnyRequest, slug: str) -> Response[Any]:
    found = await _public(slug)
    body = atom(found, await news(found.id), settings().link(found.url))
    return conditional(request, body.encode(), "application/atom+xml")


def atom(found: Consultation, entries: Sequence[News], url: str) -> str:
    """RFC 4287. Without news it was last changed when it was published; `found` is public."""
    changed = [entry.published_at for entry in entries] + [found.head.published_at]
    newest = max(moment for moment in changed if moment is not None)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de">'
        f"<id>{_text(url)}</id><title>{_text(found.title)}</title><subtitle>{_text(found.head.lead)}</subtitle>"
        f"<author><name>{_text(settings().site_name)}</name></author><updated>{newest.isoformat()}</updated>"
        f'<link rel="self" type="application/atom+xml" href="{_text(url)}/news.atom"/>'
        f'<link rel="alternate" type="text/html" href="{_text(url)}"/>'
        + "".join(_entry(entry, url) for entry in entries)
        + "</feed>\n"
    )


def _entry(entry: News, url: str) -> str:
    at = f"{_text(url)}#news-{entry.id}"
    return (
        f"<entry><id>{at}</id><title>{_text(entry.title)}</title><updated>{entry.published_at.isoformat()}</updated>"
        f'<link rel="alternate" type="text/html" href="{at}"/>'
        f'<content type="html">{_text(entry.body_html)}</content></entry>'
    )


def _text(text: str) -> str:
    """Without the few signs that XML cannot hold at all."""
    return escape(clean_text(text), {'"': "&quot;"})


@get("/consultations/{slug:str}/poster")
async def poster(request: AnyRequest, slug: str) -> Response[Any]:
    """A sheet to print and hang up, with the address as a picture."""
    found = await _public(slug)
    address = settings().link(found.url)
    size, path = _draw(address)
    short = address.removeprefix("https://").removeprefix("http://")
    return await page(
        request,
        "consultations/poster.html",
        consultation=found,
        head=found.head,
        size=size,
        path_data=path,
        short=short,
    )


ROUTES = [dates_file, news_feed, poster]
