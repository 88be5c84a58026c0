"""A person's own page: name, password, sessions."""

import json
from typing import Any

from litestar import Response, get, post

from participation.accounts import actions
from participation.accounts.actor import Actor, require
from participation.accounts.forms import check_name, check_password, one_line
from participation.accounts.queries import everything_about, profile_of, sessions_of
from participation.accounts.sanctions import require_may_write
from participation.core import kinds
from participation.core.errors import Refused, sentence
from participation.core.forms import EMPTY, Errors, Form
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, page, redirect
from participation.core.sessions import cleared_session_cookie
from participation.core.throttle import throttle

sentence(
    "name-withheld",
    N_(
        "Ihr Name ist gerade ausgeblendet. Solange bleibt er, wie er ist. Sie können der Entscheidung widersprechen."
    ),
)


@get("/account")
async def account(request: AnyRequest, actor: Actor) -> Response[Any]:
    return await _account(request, actor, EMPTY, Errors(), 200)


async def _account(
    request: AnyRequest, actor: Actor, form: Form, errors: Errors, status: int
) -> Response[Any]:
    person_id = require(actor)
    profile = await profile_of(person_id)
    sessions = await sessions_of(person_id, actor.session_hash)
    return await page(
        request,
        "accounts/account.html",
        status=status,
        errors=errors,
        values=form,
        profile=profile,
        sessions=sessions,
    )


@post("/account/name", status_code=303)
async def rename(request: AnyRequest, actor: Actor, form: Form) -> Response[Any]:
    person_id = require(actor)
    require_may_write(actor)
    profile = await kinds.card("profile", person_id)
    if profile is not None and profile.hidden:
        raise Refused("name-withheld")
    name, errors = one_line(form.text("display_name")[:1000]), Errors()
    check_name(name, errors)
    if errors:
        return await _account(request, actor, form, errors, 422)
    await actions.rename(person_id, name)
    return redirect("/account", N_("Ihr Name ist geändert."))


@post("/account/password", status_code=303)
async def change_password(request: AnyRequest, actor: Actor, form: Form) -> Response[Any]:
    person_id = require(actor)
    throttle(request, person_id, "passwords")
    errors = Errors()
    check_password(form.raw("new_password"), errors, name=actor.name, field="new_password")
    if not errors and not await actions.change_password(
        person_id, form.raw("password"), form.raw("new_password"), actor.session_hash or b""
    ):
        errors.add("password", N_("Das bisherige Passwort stimmt nicht."))
    if errors:
        return await _account(request, actor, form, errors, 422)
    return redirect(
        "/account", N_("Ihr Passwort ist geändert. Auf anderen Geräten sind Sie jetzt abgemeldet.")
    )


@post("/account/sessions/{public_id:str}/revoke", status_code=303)
async def revoke(actor: Actor, public_id: str) -> Response[Any]:
    await actions.revoke_session(require(actor), public_id)
    return redirect("/account#sessions", N_("Dieses Gerät ist abgemeldet."))


@post("/account/sessions/revoke-others", status_code=303)
async def revoke_others(actor: Actor) -> Response[Any]:
    await actions.revoke_other_sessions(require(actor), actor.session_hash or b"")
    return redirect("/account#sessions", N_("Alle anderen Geräte sind abgemeldet."))


@get("/account/export")
async def export(actor: Actor) -> Response[bytes]:
    person_id = require(actor)
    body = json.dumps(await everything_about(person_id), ensure_ascii=False, indent=2, default=str).encode()
    headers = {
        "content-disposition": 'attachment; filename="teilhabe-export.json"',
        "cache-control": "no-store",
    }
    return Response(content=body, media_type="application/json", headers=headers)


@get("/account/delete")
async def delete_page(request: AnyRequest, actor: Actor) -> Response[Any]:
    require(actor)
    return await page(request, "accounts/delete.html")


@post("/account/delete", status_code=303)
async def delete(request: AnyRequest, actor: Actor, form: Form) -> Response[Any]:
    person_id = require(actor)
    throttle(request, person_id, "passwords")
    if not await actions.delete_account(person_id, form.raw("password")):
        errors = Errors()
        errors.add("password", N_("Das Passwort stimmt nicht. Ihr Konto ist noch da."))
        return await page(request, "accounts/delete.html", status=422, errors=errors)
    return redirect("/", N_("Ihr Konto ist gelöscht."), cookies=[cleared_session_cookie()])


ROUTES = [account, rename, change_password, revoke, revoke_others, export, delete_page, delete]
