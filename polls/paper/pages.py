"""The desk for paper: marks, sheets, alarms; and blank ballots to print."""

from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor, require
from participation.core.errors import Refused, msgid_of
from participation.core.forms import EMPTY, Errors, Form
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, page, redirect
from polls import actions as poll_actions
from polls import forms, queries
from polls.double_entry import Standing
from polls.life import State
from polls.paper import actions
from polls.queries import Poll
from polls.wording import ENDS, LOOKS, STANCES, STATES

DESK = ("clerk", "editor")


async def _poll(poll_id: int) -> Poll:
    found = await queries.poll(poll_id, None)
    if found is None or not found.line.paper:
        raise NotFoundException
    return found


@get("/polls/{poll_id:int}/paper")
async def desk(request: AnyRequest, actor: Actor, poll_id: int) -> Response[Any]:
    require(actor, *DESK)
    found = await queries.poll(poll_id, None)
    if found is None:
        raise NotFoundException
    if not found.line.paper:
        return redirect(f"/polls/{poll_id}")
    return await _desk(request, actor, found)


async def _desk(
    request: AnyRequest,
    actor: Actor,
    found: Poll,
    *,
    status: int = 200,
    values: Form = EMPTY,
    errors: Errors | None = None,
) -> Response[Any]:
    line = found.line
    return await page(
        request,
        "polls/paper/desk.html",
        status=status,
        poll=line,
        state=STATES[line.state],
        question=found.question,
        options=found.options,
        look=LOOKS[line.kind],
        ends=ENDS.get(line.kind, ("", "")),
        stances=STANCES,
        progress=await actions.progress(line.id),
        taking=line.paper_done_at is None and line.state in {State.OPEN, State.COUNTING},
        typing=line.paper_done_at is None and line.state is State.COUNTING,
        me=actor.id,
        values=values,
        errors=errors or Errors(),
    )


@post("/polls/{poll_id:int}/paper/voters", status_code=303)
async def mark(request: AnyRequest, actor: Actor, form: Form, poll_id: int) -> Response[Any]:
    require(actor, *DESK)
    found, errors = await _poll(poll_id), Errors()
    who = form.text("who")[:300]
    if not who:
        errors.add("who", N_("Bitte geben Sie an, wer abstimmt."))
        return await _desk(request, actor, found, status=422, values=form, errors=errors)
    try:
        await actions.mark(found, who)
    except Refused as refused:
        errors.add("who", msgid_of(refused.key))
        return await _desk(request, actor, found, status=refused.status, values=form, errors=errors)
    return redirect(f"/polls/{poll_id}/paper", N_("Vermerkt. Der Stimmzettel kann in die Urne."))


@post("/polls/{poll_id:int}/paper/voters/withdrawal", status_code=303)
async def take_back(request: AnyRequest, actor: Actor, form: Form, poll_id: int) -> Response[Any]:
    person = require(actor, *DESK)
    found, errors = await _poll(poll_id), Errors()
    try:
        await actions.take_back(person, found, form.text("who")[:300])
    except Refused as refused:
        errors.add("who", msgid_of(refused.key))
        return await _desk(request, actor, found, status=refused.status, values=form, errors=errors)
    told = N_("Zurückgenommen. Diese Person kann jetzt wieder abstimmen, online oder auf Papier.")
    return redirect(f"/polls/{poll_id}/paper", told)


@post("/polls/{poll_id:int}/paper/sheets", status_code=303)
async def sheet(request: AnyRequest, actor: Actor, form: Form, poll_id: int) -> Response[Any]:
    person = require(actor, *DESK)
    found = await _poll(poll_id)
    actions.require_taking(found)
    ballot, errors = forms.read(form, found)
    number = form.number("sheet")
    if number is None or not 1 <= number <= actions.SHEETS_MOST:
        errors.add("sheet", N_("Bitte geben Sie die Nummer ein, die auf dem Stimmzettel steht."))
    if number is None or errors:
        return await _desk(request, actor, found, status=422, values=form, errors=errors)
    try:
        slot = await actions.type_sheet(person, found, number, ballot)
    except Refused as refused:
        errors.add("sheet", msgid_of(refused.key))
        return await _desk(request, actor, found, status=refused.status, values=form, errors=errors)
    said = {
        Standing.AGREED: N_("Stimmzettel %(sheet)s steht fest: Beide Eingaben sind gleich."),
        Standing.WAITING: N_("Stimmzettel %(sheet)s ist eingegeben. Jetzt fehlt die zweite Person."),
    }.get(slot.standing)
    if said:
        return redirect(f"/polls/{poll_id}/paper#sheets", said, sheet=number)
    alarm = N_(
        "Achtung: Bei Stimmzettel %(sheet)s sind zwei Eingaben verschieden. Bitte sehen Sie beide noch einmal nach."
    )
    return redirect(f"/polls/{poll_id}/paper#alarm", alarm, kind="danger", sheet=number)


@post("/polls/{poll_id:int}/paper/completion", status_code=303)
async def complete(actor: Actor, poll_id: int) -> Response[Any]:
    person = require(actor, *DESK)
    if (await _poll(poll_id)).line.state is State.COUNTING:
        await poll_actions.close(poll_id, None)  # the hour has ended it, and perhaps nobody has noted that
    await actions.complete(person, poll_id)
    counted = await poll_actions.try_count(poll_id)
    done = N_("Alles eingegeben. Die Abstimmung ist ausgezählt.")
    waiting = N_("Alles eingegeben. Die Abstimmung wird noch ausgezählt.")
    return redirect(f"/polls/{poll_id}", done if counted else waiting)


@get("/polls/{poll_id:int}/paper/ballots")
async def blanks(request: AnyRequest, actor: Actor, poll_id: int) -> Response[Any]:
    """One to print as often as needed."""
    require(actor, *DESK)
    found = await queries.poll(poll_id, None)
    if found is None:
        raise NotFoundException
    if not found.line.paper:
        return redirect(f"/polls/{poll_id}")
    return await page(
        request,
        "polls/paper/ballots.html",
        poll=found.line,
        question=found.question,
        options=found.options,
        look=LOOKS[found.line.kind],
        stances=STANCES,
    )


ROUTES = [desk, mark, take_back, sheet, complete, blanks]
