"""The published minutes: page, text, PDF, differences, and the log behind them."""

from typing import Any

from litestar import Response, get
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor
from participation.core import pdf
from participation.core.differences import differences
from participation.core.errors import msgid_of
from participation.core.pages import AnyRequest, locale_of, page, redirect
from participation.forums.agenda.queries import agenda_of
from participation.forums.minutes import queries
from participation.forums.minutes.logbook import logbook
from participation.forums.minutes.queries import Version
from participation.forums.minutes.reading import log_of
from participation.forums.queries import Forum, forum_by_slug
from participation.forums.recording import moments_of
from participation.forums.stage import read_part
from participation.settings import settings

WORKING = ("chair", "clerk")
PDFS_KEPT = 8


@get("/forums/{slug:str}/minutes")
async def minutes(request: AnyRequest, slug: str) -> Response[Any]:
    forum = await _forum(slug)
    found = await queries.published(forum.id)
    if not found:
        raise NotFoundException
    return await _show(request, forum, found[0], found[1:])


@get("/forums/{slug:str}/minutes/versions/{number:int}")
async def version(request: AnyRequest, actor: Actor, slug: str, number: int) -> Response[Any]:
    forum, one = await _version(actor, slug, number)
    others = [other for other in await queries.published(forum.id) if other.number != number]
    return await _show(request, forum, one, others)


@get("/forums/{slug:str}/minutes/versions/{number:int}/text")
async def text(actor: Actor, slug: str, number: int) -> Response[bytes]:
    """What the checksum is of, to the byte."""
    _, one = await _version(actor, slug, number)
    name = f"niederschrift-{slug}-{number}.txt"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content=one.text.encode(), media_type="text/plain; charset=utf-8", headers=headers)


@get("/forums/{slug:str}/minutes/versions/{number:int}/changes")
async def changes(request: AnyRequest, actor: Actor, slug: str, number: int) -> Response[Any]:
    forum, one = await _version(actor, slug, number)
    before = await queries.version(forum.id, number - 1)
    rows = differences(before.text, one.text) if before else []
    return await page(
        request, "forums/minutes/changes.html", forum=forum, version=one, before=before, rows=rows
    )


@get("/forums/{slug:str}/minutes/log")
async def log(request: AnyRequest, actor: Actor, slug: str) -> Response[Any]:
    """Public with the minutes; those at work see it before."""
    forum = await _forum(slug)
    if forum.minutes_at is None and not actor.has(*WORKING):
        raise NotFoundException
    titles = {row.item.id: row.item.title for row in (await agenda_of(forum.id)).rows}
    rows = logbook(await log_of(forum.id), titles, locale_of(request))
    return await page(request, "forums/minutes/log.html", forum=forum, rows=rows)


@get("/forums/{slug:str}/minutes.pdf")
async def as_pdf(slug: str) -> Response[Any]:
    forum = await _forum(slug)
    one = await queries.latest(forum.id)
    if one is None:
        raise NotFoundException
    if not pdf.available():
        return redirect(f"{forum.url}/minutes", msgid_of(pdf.PDF_MISSING), kind="info")
    return pdf.pdf_response(f"niederschrift-{slug}-{one.number}.pdf", await _written(forum, one))


_written_before: dict[int, bytes] = {}


async def _written(forum: Forum, one: Version) -> bytes:
    """A published version never changes, so the last few stay as they were made."""
    if one.id not in _written_before:
        link = settings().link(f"{forum.url}/minutes")
        made = await pdf.as_pdf("forums/minutes/document.pdf.html", one.locale, version=one, link=link)
        while len(_written_before) >= PDFS_KEPT:
            _written_before.pop(next(iter(_written_before)))
        _written_before[one.id] = made
    return _written_before[one.id]


async def _show(request: AnyRequest, forum: Forum, one: Version, others: list[Version]) -> Response[Any]:
    return await page(
        request,
        "forums/minutes/show.html",
        forum=forum,
        version=one,
        others=others,
        promises=await read_part("promises", forum.id),
        moments=await moments_of(forum),
        sources=request.query_params.get("sources") == "1",
        pdf=pdf.available(),
    )


async def _version(actor: Actor, slug: str, number: int) -> tuple[Forum, Version]:
    """What is not public exists for those at work alone."""
    forum = await _forum(slug)
    one = await queries.version(forum.id, number)
    if one is None or (one.published_at is None and not actor.has(*WORKING)):
        raise NotFoundException
    return forum, one


async def _forum(slug: str) -> Forum:
    forum = await forum_by_slug(slug)
    if forum is None:
        raise NotFoundException
    return forum


ROUTES = [minutes, version, text, changes, log, as_pdf]
