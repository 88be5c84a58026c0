"""Uploading a roll, and naming one's member number."""

from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor, require
from participation.core.forms import Errors, Form
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, page, redirect
from polls import queries
from polls.life import State, Voters
from polls.queries import Poll
from polls.roll import actions
from polls.roll.rules import read

SHOWN = 8
"""Wrong lines that are named."""


async def _poll(poll_id: int) -> Poll:
    found = await queries.poll(poll_id, None)
    if found is None or found.line.voters is not Voters.ROLL:
        raise NotFoundException
    return found


@get("/polls/{poll_id:int}/roll")
async def show(request: AnyRequest, actor: Actor, poll_id: int) -> Response[Any]:
    require(actor, "editor")
    found = await queries.poll(poll_id, None)
    if found is None:
        raise NotFoundException
    if found.line.voters is not Voters.ROLL:
        return redirect(f"/polls/{poll_id}/edit")
    return await _show(request, found, Errors(), 200)


async def _show(request: AnyRequest, found: Poll, errors: Errors, status: int) -> Response[Any]:
    line = found.line
    return await page(
        request,
        "polls/roll/show.html",
        status=status,
        poll=line,
        size=await actions.size(line.id),
        fillable=line.state in {State.DRAFT, State.COMING, State.OPEN},
        draft=line.state is State.DRAFT,
        errors=errors,
    )


@post("/polls/{poll_id:int}/roll", status_code=303)
async def upload(request: AnyRequest, actor: Actor, form: Form, poll_id: int) -> Response[Any]:
    editor = require(actor, "editor")
    found, errors = await _poll(poll_id), Errors()
    files = form.files.get("list", [])
    content = await files[0].read() if files else b""
    lines = read(content)
    if lines.wrong:
        places = ", ".join(str(place) for place in lines.wrong[:SHOWN])
        errors.add(
            "list",
            N_("Weder E-Mail-Adresse noch Nummer steht in Zeile %(places)s. Es wurde nichts gespeichert."),
            places=places + (" …" if len(lines.wrong) > SHOWN else ""),
        )
    elif not lines.lines:
        errors.add("list", N_("In dieser Datei steht keine E-Mail-Adresse und keine Nummer."))
    if errors:
        return await _show(request, found, errors, 422)
    new = await actions.add(editor, poll_id, lines.lines)
    return redirect(f"/polls/{poll_id}/roll", N_("Neu im Verzeichnis: %(new)s."), new=new)


@post("/polls/{poll_id:int}/roll/clearing", status_code=303)
async def clear(actor: Actor, poll_id: int) -> Response[Any]:
    editor = require(actor, "editor")
    await _poll(poll_id)
    await actions.clear(editor, poll_id)
    return redirect(f"/polls/{poll_id}/roll", N_("Das Verzeichnis ist leer."))


ROUTES = [show, upload, clear]
