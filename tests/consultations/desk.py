"""An editor at the desk, step by step."""

import re
from datetime import timedelta

from participation.core import clock
from tests.people import Fields

TEXTS = {
    "title": "Mehr Bänke",
    "lead": "Wo soll man sitzen?",
    "body": "Die Stadt stellt **Bänke** auf.",
    "plain_body": "Es gibt neue Bänke.",
    "goals": "Sitzen für alle\n- Schatten\n\n",
    "open_points": "wo sie stehen",
    "fixed_points": "höchstens 50",
    "decides": "Der Rat.",
}
FRAME = {
    "audience": "Alle",
    "contact_name": "Hanna Brandt",
    "contact_phone": "0555 12345-61",
    "category-1": "Parks",
    "category-2": "Straßen",
}


def day(offset: int) -> str:
    return (clock.today() + timedelta(days=offset)).isoformat()


def form_of(page, action):
    return next(form for form in Fields(page.text).forms if form["action"] == action)["fields"]


async def begin(emin, title="Mehr Bänke", pattern="empty", start=0):
    answer = await emin.submit(
        "/consultations/desk/new", "/consultations", {"title": title, "pattern": pattern, "start": day(start)}
    )
    assert answer.status_code == 303, answer.text
    return re.fullmatch(r"/consultations/([a-z0-9-]+)/edit", answer.headers["location"])[1]


async def save(emin, slug, part="", /, **fields):
    url = f"/consultations/{slug}/edit{part}"
    return await emin.submit(url, url, fields)


PHASE = {"phase-1-kind": "collect", "phase-1-title": "Sammeln"}


async def whole(emin):
    """A draft that lacks nothing."""
    slug = await begin(emin)
    assert (await save(emin, slug, **TEXTS)).status_code == 303
    assert (await save(emin, slug, "/frame", **FRAME)).status_code == 303
    days = {"phase-1-from": day(0), "phase-1-until": day(10)}
    assert (await save(emin, slug, "/phases", **PHASE, **days)).status_code == 303
    return slug
