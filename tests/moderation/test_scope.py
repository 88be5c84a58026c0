"""Narrowing the queue, many cases at once, and moderators who see only a part of the city."""

import asyncio
import re
from dataclasses import replace

import pytest

from moderation.live import queue_socket
from participation.consultations.actions import create_district
from participation.core import db
from participation.core.db import execute, fetch_value
from participation.core.sessions import cookie_name
from tests.consultations.factories import make_consultation
from tests.forums.factories import Socket, forum
from tests.moderation.test_journey import HIDE, mails, reported
from tests.proposals.factories import consultation, proposal


@pytest.fixture(autouse=True)
async def _ready(wall, rules):
    return


@pytest.fixture
async def places(wall, visitor):
    """Two consultations with a case each, and a case that belongs to none; the ids of the consultations."""
    ids = [await make_consultation("baeume", "Mehr Bäume"), await make_consultation("radweg", "Mein Radweg")]
    for number, (place, reason) in enumerate(((ids[0], "spam"), (ids[1], "insult"), (None, "hate")), 1):
        wall.add(f"Zettel {number}")
        wall.notes[number] = replace(wall.notes[number], consultation_id=place)
        await reported(visitor, wall.notes[number], reason=reason, email=f"m{number}@example.org")
    return ids


def seen(page) -> list[int]:
    return [number for number in (1, 2, 3) if f'id="case-{number}"' in page.text]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("reason=insult", [2]),
        ("source=system", []),
        ("source=people", [1, 2, 3]),
        ("kind=note", [1, 2, 3]),
        ("kind=comment", []),
        ("lane=live", []),
        ("claim=free", [2, 3]),
        ("claim=others", [1]),
        ("hours=6", [3]),
        ("consultation={0}", [1]),
        ("consultation=999", []),
        ("lane=x&kind=y&reason=z&hours=-1&claim=q&source=w", [1, 2, 3]),
    ],
)
async def test_the_queue_is_narrowed(query, expected, places, carla, cem):
    await cem.post("/moderation/cases/1/claim")
    await execute("UPDATE moderation_case SET queued_at = queued_at - interval '7 hours' WHERE id = 3")
    noted: list[str] = []
    token = db.statements.set(noted)
    try:
        page = await carla.get(f"/moderation?{query.format(*places)}")
    finally:
        db.statements.reset(token)
    assert seen(page) == expected
    assert len(noted) <= 8


async def test_whoever_has_claimed_something_is_found_by_name(places, carla, cem):
    await cem.post("/moderation/cases/1/claim")
    page = (await carla.get("/moderation")).text
    assert f'<option value="{cem.id}">Cem A.</option>' in page
    assert f'<option value="{carla.id}">Carla M.' not in page
    assert seen(await carla.get(f"/moderation?claim={cem.id}")) == [1]
    assert seen(await carla.get(f"/moderation?claim={carla.id}")) == []


async def test_what_the_queue_is_narrowed_to_stays_with_every_other_choice(places, carla):
    page = (await carla.get("/moderation?reason=insult&sort=newest&q=Zettel")).text
    for link in (
        "/moderation?filter=mine",
        "/moderation?filter=overdue",
        "/moderation?sort=newest",
        "/moderation?q=",
    ):
        found = next(one for one in re.findall(r'href="([^"]+)"', page) if one.startswith(link))
        assert "reason=insult" in found
        assert "q=Zettel" in found
    assert page.count('name="reason" value="insult"') == 1, "the search keeps it too"


async def test_many_cases_are_seen_first_and_then_decided_each_for_itself(places, carla, cem, wall):
    await cem.post("/moderation/cases/2/claim")
    assert (await carla.get("/moderation/bulk?action=hide")).status_code == 303
    url = "/moderation/bulk?case=1&case=2&case=3&case=99&case=x&action=hide"
    preview = await carla.get(url)
    assert "2 Fälle auf einmal" in preview.text
    assert "bleibt liegen" in preview.text
    assert wall.acts == []
    fields = {**HIDE, "case": ["1", "2", "3"]}
    assert (await carla.post("/moderation/bulk", {**fields, "reason": ""})).status_code == 422
    assert (
        await carla.post("/moderation/bulk", {**fields, "action": "suspend", "until": "x"})
    ).status_code == 422
    assert (await carla.post("/moderation/bulk", fields)).status_code == 303
    assert wall.acts == [("hide", 1), ("hide", 3)]
    assert await fetch_value("SELECT count(*) FROM audit_entry WHERE act = 'decision.made'") == 2
    assert len(await mails("m1@example.org")) == 2
    assert (await carla.post("/moderation/cases/3/undo")).status_code == 303
    assert wall.acts[-1] == ("restore", 3)


CASE_ACTS = ("claim", "release", "decision", "undo", "quick", "notes")


@pytest.mark.parametrize("scope", ["consultation", "district"])
async def test_what_lies_outside_does_not_exist(scope, places, konrad, carla, wall):
    number = places[0]
    if scope == "district":
        district = await create_district("nord", "Nord")
        await execute("UPDATE consultation SET district = $2 WHERE id = $1", number, district)
        number = district
    await execute(
        "INSERT INTO role_grant (person, role, scope_kind, scope_id, granted_at) VALUES ($1, 'moderator', $2, $3, now())",
        konrad.id, scope, number,
    )  # fmt: skip
    await carla.post("/moderation/handover", {"text": "Achtet auf den Radweg."})
    queue = await konrad.get("/moderation")
    assert seen(queue) == [1]
    assert "Ein Fall wartet" in queue.text
    assert "Mein Radweg" not in queue.text
    assert "Achtet auf den Radweg" not in queue.text
    assert "Achtet auf den Radweg" in (await carla.get("/moderation")).text
    assert "/moderation/watch" not in queue.text
    page = await konrad.get("/moderation/cases/1")
    assert "noch 0 Fälle" in page.text
    for outside in (2, 3):
        assert (await konrad.get(f"/moderation/cases/{outside}")).status_code == 404
        for act in CASE_ACTS:
            answer = await konrad.post(f"/moderation/cases/{outside}/{act}", {**HIDE, "note": "x"})
            assert answer.status_code == 404, act
    for whole in ("/moderation/texts", "/moderation/watch", "/moderation/second-looks"):
        assert (await konrad.get(whole)).status_code == 403
    assert (await konrad.post("/moderation/bulk", {**HIDE, "case": ["1", "2", "3"]})).status_code == 303
    assert wall.acts == [("hide", 1)]
    assert (await konrad.post("/moderation/cases/1/undo")).status_code == 303


async def test_a_district_has_what_lies_in_it_whatever_stands_behind_it(alma, konrad, carla):
    """A line from its forum, and in a consultation about the whole city a proposal with what is said below it."""
    north, south = [await create_district(name, name.title()) for name in ("nord", "sued")]
    place = await forum()
    await execute("UPDATE forum SET district = $1 WHERE id = $2", north, place)
    house = await consultation()
    ours, theirs = await proposal(house), await proposal(house)
    for number, district in ((ours, north), (theirs, south)):
        await execute("UPDATE proposal SET district = $2 WHERE id = $1", number, district)
        await alma.post(f"/proposals/{number}/comments", {"body": "Gute Idee."})
    await alma.post("/forums/demo/messages", {"body": "Guten Abend"})
    for kind, number in (
        ("message", 1),
        ("proposal", ours),
        ("comment", 1),
        ("proposal", theirs),
        ("comment", 2),
    ):
        fields = {"kind": kind, "id": str(number), "reason": "spam", "good_faith": "1"}
        assert (await carla.post("/report", fields)).status_code == 303, kind
    await execute(
        "INSERT INTO role_grant (person, role, scope_kind, scope_id, granted_at) VALUES ($1, 'moderator', 'district', $2, now())",
        konrad.id, north,
    )  # fmt: skip
    page = (await konrad.get("/moderation")).text
    assert "Drei Fälle warten" in page
    statuses = [(await konrad.get(f"/moderation/cases/{case}")).status_code for case in range(1, 6)]
    assert statuses == [200, 200, 200, 404, 404]
    assert "Fünf Fälle warten" in (await carla.get("/moderation")).text


class Bell(Socket):
    async def __aenter__(self):
        self.task = asyncio.create_task(queue_socket(self.scope, self.inbox.get, self.send))
        await asyncio.sleep(0.5)
        return self

    async def rings(self) -> int:
        await asyncio.sleep(0.8)
        return self.text.count("queue-changed")


async def test_the_bell_rings_only_for_what_is_seen(places, konrad, carla, visitor, wall):
    await execute(
        "INSERT INTO role_grant (person, role, scope_kind, scope_id, granted_at) VALUES ($1, 'moderator', 'consultation', $2, now())",
        konrad.id, places[0],
    )  # fmt: skip
    cookies = [f"{cookie_name()}={one.http.cookies[cookie_name()]}" for one in (konrad, carla)]
    async with (
        Bell("/moderation/live", cookie=cookies[0]) as his,
        Bell("/moderation/live", cookie=cookies[1]) as hers,
    ):
        start = [await his.rings(), await hers.rings()]
        await reported(visitor, wall.notes[2], email="mehr@example.org")
        assert await hers.rings() > start[1]
        assert await his.rings() == start[0]
        await carla.post("/moderation/cases/1/claim")
        assert await his.rings() > start[0]


async def test_an_author_is_known_only_from_where_the_eyes_reach(places, alma, konrad, carla, wall):
    for number in (1, 2):
        await execute("UPDATE moderation_case SET author = $2 WHERE id = $1", number, alma.id)
    await carla.post("/moderation/cases/2/decision", HIDE)
    await execute(
        "INSERT INTO role_grant (person, role, scope_kind, scope_id, granted_at) VALUES ($1, 'moderator', 'consultation', $2, now())",
        konrad.id, places[0],
    )  # fmt: skip
    for browser, count in ((carla, 1), (konrad, 0)):
        assert f"<dt>{count}</dt><dd>Beitr" in (await browser.get("/moderation/cases/1")).text


async def test_whoever_moderates_nothing_sees_nothing(places, konrad, alma):
    for person in (konrad, alma):
        for url in ("/moderation", "/moderation/cases/1", "/moderation/bulk?case=1"):
            assert (await person.get(url)).status_code == 403


async def test_what_would_no_longer_count_is_told_before_the_click(visitor, alma, carla):
    house = await consultation()
    number = await proposal(house)
    await alma.post(f"/proposals/{number}/support")
    await alma.post(f"/proposals/{number}/comments", {"body": "Gute Idee."})
    fields = {"reason": "spam", "good_faith": "1", "email": "fremd@example.org"}
    await visitor.submit(f"/report?kind=proposal&id={number}", "/report", fields)
    page = (await carla.get("/moderation/cases/1")).text
    assert "1 Unterstützung nicht mehr" in page
    assert "1 Kommentar darunter" in page
