"""Where administrators say who sits in the council, and for which districts."""

from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from participation.accounts import mandates
from participation.accounts.actor import Actor, require
from participation.consultations.queries import districts
from participation.core import clock
from participation.core.forms import EMPTY, Errors, Form, whole_number
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, page, redirect

ROLE, SCOPE = "council", "district"
PATH = "/council/members"


@get(PATH)
async def members(request: AnyRequest, actor: Actor) -> Response[Any]:
    require(actor, "administrator")
    return await _page(request)


@post(PATH)
async def add(request: AnyRequest, actor: Actor, form: Form) -> Response[Any]:
    by = require(actor, "administrator")
    email = form.text("email")[:300]
    person = await mandates.person_with(email) if email else None
    if person is None:
        errors = Errors()
        errors.add("email", _MISSING if not email else _UNKNOWN)
        return await _page(request, status=422, values=form, errors=errors)
    await mandates.give(person, ROLE, SCOPE, await _chosen(form), by, clock.now())
    return redirect(PATH, N_("Das Mandat ist eingetragen."))


@post(PATH + "/{member_id:int}")
async def change(actor: Actor, form: Form, member_id: int) -> Response[Any]:
    by = require(actor, "administrator")
    if not await mandates.holds(member_id, ROLE):
        raise NotFoundException
    await mandates.give(member_id, ROLE, SCOPE, await _chosen(form), by, clock.now())
    return redirect(f"{PATH}#member-{member_id}", N_("Die Stadtteile sind gespeichert."))


@post(PATH + "/{member_id:int}/ending")
async def end(actor: Actor, member_id: int) -> Response[Any]:
    by = require(actor, "administrator")
    await mandates.end(member_id, ROLE, by)
    return redirect(PATH, N_("Das Mandat ist beendet. Was die Person geschrieben hat, behält sein Zeichen."))


async def _chosen(form: Form) -> set[int]:
    known = {one.id for one in await districts()}
    return {number for text in form.multi("districts") if (number := whole_number(text)) in known}


async def _page(
    request: AnyRequest, *, status: int = 200, values: Form = EMPTY, errors: Errors | None = None
) -> Response[Any]:
    known = await districts()
    return await page(
        request,
        "forums/council_members.html",
        status=status,
        members=await mandates.holders(ROLE, SCOPE),
        districts=known,
        names={one.id: one.name for one in known},
        values=values,
        errors=errors or Errors(),
    )


_MISSING = N_("Bitte geben Sie die E-Mail-Adresse des Kontos ein.")
_UNKNOWN = N_("Zu dieser Adresse gibt es kein bestätigtes Konto. Die Person meldet sich zuerst selbst an.")

ROUTES = [members, add, change, end]
