"""The page where codes are drawn, and the sheets, which exist only in the answer to that form."""

from typing import Any
from uuid import UUID, uuid4

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor, require
from participation.core.forms import EMPTY, Errors, Form
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, page, private, redirect
from participation.core.qr import qr
from participation.settings import settings
from polls import queries
from polls.codes import actions
from polls.codes.rules import MOST_AT_ONCE
from polls.life import State, Voters
from polls.queries import Poll
from polls.wording import LOOKS, STANCES, STATES


async def _poll(poll_id: int) -> Poll:
    found = await queries.poll(poll_id, None)
    if found is None or found.line.voters is not Voters.CODES:
        raise NotFoundException
    return found


@get("/polls/{poll_id:int}/codes")
async def show(request: AnyRequest, actor: Actor, poll_id: int) -> Response[Any]:
    require(actor, "editor")
    found = await queries.poll(poll_id, None)
    if found is None:
        raise NotFoundException
    if found.line.voters is not Voters.CODES:
        return redirect(f"/polls/{poll_id}/edit")
    return await _show(request, found, EMPTY, Errors(), 200)


async def _show(request: AnyRequest, found: Poll, form: Form, errors: Errors, status: int) -> Response[Any]:
    good, used = await actions.counts(found.line.id)
    line = found.line
    return await page(
        request,
        "polls/codes/show.html",
        status=status,
        poll=line,
        state=STATES[line.state],
        drawable=line.state in {State.DRAFT, State.COMING, State.OPEN},
        good=good,
        used=used,
        draws=await actions.draws(line.id),
        printing=uuid4(),
        most=MOST_AT_ONCE,
        values=form,
        errors=errors,
    )


@post("/polls/{poll_id:int}/codes", status_code=200)
async def draw(request: AnyRequest, actor: Actor, form: Form, poll_id: int) -> Response[Any]:
    """Answers with the sheets themselves instead of leading on: the codes are stored nowhere to be shown later."""
    editor = require(actor, "editor")
    found = await _poll(poll_id)
    number, printing, errors = form.number("number"), _uuid(form.text("printing")), Errors()
    if number is None or not 1 <= number <= MOST_AT_ONCE:
        errors.add("number", N_("Bitte geben Sie eine ganze Zahl von 1 bis %(most)s ein."), most=MOST_AT_ONCE)
    if number is None or printing is None or errors:
        errors.add("number", N_("Bitte laden Sie die Seite neu."))
        return await _show(request, found, form, errors, 422)
    codes = await actions.draw(editor, poll_id, printing, number)
    address = f"{settings().base_url or str(request.base_url).rstrip('/')}/polls/{poll_id}"
    return private(
        await page(
            request,
            "polls/codes/sheets.html",
            poll=found.line,
            options=found.options,
            question=found.question,
            look=LOOKS[found.line.kind],
            stances=STANCES,
            address=address,
            printing=str(printing)[:4].upper(),
            sheets=[(code, *qr(f"{address}#{code}")) for code in codes],
        )
    )


@post("/polls/{poll_id:int}/codes/void", status_code=303)
async def void(actor: Actor, form: Form, poll_id: int) -> Response[Any]:
    editor = require(actor, "editor")
    await _poll(poll_id)
    printing = _uuid(form.text("printing"))
    if printing is None:
        raise NotFoundException
    gone = await actions.void(editor, poll_id, printing)
    return redirect(f"/polls/{poll_id}/codes", N_("Ungültig gemacht: %(gone)s Codes."), gone=gone)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


ROUTES = [show, draw, void]
