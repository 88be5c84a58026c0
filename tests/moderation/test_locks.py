"""A thread that moderation has ended, and opened again."""

import asyncio
from contextvars import Context

import pytest

from participation.core.clock import now
from participation.core.db import fetch_one, fetch_value, unit_of_work
from participation.core.kinds import Tombstone
from participation.discussion.locks import lock_around
from tests.moderation.mails import mails
from tests.proposals.factories import consultation, proposal

LOCK = {"action": "lock", "rule": "thema", "reason": "Es geht seit Tagen im Kreis."}
KEEP = {"action": "keep", "rule": "thema", "reason": "Es geht weiter."}
REPORT = {"reason": "off-topic", "good_faith": "1", "email": "fremd@example.org"}


@pytest.fixture
async def url(rules, alma):
    number = await proposal(await consultation())
    url = f"/proposals/{number}"
    assert (await alma.submit(url, f"{url}/comments", {"body": "Immer dasselbe"})).status_code == 303
    return url


async def report(visitor, kind):
    path = f"/report?kind={kind}&id=1"
    assert (await visitor.submit(path, "/report", REPORT)).status_code == 303


@pytest.mark.parametrize("kind", ["comment", "proposal"])
async def test_a_locked_thread_can_be_read_and_not_be_written_in(kind, url, visitor, alma, bora, carla):
    await report(visitor, kind)
    assert "Gespräch darunter beenden" in (await carla.get("/moderation/cases/1")).text
    assert (await carla.post("/moderation/cases/1/decision", LOCK)).status_code == 303
    page = await bora.get(url)
    assert "Die Moderation hat dieses Gespräch beendet: Beim Thema bleiben" in page.text
    assert "Immer dasselbe" in page.text
    assert f'action="{url}/comments"' not in page.text
    refused = await bora.post(f"{url}/comments", {"body": "Doch noch etwas"})
    assert refused.status_code == 409
    assert "Doch noch etwas" in refused.text
    assert "Die Moderation hat dieses Gespräch beendet. Sie können" in refused.text
    assert await fetch_value("SELECT count(*) FROM comment") == 1
    if kind == "comment":
        subject, text = (await mails("alma@example.org"))[-1]
        assert "Unter Ihrem Beitrag ist das Gespräch beendet" in subject
        assert LOCK["reason"] in text
    assert "das Gespräch beendet" in (await mails("fremd@example.org"))[-1][1]
    assert (await carla.submit("/moderation/cases/1", "/moderation/cases/1/undo")).status_code == 303
    assert (await bora.submit(url, f"{url}/comments", {"body": "Jetzt geht es"})).status_code == 303


async def test_an_appeal_opens_it_again_and_two_causes_hold_each_for_itself(
    url, visitor, alma, carla, cem, bora
):
    await report(visitor, "comment")
    await report(visitor, "proposal")
    for case in (1, 2):
        assert (await carla.post(f"/moderation/cases/{case}/decision", LOCK)).status_code == 303
    assert await fetch_value("SELECT locks FROM thread") == 2
    assert (await carla.post("/moderation/cases/2/undo")).status_code == 303
    assert (await bora.post(f"{url}/comments", {"body": "Zu früh"})).status_code == 409
    assert (
        await alma.post("/account/decisions/1/appeal", {"text": "Ich war beim Thema."})
    ).status_code == 303
    statement = await alma.get("/account/decisions/1")
    assert "Das gilt für dieses eine Gespräch" in statement.text
    assert (await cem.post("/moderation/cases/1/decision", KEEP)).status_code == 303
    assert tuple(await fetch_one("SELECT locks, (SELECT count(*) FROM thread_lock) FROM thread")) == (0, 0)
    assert (await bora.post(f"{url}/comments", {"body": "Weiter"})).status_code == 303
    assert "alles ist wie vorher" in (await mails("alma@example.org"))[-1][1]


async def test_a_comment_that_was_on_its_way_while_the_thread_was_ended_is_refused(url, bora):
    token = await bora.token()

    async def write():
        return await bora.post(f"{url}/comments", {"body": "Gerade noch", "_token": token})

    async with unit_of_work():
        await lock_around(1, Tombstone("Beim Thema bleiben", "thema", now()), 1)
        writing = asyncio.create_task(write(), context=Context())
        await asyncio.sleep(0.3)
        assert not writing.done()
    assert (await writing).status_code == 409
    assert await fetch_value("SELECT count(*) FROM comment") == 1
