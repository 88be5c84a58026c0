"""The office's desk: the days of a display, the list of statements, entering what came on paper, the file of all."""

import csv
import io
from dataclasses import replace
from datetime import date
from typing import Any

from litestar import Response, get, post

from moderation.links import new_token
from participation.accounts.actor import Actor, require
from participation.consultations.queries import Head
from participation.core.audit import record
from participation.core.clock import today
from participation.core.db import unit_of_work
from participation.core.errors import Refused
from participation.core.forms import EMPTY, Errors, Form, query_text
from participation.core.i18n import N_
from participation.core.images import BODY_MAX
from participation.core.pages import AnyRequest, page, private, redirect
from participation.core.paging import Page, wanted
from participation.core.refusing import as_errors
from participation.plans import attachments, office, stating
from participation.plans.parts import text_of
from participation.plans.queries import Text
from participation.plans.rules.display import Period, last_day
from participation.plans.rules.statements import PAGE_SIZE, Channel
from participation.plans.statement_forms import day, read_days, read_entry
from participation.plans.wording import CHANNELS, UNSURE

OFFICE = ("editor", "clerk")


# --- the days -----------------------------------------------------------------------------------------------


@get("/texts/{plan_id:int}/display")
async def days(request: AnyRequest, actor: Actor, plan_id: int) -> Response[Any]:
    """Asked with a first day, it computes the last one; nothing is stored before somebody confirms."""
    require(actor, "editor")
    found, head = await text_of(plan_id, actor)
    names = ("announced_on", "starts_on")
    values = Form({name: [query_text(request, name, 10)] for name in names})
    errors = Errors()
    starts = day(values.text("starts_on"))
    if values.text("starts_on") and starts is None:
        errors.add("starts_on", N_("Bitte nennen Sie einen Tag, zum Beispiel 2027-05-31."))
    return await _days(request, found, head, starts, values, errors)


@post("/texts/{plan_id:int}/display", status_code=303)
async def confirm(request: AnyRequest, actor: Actor, form: Form, plan_id: int) -> Response[Any]:
    editor = require(actor, "editor")
    found, head = await text_of(plan_id, actor)
    sent, errors = read_days(form)
    starts = day(form.text("starts_on"))
    if errors or sent is None:
        return await _days(request, found, head, starts, form, errors, 422)
    try:
        await stating.confirm(editor, plan_id, sent)
    except Refused as refused:
        return await _days(request, found, head, starts, form, as_errors(refused), refused.status)
    return redirect(found.url, N_("Die Tage der Auslegung stehen fest."))


async def _days(
    request: AnyRequest,
    found: Text,
    head: Head,
    starts: date | None,
    values: Form,
    errors: Errors,
    status: int = 200,
) -> Response[Any]:
    computed = Period(starts, last_day(starts)) if starts else None
    return await page(
        request,
        "plans/display.html",
        status=status,
        text=found,
        consultation=head,
        display=await office.display(found.id),
        computed=computed,
        today=today(),
        values=values,
        errors=errors,
    )


# --- statements ---------------------------------------------------------------------------------------------


@get("/texts/{plan_id:int}/statements")
async def index(request: AnyRequest, actor: Actor, plan_id: int) -> Response[Any]:
    require(actor, *OFFICE)
    return await _index(request, actor, plan_id)


async def _index(
    request: AnyRequest, actor: Actor, text_id: int, errors: Errors | None = None, status: int = 200
) -> Response[Any]:
    found, head = await text_of(text_id, actor)
    words = query_text(request, "q")
    paging = Page(wanted(query_text(request, "page", 10)), PAGE_SIZE, await office.count(text_id, words))
    paging = Page(min(paging.number, paging.last), PAGE_SIZE, paging.total)
    listed = await office.statements(text_id, words, offset=paging.offset)
    return private(
        await page(
            request,
            "plans/statements.html",
            status=status,
            text=found,
            consultation=head,
            statements=listed,
            files=await attachments.of([one.id for one in listed]),
            paging=paging,
            words=words,
            channels=CHANNELS,
            errors=errors or Errors(),
        )
    )


@get("/texts/{plan_id:int}/statements/entry")
async def entry(request: AnyRequest, actor: Actor, plan_id: int) -> Response[Any]:
    require(actor, *OFFICE)
    found, head = await text_of(plan_id, actor)
    return await _entry(request, found, head, EMPTY)


@post("/texts/{plan_id:int}/statements/entry", status_code=303, request_max_body_size=BODY_MAX)
async def enter(request: AnyRequest, actor: Actor, form: Form, plan_id: int) -> Response[Any]:
    clerk = require(actor, *OFFICE)
    found, head = await text_of(plan_id, actor)
    sent, errors = read_entry(form, today())
    try:
        files = await attachments.read(form, errors)
        if errors:
            return await _entry(request, found, head, form, errors, 422)
        token = await stating.enter(clerk, plan_id, replace(sent, files=files), form.text("once"))
    except Refused as refused:
        return await _entry(request, found, head, form, as_errors(refused), refused.status)
    return redirect(f"/statements/{token}", N_("Eingetragen. Das ist die Bestätigung zum Ausdrucken."))


async def _entry(
    request: AnyRequest,
    found: Text,
    head: Head,
    values: Form,
    errors: Errors | None = None,
    status: int = 200,
) -> Response[Any]:
    return private(
        await page(
            request,
            "plans/entry.html",
            status=status,
            accept=attachments.ACCEPT,
            text=found,
            consultation=head,
            display=await office.display(found.id),
            channels=[(one.value, CHANNELS[one]) for one in Channel if one is not Channel.ONLINE],
            today=today(),
            once=values.text("once") or new_token()[0],
            values=values,
            errors=errors or Errors(),
        )
    )


@post("/texts/{plan_id:int}/statements/file", status_code=200)
async def file(actor: Actor, plan_id: int) -> Response[bytes]:
    """A POST, for it leaves an entry in the audit log: names leave the house here."""
    person = require(actor, *OFFICE)
    await text_of(plan_id, actor)
    found = await office.statements(plan_id, "", most=office.ALL)
    files = await attachments.of([one.id for one in found])
    async with unit_of_work():
        await record(person, "statements.exported", "text", plan_id, {"count": len(found)})
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(office.table(found, files))
    return Response(
        content=text.getvalue().encode("utf-8-sig"),
        media_type="text/csv; charset=utf-8",
        headers={
            "content-disposition": f'attachment; filename="statements-{plan_id}.csv"',
            "cache-control": "no-store",
            "x-content-type-options": "nosniff",
        },
    )


@post("/plan-statements/{statement_id:int}/erasure", status_code=303)
async def erase(actor: Actor, form: Form, statement_id: int) -> Response[Any]:
    editor = require(actor, "editor")
    if not form.flag("sure"):
        raise Refused(UNSURE, status=422)
    text_id = await stating.erase(editor, statement_id)
    return redirect(f"/texts/{text_id}/statements", N_("Name, Anschrift und Mail-Adresse sind gelöscht."))


ROUTES = [days, confirm, index, entry, enter, file, erase]
