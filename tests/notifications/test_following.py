"""Following a thing: one mail a day at most, nothing hidden in it, and out of it without signing in."""

import asyncio
import re
from datetime import timedelta

import pytest

from moderation.house import ensure_rules
from moderation.premoderation import CONSULTATION, set_place
from participation.core import outbox, persons
from participation.core.clock import now
from participation.core.db import execute, fetch, fetch_value, unit_of_work
from participation.core.kinds import Tombstone
from participation.core.mail import mail_folder
from participation.discussion import actions as discussion
from participation.notifications import digests
from participation.notifications.actions import forget, note
from participation.notifications.rules import What
from proposals import actions
from proposals.rules import Status
from tests.proposals.factories import consultation, proposal


@pytest.fixture
async def followed(alma):
    number = await proposal(await consultation(), "Eine Bank am Brunnen")
    url = f"/follow?kind=proposal&id={number}"
    answer = await alma.submit(url, "/follow")
    assert answer.headers["location"] == f"/proposals/{number}"
    return number


async def digest() -> list[str]:
    """The mails of a later look; what is new has settled by then."""
    await execute("UPDATE follow_news SET at = at - interval '2 minutes'")
    await execute("UPDATE follow SET since = since - interval '1 day'")
    before = set(mail_folder().glob("*.eml")) if mail_folder().exists() else set()
    await digests.send_due()
    await outbox.drain()
    found = set(mail_folder().glob("*.eml")) - before
    return [path.read_text(encoding="utf-8").replace("=\n", "").replace("=3D", "=") for path in found]


async def moved(number: int, to: Status = Status.EXAMINED) -> None:
    await actions.set_status(None, number, to)


async def test_what_is_new_comes_in_one_mail_a_day(followed, alma):
    await moved(followed)
    await moved(followed, Status.ACCEPTED)
    (mail,) = await digest()
    assert "To: alma@example.org" in mail
    assert mail.count(": „Eine Bank am Brunnen“") == 1, "the same news twice is said once"
    await moved(followed, Status.BUILDING)
    assert await digest() == []
    await execute("UPDATE digest SET sent_on = sent_on - 1")
    assert len(await digest()) == 1
    await execute("UPDATE digest SET sent_on = sent_on - 1")
    assert await digest() == [], "nothing new, no mail"


async def test_a_state_that_stays_is_no_news(followed):
    await moved(followed)
    assert len(await digest()) == 1
    await execute("UPDATE digest SET sent_on = sent_on - 1")
    await moved(followed)
    assert await digest() == []


async def test_many_workers_at_once_send_one_mail(followed):
    await moved(followed)
    await execute("UPDATE follow_news SET at = at - interval '2 minutes'")
    await execute("UPDATE follow SET since = since - interval '1 day'")
    await asyncio.gather(*(digests.send_due() for _ in range(6)))
    assert await fetch_value("SELECT count(*) FROM outbox_entry WHERE topic = 'core.mail'") == 1


async def test_the_link_in_the_mail_stops_them_without_signing_in(followed, visitor):
    await moved(followed)
    (mail,) = await digest()
    path = re.search(r"/follows/\d+/[0-9a-f]+", mail)[0]
    assert (await visitor.get(path[:-1] + ("0" if path[-1] != "0" else "1"))).status_code == 404
    assert await fetch("SELECT 1 FROM follow"), "no GET changes anything"
    assert (await visitor.submit(path, path)).status_code == 303
    assert not await fetch("SELECT 1 FROM follow")


async def test_a_link_stops_one_thing_and_no_other(followed, alma, visitor):
    other = await proposal(await consultation("anders"), "Ein anderer")
    await alma.submit(f"/follow?kind=proposal&id={other}", "/follow")
    await moved(followed)
    (mail,) = await digest()
    assert mail.count("nichts mehr hören") == 1, "only for what is in this mail"
    path = re.search(rf"/follows/\d+/proposal/{followed}/[0-9a-f]+", mail)[0]
    wrong = path.replace(f"/{followed}/", f"/{other}/")
    assert (await visitor.get(wrong)).status_code == 404
    assert (await visitor.post(wrong)).status_code == 404
    assert "Eine Bank am Brunnen" in (await visitor.get(path)).text
    assert (await visitor.submit(path, path)).status_code == 303
    assert [row["subject_id"] for row in await fetch("SELECT subject_id FROM follow")] == [other]
    assert (await visitor.submit(path, path)).status_code == 303, "a second time changes nothing"


async def test_a_mail_that_cannot_be_written_keeps_nobody_from_theirs(followed, bora, monkeypatch):
    await bora.submit(f"/follow?kind=proposal&id={followed}", "/follow")
    await moved(followed)
    real, first = digests.send_one, await fetch_value("SELECT min(person) FROM follow")

    async def failing(person):
        if person == first:
            raise ValueError(person)
        await real(person)

    monkeypatch.setattr(digests, "send_one", failing)
    monkeypatch.setattr(digests, "BATCH", 1)
    (mail,) = await digest()
    assert "To: bora@example.org" in mail
    monkeypatch.setattr(digests, "send_one", real)
    (mail,) = await digest()
    assert "To: alma@example.org" in mail, "it is written as soon as it can be"


async def test_a_reply_that_waited_is_told_once_it_is_approved(followed, alma, bora, carla):
    await alma.post(f"/proposals/{followed}/comments", {"body": "Eine Bank wäre gut."})
    place = await fetch_value("SELECT consultation FROM proposal WHERE id = $1", followed)
    await ensure_rules()
    await set_place(CONSULTATION, place, on=True, person=carla.id)
    parent = await fetch_value("SELECT id FROM comment")
    await bora.post(f"/proposals/{followed}/comments", {"body": "Finde ich auch.", "parent": str(parent)})
    number, slug = (await fetch("SELECT id, hidden_rule_slug FROM comment ORDER BY id DESC LIMIT 1"))[0]
    assert slug == "held"
    assert await digest() == []
    await discussion.restore(number)
    (mail,) = await digest()
    assert "To: alma@example.org" in mail
    assert "auf Ihren Kommentar geantwortet" in mail
    await execute("UPDATE digest SET sent_on = sent_on - 1")
    await discussion.hide(number, Tombstone("Regel", "rule", now()))
    await discussion.restore(number)
    assert await digest() == [], "what comes back after it was hidden is no news"


async def test_nothing_hidden_is_in_a_mail_or_on_the_page(followed, alma):
    await moved(followed)
    await actions.hide(followed, Tombstone("Keine Angriffe", "angriffe", now()))
    assert await digest() == []
    assert "Eine Bank" not in (await alma.get("/account/follows")).text
    assert (await alma.get(f"/follow?kind=proposal&id={followed}")).status_code == 404
    await actions.restore(followed)
    assert await digest() == [], "what was hidden when the mail was written is not told later"
    assert "Eine Bank" in (await alma.get("/account/follows")).text


async def test_a_reply_is_told_to_whoever_is_answered_alone(followed, alma, bora, carla):
    url = f"/proposals/{followed}"
    await carla.submit(f"/follow?kind=proposal&id={followed}", "/follow")
    await alma.post(f"{url}/comments", {"body": "Gute Idee"})
    first = await fetch_value("SELECT id FROM comment")
    await bora.post(f"{url}/comments", {"body": "Finde ich auch", "parent": str(first)})
    await alma.post(f"{url}/comments", {"body": "Danke", "parent": str(first)})
    (mail,) = await digest()
    assert "To: alma@example.org" in mail
    assert "auf Ihren Kommentar geantwortet" in mail
    assert "Finde ich auch" not in mail


async def test_a_hidden_reply_is_not_told(followed, alma, bora):
    from participation.discussion import actions as discussion

    url = f"/proposals/{followed}"
    await alma.post(f"{url}/comments", {"body": "Gute Idee"})
    first = await fetch_value("SELECT id FROM comment")
    await bora.post(f"{url}/comments", {"body": "Unsinn", "parent": str(first)})
    reply = await fetch_value("SELECT max(id) FROM comment")
    await discussion.hide(reply, Tombstone("Keine Angriffe", "angriffe", now()))
    assert await digest() == []


async def test_a_consultation_tells_its_news_and_what_the_city_answers(followed, bora, emin):
    here = await fetch_value("SELECT id FROM consultation")
    await bora.submit(f"/follow?kind=consultation&id={here}", "/follow")
    sent = {"title": "Ja", "body": "Wir bauen.", "office": "Grünamt", "status": "accepted"}
    await emin.post(f"/proposals/{followed}/answer", sent)
    async with unit_of_work():
        await note("consultation", here, What.NEWS)
    mails = {re.search(r"To: (\w+)", mail)[1]: mail for mail in await digest()}
    assert set(mails) == {"alma", "bora"}
    assert f"/proposals/{followed}" in mails["bora"]
    assert "/consultations/stadtgruen" in mails["bora"]


async def test_the_account_lists_it_ends_it_and_takes_it_along(followed, alma):
    page = (await alma.get("/account/follows")).text
    assert "Eine Bank am Brunnen" in page
    assert await persons.export(alma.id)
    await alma.submit("/account/follows", "/follow/stop")
    assert not await fetch("SELECT 1 FROM follow")
    await alma.post("/follow", {"kind": "proposal", "id": str(followed)})
    await moved(followed)
    async with unit_of_work():
        await persons.erase(alma.id)
    assert not await fetch("SELECT 1 FROM follow")


async def test_what_cannot_be_followed_does_not_exist(alma, visitor):
    await consultation("entwurf", published=False)
    for kind, number in (("consultation", 1), ("comment", 1), ("proposal", 99), ("nonsense", 1)):
        assert (await visitor.get(f"/follow?kind={kind}&id={number}")).status_code == 404
        assert (await alma.post("/follow", {"kind": kind, "id": str(number)})).status_code == 404


async def test_nothing_is_noted_that_nobody_follows_and_old_news_go(followed):
    other = await proposal(await fetch_value("SELECT id FROM consultation"), "Niemand folgt")
    await moved(other)
    assert not await fetch("SELECT 1 FROM follow_news")
    await moved(followed)
    await execute("UPDATE follow_news SET at = $1", now() - timedelta(days=61))
    await forget()
    assert not await fetch("SELECT 1 FROM follow_news")
