"""For moderators: the change of shift, figures of the team, and which places read before they publish."""

from typing import Any

from litestar import Response, get, post
from litestar.exceptions import NotFoundException

from moderation.forms import read_handover
from moderation.handover import claimed_by, hand_over, handovers, team_without
from moderation.premoderation import places, set_place
from moderation.rules import NOTE_MAX
from moderation.scope import reach_of
from moderation.second_look import agreement
from moderation.team import DAYS, figures_by_person, team_figures
from moderation.wording import Words
from participation.accounts.actor import Actor, require
from participation.accounts.rules import Role
from participation.core.forms import EMPTY, Errors, Form
from participation.core.i18n import N_
from participation.core.pages import AnyRequest, locale_of, page, redirect
from participation.settings import settings


@get("/moderation/handover")
async def show_handover(request: AnyRequest, actor: Actor) -> Response[Any]:
    return await _handover(request, require(actor, Role.MODERATOR), EMPTY, Errors())


@post("/moderation/handover", status_code=303)
async def give_over(request: AnyRequest, actor: Actor, form: Form) -> Response[Any]:
    person = require(actor, Role.MODERATOR)
    text, taker, errors = read_handover(form)
    if errors:
        return await _handover(request, person, form, errors)
    cases = await hand_over(person, taker, text)
    told = N_("Übergeben. Fälle, die mitgehen: %(cases)s.")
    return redirect("/moderation/handover", told, cases=cases)


async def _handover(request: AnyRequest, person: int, form: Form, errors: Errors) -> Response[Any]:
    return await page(
        request,
        "moderation/handover.html",
        status=422 if errors else 200,
        errors=errors,
        values=form,
        team=[(str(number), name) for number, name in await team_without(person)],
        mine=await claimed_by(person),
        earlier=await handovers(),
        text_max=NOTE_MAX,
    )


@get("/moderation/team")
async def show_team(request: AnyRequest, actor: Actor) -> Response[Any]:
    require(actor, Role.MODERATOR)
    looked, agreed = await agreement()
    return await page(
        request,
        "moderation/team.html",
        days=DAYS,
        team=await team_figures(),
        people=await figures_by_person() if settings().figures_per_person else [],
        looked=looked,
        agreed=agreed,
        words=Words(locale_of(request)),
    )


@get("/moderation/first")
async def show_first(request: AnyRequest, actor: Actor) -> Response[Any]:
    reach = await reach_of(actor)
    return await page(request, "moderation/first.html", places=await places(reach.consultations))


@post("/moderation/first", status_code=303)
async def change_first(actor: Actor, form: Form) -> Response[Any]:
    """`kind`, `number` and `on`: what a person does not reach does not exist."""
    reach = await reach_of(actor)
    wanted = form.text("kind"), form.number("number")
    place = next((one for one in await places(reach.consultations) if (one.kind, one.id) == wanted), None)
    if place is None:
        raise NotFoundException
    on = form.flag("on")
    await set_place(place.kind, place.id, on=on, person=reach.person)
    told = (
        N_("Ab jetzt liest die Moderation dort jeden neuen Text, bevor alle ihn sehen.")
        if on
        else N_("Ab jetzt erscheint dort alles sofort. Was noch wartet, wartet weiter auf Ihre Freigabe.")
    )
    return redirect("/moderation/first", told)


ROUTES = [show_handover, give_over, show_team, show_first, change_first]
