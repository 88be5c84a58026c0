"""Who is in charge of what: for everybody to read, for editors to keep."""

from typing import Any

from litestar import Response, get, post

from participation.accounts.actor import Actor, require
from participation.core.forms import Form, query_text, whole_number
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, page, redirect
from participation.forums.topics import forms
from participation.forums.topics.bodies import bodies, retire_body, save_body


@get("/competence")
async def index(request: AnyRequest) -> Response[Any]:
    known = await bodies()
    number = whole_number(query_text(request, "edit", 20))
    edited = next((body for body in known if body.id == number), None)
    fields = (
        {name: [getattr(edited, name)] for name in ("name", "covers", "words", "url", "phone")}
        if edited
        else {}
    )
    return await page(request, "forums/topics/bodies.html", bodies=known, values=Form(fields))


@post("/competence")
async def save(request: AnyRequest, actor: Actor, form: Form) -> Response[Any]:
    person_id = require(actor, "editor")
    found, errors = forms.body(form)
    if errors:
        return await page(
            request,
            "forums/topics/bodies.html",
            status=422,
            bodies=await bodies(),
            values=form,
            errors=errors,
        )
    number = await save_body(found, person_id)
    return redirect(f"/competence#body-{number}", N_("Gespeichert."))


@post("/competence/{body_id:int}/removal")
async def remove(actor: Actor, body_id: int) -> Response[Any]:
    person_id = require(actor, "editor")
    await retire_body(body_id, person_id)
    return redirect("/competence", N_("Die Stelle steht nicht mehr auf der Liste."))


ROUTES = [index, save, remove]
