"""Which proposal a paragraph comes from: said by the editors, shown at the paragraph and at the proposal."""

import re
from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor, require
from participation.consultations import taken_up
from participation.consultations.queries import Head
from participation.core import kinds
from participation.core.forms import EMPTY, Errors, Form
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, page, redirect
from participation.plans import queries
from participation.plans.actions import KIND
from participation.plans.forms import check_length
from participation.plans.parts import paragraph_of
from participation.plans.queries import Paragraph
from participation.plans.rules.texts import says_something

SOURCE = "proposal"
_ADDRESS = re.compile(r"(?:\S*/proposals/)?#?(\d{1,18})(?:[/?#]\S*)?")


@get("/paragraphs/{paragraph_id:int}/sources")
async def sources(request: AnyRequest, actor: Actor, paragraph_id: int) -> Response[Any]:
    require(actor, "editor")
    return await _form(request, *await paragraph_of(paragraph_id, actor))


@post("/paragraphs/{paragraph_id:int}/sources", status_code=303)
async def add(request: AnyRequest, actor: Actor, form: Form, paragraph_id: int) -> Response[Any]:
    editor = require(actor, "editor")
    found, head = await paragraph_of(paragraph_id, actor)
    errors = Errors()
    note, number = form.text("note"), await _proposal(form, errors)
    if not says_something(note):
        errors.add("note", N_("Schreiben Sie, was sich durch den Vorschlag im Text geändert hat."))
    check_length(errors, "note", note, taken_up.NOTE_MAX)
    if errors:
        return await _form(request, found, head, form, errors, 422)
    await taken_up.take_up(editor, (SOURCE, number), (KIND, found.id), found.version, note)
    return redirect(f"{found.url}#sources", N_("Der Vorschlag und der Absatz verweisen jetzt aufeinander."))


async def _proposal(form: Form, errors: Errors) -> int:
    """Its number, from a number or an address; a public one of the whole city."""
    match = _ADDRESS.fullmatch(form.text("proposal"))
    card = await kinds.card(SOURCE, int(match[1])) if match else None
    if card is None or card.hidden:
        errors.add("proposal", N_("Diesen Vorschlag gibt es nicht, oder er ist nicht öffentlich."))
        return 0
    return card.id


@post("/paragraphs/{paragraph_id:int}/sources/{entry:int}/removal", status_code=303)
async def remove(actor: Actor, paragraph_id: int, entry: int) -> Response[Any]:
    editor = require(actor, "editor")
    found, _ = await paragraph_of(paragraph_id, actor)
    if not await taken_up.drop(editor, entry, (KIND, found.id)):
        raise NotFoundException
    return redirect(f"{found.url}/sources", N_("Der Verweis ist gelöscht, auf beiden Seiten."))


async def _form(
    request: AnyRequest,
    found: Paragraph,
    head: Head,
    values: Form = EMPTY,
    errors: Errors | None = None,
    status: int = 200,
) -> Response[Any]:
    return await page(
        request,
        "plans/sources.html",
        status=status,
        paragraph=found,
        consultation=head,
        sources=await taken_up.comes_from(KIND, found.id),
        changed=await queries.last_change(found.id),
        values=values,
        errors=errors or Errors(),
    )


ROUTES = [sources, add, remove]
