"""A comment has an address of its own, wherever in a long thread it stands, and a form for other words."""

from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor, require
from participation.core import kinds
from participation.core.errors import Refused, msgid_of
from participation.core.forms import Errors, Form
from participation.core.html import render_text
from participation.core.i18n import N_
from participation.core.kinds import Card
from participation.core.pages import AnyRequest, page, redirect
from participation.core.throttle import throttle
from participation.discussion import changing, forms
from participation.discussion.queries import stand_of


@get("/comments/{comment_id:int}")
async def show_comment(comment_id: int) -> Response[Any]:
    return redirect(await _address(comment_id))


async def _address(comment_id: int) -> str:
    stand = await stand_of(comment_id)
    subject = await kinds.card(*stand.subject) if stand else None
    if stand is None or subject is None:
        raise NotFoundException
    return subject.url + stand.tail


@get("/comments/{comment_id:int}/edit")
async def edit(request: AnyRequest, actor: Actor, comment_id: int) -> Response[Any]:
    require(actor)
    row, subject = await _own(actor, comment_id)
    changing.require_changeable(row)
    values = Form({"body": [row["body"]], "stance": [row["stance"] or ""]})
    return await _form(request, row, subject, values)


async def _own(actor: Actor, comment_id: int) -> tuple[Any, Card]:
    """Also 404 where the thing that the comment is about cannot be read."""
    row = await changing.own(actor, comment_id)
    subject = await changing.subject_of(row)
    if subject is None or subject.hidden:
        raise NotFoundException
    return row, subject


@post("/comments/{comment_id:int}/edit", status_code=303)
async def save(request: AnyRequest, actor: Actor, form: Form, comment_id: int) -> Response[Any]:
    require(actor)
    row, subject = await _own(actor, comment_id)
    sent, errors = forms.read(form)
    if errors:
        return await _form(request, row, subject, form, errors, 422)
    try:
        throttle(request, actor.id, "comments")
        await changing.change(actor, comment_id, sent, await render_text(sent.body))
    except Refused as refused:
        return await _form(request, row, subject, form, Errors(body=msgid_of(refused.key)), refused.status)
    return redirect(await _address(comment_id), N_("Ihr Kommentar ist geändert."))


async def _form(
    request: AnyRequest,
    row: Any,
    subject: Card,
    values: Form,
    errors: Errors | None = None,
    status: int = 200,
) -> Response[Any]:
    return await page(
        request,
        "discussion/edit.html",
        status=status,
        number=row["id"],
        first_level=row["parent"] is None,
        subject=subject,
        values=values,
        errors=errors or Errors(),
    )


ROUTES = [show_comment, edit, save]
