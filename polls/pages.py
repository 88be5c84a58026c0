"""The pages of polls: the list, the ballot, the result, the list of receipts."""

import csv
import io
from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor, require
from participation.consultations.queries import consultation_by_slug
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, page, redirect
from polls import actions, queries, receipt_pages, recount_pages
from polls.codes import pages as codes
from polls.editor import pages as editor
from polls.life import State
from polls.one_poll import find_poll, show_poll
from polls.paper import pages as paper
from polls.queries import Line
from polls.questionnaire import pages as questionnaire
from polls.roll import pages as roll
from polls.showing import plain_table
from polls.voter import pages as voter
from polls.wording import STATES

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
    found = await find_poll(poll_id, actor)
    if found.line.place != found.line.url:
        return redirect(found.line.place)
    if found.line.part_of and found.line.state not in {State.DRAFT, State.CLOSED}:
        return redirect(f"/polls/{found.line.part_of}")
    return await show_poll(request, actor, found)


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
    found = await find_poll(poll_id, actor)
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
    found = await find_poll(poll_id, actor)
    if found.line.state is not State.CLOSED:
        raise NotFoundException
    text = "".join(f"{receipt}\n" for receipt in await queries.receipts(poll_id))
    return Response(text.encode(), media_type="text/plain; charset=utf-8")


ROUTES = [
    index,
    index_of,
    show,
    close,
    table,
    receipts,
    *voter.ROUTES,
    *receipt_pages.ROUTES,
    *recount_pages.ROUTES,
    *editor.ROUTES,
    *codes.ROUTES,
    *roll.ROUTES,
    *paper.ROUTES,
    *questionnaire.ROUTES,
]
