"""What changes while a consultation runs: news, dates and documents."""

from typing import Any

from litestar import Response, get, post

from participation.accounts.actor import Actor, require
from participation.consultations.desk import board, board_forms
from participation.consultations.desk.pages import EDITOR, around, found_by
from participation.consultations.desk.queries import Managed
from participation.consultations.queries import details
from participation.core import clock
from participation.core.forms import EMPTY, Errors, Form
from participation.core.html import render_text
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, redirect


@get("/consultations/{slug:str}/edit/board")
async def show(request: AnyRequest, actor: Actor, slug: str) -> Response[Any]:
    require(actor, EDITOR)
    return await _board(request, await found_by(slug), EMPTY, Errors())


async def _board(request: AnyRequest, found: Managed, form: Form, errors: Errors) -> Response[Any]:
    return await around(
        request,
        "consultations/desk/board.html",
        found,
        422 if errors else 200,
        values=form,
        errors=errors,
        details=await details(found.id),
    )


@post("/consultations/{slug:str}/news", status_code=303)
async def add_news(request: AnyRequest, actor: Actor, form: Form, slug: str) -> Response[Any]:
    editor = require(actor, EDITOR)
    found = await found_by(slug)
    new, errors = board_forms.read_news(form)
    if errors:
        return await _board(request, found, form, errors)
    await board.add_news(editor, found.id, new, await render_text(new.body))
    return _back(found, N_("Die Neuigkeit steht jetzt auf der Seite."))


@post("/consultations/{slug:str}/news/{number:int}/removal", status_code=303)
async def drop_news(actor: Actor, slug: str, number: int) -> Response[Any]:
    editor = require(actor, EDITOR)
    found = await found_by(slug)
    await board.drop_news(editor, found.id, number)
    return _back(found, N_("Die Neuigkeit ist entfernt."))


@post("/consultations/{slug:str}/dates", status_code=303)
async def add_date(request: AnyRequest, actor: Actor, form: Form, slug: str) -> Response[Any]:
    editor = require(actor, EDITOR)
    found = await found_by(slug)
    new, errors = board_forms.read_date(form, clock.now())
    if errors:
        return await _board(request, found, form, errors)
    await board.add_date(editor, found.id, new)
    return _back(found, N_("Der Termin steht jetzt auf der Seite und im Kalender."))


@post("/consultations/{slug:str}/dates/{number:int}/cancellation", status_code=303)
async def cancel_date(actor: Actor, slug: str, number: int) -> Response[Any]:
    editor = require(actor, EDITOR)
    found = await found_by(slug)
    await board.cancel_date(editor, found.id, number)
    return _back(found, N_("Der Termin ist abgesagt. In abonnierten Kalendern steht er als abgesagt."))


@post("/consultations/{slug:str}/documents", status_code=303)
async def add_document(request: AnyRequest, actor: Actor, form: Form, slug: str) -> Response[Any]:
    editor = require(actor, EDITOR)
    found = await found_by(slug)
    new, errors = board_forms.read_document(form)
    if errors:
        return await _board(request, found, form, errors)
    await board.add_document(editor, found.id, new)
    return _back(found, N_("Die Unterlage steht jetzt auf der Seite."))


@post("/consultations/{slug:str}/documents/{number:int}/removal", status_code=303)
async def drop_document(actor: Actor, slug: str, number: int) -> Response[Any]:
    editor = require(actor, EDITOR)
    found = await found_by(slug)
    await board.drop_document(editor, found.id, number)
    return _back(found, N_("Die Unterlage ist entfernt."))


def _back(found: Managed, flash: str) -> Response[Any]:
    return redirect(f"{found.url}/edit/board", flash)


ROUTES = [show, add_news, drop_news, add_date, cancel_date, add_document, drop_document]
"""Part of the desk; see `desk.pages`."""
