"""A consultation that reads before it publishes."""

import asyncio

import pytest

from moderation.premoderation import CONSULTATION, set_place
from participation.core.db import execute, fetch_one, fetch_value, unit_of_work
from tests.moderation.mails import mails
from tests.proposals.factories import consultation, proposal

FIRST = "/moderation/first"
KEEP = {"action": "keep", "rule": "thema", "reason": "Passt."}
HIDE = {"action": "hide", "rule": "angriffe", "reason": "Der Satz trifft einen Menschen."}
NEW = {"title": "Eine Fontäne am Nordpark", "body": "Wasser kühlt, und Kinder planschen gern."}


@pytest.fixture
async def place(rules, carla):
    number = await consultation()
    answer = await carla.submit(FIRST, FIRST)
    assert answer.status_code == 303
    assert "Wird vorher gelesen" in (await carla.get(FIRST)).text
    return number


async def held_proposal(alma) -> str:
    form = await alma.get("/consultations/stadtgruen/proposals/new")
    assert "bevor alle ihn sehen" in form.text
    answer = await alma.post("/consultations/stadtgruen/proposals", NEW)
    assert answer.status_code == 303
    return answer.headers["location"]


async def seen(browser, url: str) -> int:
    """The status of its page; a proposal that is held or gone is nowhere else either."""
    answer = await browser.get(url)
    for where in (
        "/consultations/stadtgruen/proposals", "/search?q=Font%C3%A4ne", "/api/v1/proposals", "/proposals",
    ):  # fmt: skip
        assert (NEW["title"] in (await browser.get(where)).text) == (answer.status_code == 200), where
    return answer.status_code


async def test_a_proposal_waits_until_somebody_has_read_it(place, alma, bora, carla, visitor):
    url = await held_proposal(alma)
    mine = await alma.get(url)
    assert mine.status_code == 410
    assert "Ihr Vorschlag wartet" in mine.text
    assert await seen(visitor, url) == await seen(bora, url) == 404
    assert (await visitor.get(f"/api/v1{url}")).status_code == 404
    assert (await visitor.get("/report?kind=proposal&id=1")).status_code == 404
    queue = await carla.get("/moderation?source=held")
    assert "wartet auf Freigabe" in queue.text
    case = await carla.get("/moderation/cases/1")
    assert "Noch sieht diesen Beitrag niemand" in case.text
    assert "Freigeben" in case.text
    assert 'value="ask"' not in case.text
    assert (await carla.post("/moderation/cases/1/decision", {**KEEP, "action": "ask"})).status_code == 422
    await execute("UPDATE proposal SET published_at = published_at - interval '1 day'")
    assert (await carla.post("/moderation/cases/1/decision", KEEP)).status_code == 303
    assert await seen(visitor, url) == 200
    assert await fetch_value("SELECT published_at > now() - interval '1 minute' FROM proposal")
    ((subject, text),) = await mails("alma@example.org")
    assert "jetzt zu sehen" in subject
    assert url in text
    assert (await carla.submit("/moderation/cases/1", "/moderation/cases/1/undo")).status_code == 303
    assert await seen(visitor, url) == 404
    assert "bevor er erscheint" in (await mails("alma@example.org"))[-1][1]


async def test_what_is_not_let_through_gets_reasons_and_an_appeal(place, alma, carla, cem, visitor):
    url = await held_proposal(alma)
    assert (await carla.post("/moderation/cases/1/decision", HIDE)).status_code == 303
    subject, text = (await mails("alma@example.org"))[-1]
    assert "wird nicht veröffentlicht" in subject
    assert HIDE["reason"] in text
    page = await alma.get(url)
    assert "Keine Angriffe auf Personen" in page.text
    assert (await carla.submit("/moderation/cases/1", "/moderation/cases/1/undo")).status_code == 303
    assert "Ihr Vorschlag wartet" in (await alma.get(url)).text
    assert await seen(visitor, url) == 404
    await carla.post("/moderation/cases/1/decision", HIDE)
    await alma.post("/account/decisions/2/appeal", {"text": "Es geht um Wasser."})
    assert (await cem.post("/moderation/cases/1/decision", {**KEEP, "rule": "angriffe"})).status_code == 303
    assert await seen(visitor, url) == 200
    assert "ist jetzt zu sehen" in (await mails("alma@example.org"))[-1][1]


async def test_a_comment_waits_and_only_its_author_sees_that(place, alma, bora, carla, visitor):
    number = await proposal(place)
    url = f"/proposals/{number}"
    answer = await bora.submit(url, f"{url}/comments", {"body": "Springbrunnen wären schön", "stance": "for"})
    assert answer.status_code == 303
    assert "Ihr Kommentar wartet" in (await bora.get(url)).text
    for browser in (alma, visitor, bora):
        assert "Springbrunnen" not in (await browser.get(url)).text
    assert "wartet" not in (await alma.get(url)).text
    assert (await visitor.get("/comments/1")).status_code == 404
    counts = await fetch_one("SELECT comments_count, for_count FROM thread")
    assert tuple(counts) == (0, 0)
    await carla.post("/moderation/cases/1/decision", KEEP)
    assert "Springbrunnen" in (await visitor.get(url)).text
    counts = await fetch_one("SELECT comments_count, for_count FROM thread")
    assert tuple(counts) == (1, 1)


async def test_the_city_is_read_by_nobody_first_and_old_texts_stay(place, carla, dirk, visitor):
    number = await proposal(place)
    url = f"/proposals/{number}"
    await dirk.submit(url, f"{url}/comments", {"body": "Das prüfen wir."})
    assert "Das prüfen wir." in (await visitor.get(url)).text
    assert (await carla.submit(FIRST, FIRST)).status_code == 303
    assert "Erscheint sofort." in (await carla.get(FIRST)).text
    acts = await fetch_value("SELECT array_agg(act ORDER BY id) FROM audit_entry")
    assert acts == ["premoderation.begun", "premoderation.ended"]


async def test_other_places_publish_at_once(place, alma, visitor):
    other = await consultation("hitze")
    number = await proposal(other)
    url = f"/proposals/{number}"
    await alma.submit(url, f"{url}/comments", {"body": "Sofort da"})
    assert "Sofort da" in (await visitor.get(url)).text


@pytest.mark.parametrize("on", [True, False])
async def test_a_comment_sent_in_the_moment_of_the_switch_goes_by_the_new_rule(rules, alma, carla, on):
    place = await consultation()
    under = await proposal(place)
    if not on:
        await set_place(CONSULTATION, place, on=True, person=carla.id)
    switched, go = asyncio.Event(), asyncio.Event()

    async def switch() -> None:
        async with unit_of_work():
            await set_place(CONSULTATION, place, on=on, person=carla.id)
            switched.set()
            await go.wait()

    switching = asyncio.create_task(switch())
    await switched.wait()
    url = f"/proposals/{under}/comments"
    sending = asyncio.create_task(alma.post(url, {"body": "Ein Satz dazu."}))
    await asyncio.sleep(0.2)
    assert not sending.done()
    go.set()
    await asyncio.gather(switching, sending)
    assert sending.result().status_code == 303
    assert (await fetch_value("SELECT hidden_at FROM comment") is not None) == on


async def test_many_that_wait_are_let_through_at_once_and_taken_back(place, alma, carla, visitor):
    url = await held_proposal(alma)
    preview = await carla.get("/moderation/bulk?case=1&action=keep")
    assert "der auf Freigabe wartet" in preview.text
    assert (await carla.post("/moderation/bulk", {**KEEP, "case": "1"})).status_code == 303
    assert await seen(visitor, url) == 200
    assert "jetzt zu sehen" in (await mails("alma@example.org"))[-1][0]
    assert (await carla.post("/moderation/recent", {"case": "1"})).status_code == 303
    assert await seen(visitor, url) == 404
