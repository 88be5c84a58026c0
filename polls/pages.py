"""The pages of polls: the list, the ballot, the result, the list of receipts."""

import csv
import io
import math
from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor, require
from participation.accounts.sanctions import require_may_act
from participation.consultations.queries import consultation_by_slug
from participation.core.errors import Refused, msgid_of
from participation.core.forms import EMPTY, Errors, Form, query_text
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, locale_of, page, redirect
from participation.core.throttle import throttle
from polls import actions, forms, queries
from polls.life import State, too_few
from polls.queries import Line, Poll
from polls.receipts import tidy
from polls.showing import plain_table
from polls.showing import show as shown_of
from polls.wording import ENDS, LOOKS, STANCES, STATES

CAST = N_("Ihre Stimme ist abgegeben und zählt. Ihre Prüfnummer: %(receipt)s. Bitte notieren Sie sie jetzt.")

# --- lists --------------------------------------------------------------------------------------------------


@get("/polls")
async def index(request: AnyRequest, actor: Actor) -> Response[Any]:
    return await _list(request, await queries.polls(actor.person_id), None)


@get("/consultations/{slug:str}/polls")
async def index_of(request: AnyRequest, actor: Actor, slug: str) -> Response[Any]:
    found = await consultation_by_slug(slug)
    if found is None or not (found.head.published or actor.has("editor")):
        raise NotFoundException
    return await _list(request, await queries.polls(actor.person_id, found.id), found)


async def _list(request: AnyRequest, lines: list[Line], consultation: Any) -> Response[Any]:
    open_ones = [line for line in lines if line.state is State.OPEN]
    return await page(
        request,
        "polls/list.html",
        consultation=consultation,
        running=sorted(open_ones, key=lambda line: line.closes_at),
        coming=[line for line in lines if line.state is State.COMING],
        ended=[line for line in lines if line.state in {State.COUNTING, State.CLOSED}],
        states=STATES,
    )


# --- one poll -----------------------------------------------------------------------------------------------


@get("/polls/{poll_id:int}")
async def show(request: AnyRequest, actor: Actor, poll_id: int) -> Response[Any]:
    found = await _poll(poll_id, actor)
    if found.line.home and not found.line.binding:
        return redirect(found.line.home)
    return await _show(request, actor, found)


async def _poll(poll_id: int, actor: Actor) -> Poll:
    """Drafts are a secret: 404 for all but editors."""
    found = await queries.poll(poll_id, actor.person_id)
    if found is None or (found.line.state is State.DRAFT and not actor.has("editor")):
        raise NotFoundException
    return found


async def _show(
    request: AnyRequest,
    actor: Actor,
    found: Poll,
    *,
    status: int = 200,
    values: Form = EMPTY,
    errors: Errors | None = None,
) -> Response[Any]:
    line, typed = found.line, query_text(request, "receipt", 60)
    result = await queries.result(found)
    closed = line.state is State.CLOSED
    return await page(
        request,
        "polls/result.html" if closed else "polls/show.html",
        status=status,
        poll=line,
        state=STATES[line.state],
        body_html=found.body_html,
        question=found.question,
        options=forms.drawn_order(found, actor.person_id),
        look=LOOKS[line.kind],
        ends=ENDS.get(line.kind, ("", "")),
        stances=STANCES,
        shown=shown_of(locale_of(request), found, result) if result else None,
        few_votes=too_few(line.votes),
        asked=typed,
        listed=bool(typed) and closed and await queries.has_receipt(line.id, tidy(typed)),
        values=values,
        errors=errors or Errors(),
    )


@post("/polls/{poll_id:int}/ballot", status_code=303)
async def vote(request: AnyRequest, actor: Actor, form: Form, poll_id: int) -> Response[Any]:
    require(actor)
    require_may_act(actor)
    found = await _poll(poll_id, actor)
    if found.line.state is State.COUNTING:
        await actions.finish(poll_id)  # also where no worker runs; reading a page never does it
    actions.require_open(found.line.state)
    ballot, errors = forms.read(form, found)
    if errors:
        return await _show(request, actor, found, status=422, values=form, errors=errors)
    try:
        throttle(request, actor.id, "ballots")
        receipt = await actions.cast(actor, found, ballot)
    except Refused as refused:
        if refused.status != 429:
            raise
        return await _again(request, actor, found, form, refused)
    return redirect(found.line.url, CAST, receipt=receipt)


async def _again(
    request: AnyRequest, actor: Actor, found: Poll, form: Form, refused: Refused
) -> Response[Any]:
    errors = Errors()
    errors.add("", msgid_of(refused.key))
    answer = await _show(request, actor, found, status=429, values=form, errors=errors)
    answer.headers["retry-after"] = str(max(1, math.ceil(refused.retry_after)))
    return answer


@post("/polls/{poll_id:int}/closing", status_code=303)
async def close(actor: Actor, poll_id: int) -> Response[Any]:
    """The count follows at once; where it cannot, the worker tries again."""
    editor = require(actor, "editor")
    await actions.close(poll_id, editor)
    counted = await actions.try_count(poll_id)
    done = N_("Die Abstimmung ist beendet und ausgezählt.")
    waiting = N_("Die Abstimmung ist beendet. Sie wird noch ausgezählt.")
    return redirect(f"/polls/{poll_id}", done if counted else waiting)


@get("/polls/{poll_id:int}/result.csv")
async def table(actor: Actor, poll_id: int) -> Response[bytes]:
    """The numbers of the page and no others, with semicolons, as a table program in this country wants them."""
    found = await _poll(poll_id, actor)
    result = await queries.result(found)
    if found.line.state is not State.CLOSED or result is None:
        raise NotFoundException
    file = io.StringIO()
    csv.writer(file, delimiter=";").writerows(plain_table(found, result))
    return Response(
        file.getvalue().encode("utf-8-sig"),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="poll-{poll_id}.csv"'},
    )


@get("/polls/{poll_id:int}/receipts")
async def receipts(actor: Actor, poll_id: int) -> Response[bytes]:
    """One a line, sorted: a text to keep and to search, without a program."""
    found = await _poll(poll_id, actor)
    if found.line.state is not State.CLOSED:
        raise NotFoundException
    text = "".join(f"{receipt}\n" for receipt in await queries.receipts(poll_id))
    return Response(text.encode(), media_type="text/plain; charset=utf-8")


ROUTES = [index, index_of, show, vote, close, table, receipts]
