"""The desk at which residents are verified."""

from typing import Any

from litestar import Response, get, post

from participation.accounts import verification
from participation.accounts.actor import Actor, require
from participation.accounts.verification import LABELS, How
from participation.core.errors import Refused, msgid_of
from participation.core.forms import EMPTY, Errors, Form
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, page, redirect

DESK = ("clerk", "administrator")


@get("/verifications")
async def desk(request: AnyRequest, actor: Actor) -> Response[Any]:
    require(actor, *DESK)
    return await _desk(request, EMPTY, Errors(), 200)


async def _desk(request: AnyRequest, form: Form, errors: Errors, status: int) -> Response[Any]:
    return await page(
        request,
        "accounts/verifications.html",
        status=status,
        values=form,
        errors=errors,
        labels=LABELS,
        verified=await verification.standing(),
        total=await verification.number(),
    )


@post("/verifications", status_code=303)
async def verify(request: AnyRequest, actor: Actor, form: Form) -> Response[Any]:
    clerk, errors = require(actor, *DESK), Errors()
    email, how = form.text("email")[:300], form.text("how")
    if not email:
        errors.add("email", N_("Bitte geben Sie die E-Mail-Adresse des Kontos ein."))
    if how not in set(How):
        errors.add("how", N_("Bitte sagen Sie, woran Sie den Wohnsitz erkannt haben."))
    if not errors:
        try:
            name = await verification.verify(clerk, email, How(how))
            return redirect("/verifications", N_("Bestätigt: %(name)s."), name=name)
        except Refused as refused:
            errors.add("email", msgid_of(refused.key))
    return await _desk(request, form, errors, 422)


@post("/verifications/{verification_id:int}/withdraw", status_code=303)
async def withdraw(actor: Actor, verification_id: int) -> Response[Any]:
    clerk = require(actor, *DESK)
    await verification.withdraw(clerk, verification_id)
    return redirect("/verifications", N_("Die Bestätigung gilt nicht mehr."))


ROUTES = [desk, verify, withdraw]
