"""Following a thing, all that one follows, and the link in the mail that stops it without signing in."""

from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor, require
from participation.core.forms import Form, query_text, whole_number
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, page, redirect
from participation.core.security import signature_is_good
from participation.core.throttle import throttle
from participation.notifications import actions, queries
from participation.notifications.queries import Followed


@get("/follow")
async def look(request: AnyRequest, actor: Actor) -> Response[Any]:
    kind, number = query_text(request, "kind", 20), query_text(request, "id", 20)
    if not kind:
        return redirect("/account/follows")
    found = await _subject(kind, number)
    mine = actor.signed_in and await queries.follows(actor.id, found.kind, found.id)
    return await page(request, "notifications/follow.html", subject=found, mine=mine)


async def _subject(kind: str, number: str) -> Followed:
    found = await queries.subject(kind, whole_number(number) or 0)
    if found is None:
        raise NotFoundException
    return found


@post("/follow", status_code=303)
async def follow(request: AnyRequest, actor: Actor, form: Form) -> Response[Any]:
    throttle(request, require(actor), "follows")
    found = await _subject(form.text("kind"), form.text("id"))
    await actions.follow(actor.id, found.kind, found.id)
    return redirect(found.url, N_("Sie bekommen eine Mail, wenn es etwas Neues gibt. Höchstens eine am Tag."))


@post("/follow/stop", status_code=303)
async def stop(actor: Actor, form: Form) -> Response[Any]:
    person_id = require(actor)
    await actions.stop(person_id, form.text("kind"), form.number("id") or 0)
    return redirect("/account/follows", N_("Sie verfolgen das nicht mehr."))


@get("/account/follows")
async def mine(request: AnyRequest, actor: Actor) -> Response[Any]:
    return await page(request, "notifications/mine.html", followed=await queries.all_of(require(actor)))


@get("/follows/{person_id:int}/{signature:str}")
async def ask(request: AnyRequest, person_id: int, signature: str) -> Response[Any]:
    _good(person_id, signature)
    return await page(
        request, "notifications/stop.html", action=f"/follows/{person_id}/{signature}", one=False
    )


def _good(person_id: int, signature: str, kind: str = "", number: int = 0) -> None:
    """A link for one thing stops that one, and never all."""
    signed = f"{person_id}|{kind}|{number}" if kind else str(person_id)
    if not signature_is_good("follows", signed, signature):
        raise NotFoundException


@post("/follows/{person_id:int}/{signature:str}", status_code=303)
async def stop_all(person_id: int, signature: str) -> Response[Any]:
    _good(person_id, signature)
    await actions.stop_all(person_id)
    return redirect("/", N_("Sie bekommen keine Mails mehr über Neues. Ihr Konto bleibt, wie es ist."))


@get("/follows/{person_id:int}/{kind:str}/{subject_id:int}/{signature:str}")
async def ask_one(
    request: AnyRequest, person_id: int, kind: str, subject_id: int, signature: str
) -> Response[Any]:
    _good(person_id, signature, kind, subject_id)
    found = await queries.subject(kind, subject_id)
    return await page(
        request,
        "notifications/stop.html",
        action=f"/follows/{person_id}/{kind}/{subject_id}/{signature}",
        title=found.title if found else "",
        one=True,
    )


@post("/follows/{person_id:int}/{kind:str}/{subject_id:int}/{signature:str}", status_code=303)
async def stop_one(person_id: int, kind: str, subject_id: int, signature: str) -> Response[Any]:
    _good(person_id, signature, kind, subject_id)
    await actions.stop(person_id, kind, subject_id)
    return redirect("/", N_("Davon hören Sie nichts mehr. Was Sie sonst verfolgen, bleibt."))


ROUTES = [look, follow, stop, mine, ask, stop_all, ask_one, stop_one]
