"""The weighing: its result for all, and the desk at which it is made."""

import csv
import io
from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor, require
from participation.core.errors import Refused
from participation.core.forms import EMPTY, Errors, Form
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, locale_of, page, private, redirect
from participation.core.refusing import as_errors
from participation.plans import attachments, weighing
from participation.plans import weighing_queries as queries
from participation.plans.parts import text_of
from participation.plans.rules.weighing import Weighed
from participation.plans.weighing_forms import read_point
from participation.plans.weighing_queries import Stated
from participation.plans.wording import OUTCOMES, STAGES

NEW = 0
"""In place of a point's number: the form for a further one."""


# --- for all ------------------------------------------------------------------------------------------------


@get("/texts/{weighed_id:int}/weighing")
async def show(request: AnyRequest, actor: Actor, weighed_id: int) -> Response[Any]:
    """Before it is published only editors see it."""
    return await _show(request, actor, weighed_id)


async def _show(
    request: AnyRequest, actor: Actor, weighed_id: int, errors: Errors | None = None, status: int = 200
) -> Response[Any]:
    found, head = await text_of(weighed_id, actor)
    progress = await queries.progress(weighed_id)
    if progress.published_at is None and not actor.has("editor"):
        raise NotFoundException
    points = await queries.points(weighed_id)
    return await page(
        request,
        "plans/weighing.html",
        status=status,
        text=found,
        consultation=head,
        progress=progress,
        groups=queries.by_topic(points),
        total=len(points),
        stages=queries.stages(points),
        stage_words=STAGES,
        outcomes=OUTCOMES,
        errors=errors or Errors(),
    )


@get("/texts/{weighed_id:int}/weighing.csv")
async def file(actor: Actor, weighed_id: int) -> Response[bytes]:
    await text_of(weighed_id, actor)
    progress = await queries.progress(weighed_id)
    if progress.published_at is None and not actor.has("editor"):
        raise NotFoundException
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(queries.table(await queries.points(weighed_id)))
    return Response(
        content=text.getvalue().encode("utf-8-sig"),
        media_type="text/csv; charset=utf-8",
        headers={
            "content-disposition": f'attachment; filename="weighing-{weighed_id}.csv"',
            "x-content-type-options": "nosniff",
        },
    )


@post("/texts/{weighed_id:int}/weighing", status_code=303)
async def publish(request: AnyRequest, actor: Actor, form: Form, weighed_id: int) -> Response[Any]:
    editor = require(actor, "editor")
    if not form.flag("sure"):
        errors = Errors(
            {"sure": N_("Bitte bestätigen Sie, dass die Abwägung so veröffentlicht werden soll.")}
        )
        return await _show(request, actor, weighed_id, errors, 422)
    try:
        await weighing.publish(editor, weighed_id, locale_of(request))
    except Refused as refused:
        return await _show(request, actor, weighed_id, as_errors(refused), refused.status)
    return redirect(f"/texts/{weighed_id}/weighing", N_("Die Abwägung ist veröffentlicht."))


# --- the desk -----------------------------------------------------------------------------------------------


@get("/plan-statements/{statement_id:int}/points")
async def desk(request: AnyRequest, actor: Actor, statement_id: int) -> Response[Any]:
    require(actor, "editor")
    return await _desk(request, await _stated(statement_id))


async def _stated(statement: int) -> Stated:
    found = await queries.stated(statement)
    if found is None:
        raise NotFoundException
    return found


async def _desk(
    request: AnyRequest,
    found: Stated,
    *,
    status: int = 200,
    editing: int = NEW,
    values: Form = EMPTY,
    errors: Errors | None = None,
) -> Response[Any]:
    return private(
        await page(
            request,
            "plans/points.html",
            status=status,
            statement=found,
            files=(await attachments.of([found.id])).get(found.id, []),
            points=await queries.points_of(found.id),
            stage_words=STAGES,
            outcomes=OUTCOMES,
            blank=Weighed("", ""),
            choices=[(one.value, word) for one, word in OUTCOMES.items()],
            editing=editing,
            values=values,
            errors=errors or Errors(),
        )
    )


@post("/plan-statements/{statement_id:int}/points", status_code=303)
async def add(request: AnyRequest, actor: Actor, form: Form, statement_id: int) -> Response[Any]:
    editor = require(actor, "editor")
    found = await _stated(statement_id)
    sent, errors = read_point(form, found.name, found.address)
    if errors:
        return await _desk(request, found, status=422, values=form, errors=errors)
    try:
        number = await weighing.add(editor, statement_id, sent)
    except Refused as refused:
        return await _desk(request, found, status=refused.status, values=form, errors=as_errors(refused))
    return redirect(
        f"/plan-statements/{statement_id}/points#point-{number}", N_("Der Punkt ist gespeichert.")
    )


@post("/plan-points/{point_id:int}", status_code=303)
async def change(request: AnyRequest, actor: Actor, form: Form, point_id: int) -> Response[Any]:
    editor = require(actor, "editor")
    found = await _stated(await queries.statement_of(point_id) or NEW)
    sent, errors = read_point(form, found.name, found.address)
    if errors:
        return await _desk(request, found, status=422, editing=point_id, values=form, errors=errors)
    try:
        await weighing.change(editor, point_id, sent, form.text("known"))
    except Refused as refused:
        return await _desk(
            request, found, status=refused.status, editing=point_id, values=form, errors=as_errors(refused)
        )
    return redirect(f"/plan-statements/{found.id}/points#point-{point_id}", N_("Der Punkt ist gespeichert."))


@post("/plan-points/{point_id:int}/removal", status_code=303)
async def remove(actor: Actor, point_id: int) -> Response[Any]:
    statement = await weighing.remove(require(actor, "editor"), point_id)
    return redirect(f"/plan-statements/{statement}/points", N_("Der Punkt ist gelöscht."))


ROUTES = [show, file, publish, desk, add, change, remove]
