"""Several people write one proposal: asked first, named then, and free to leave."""

import re

import pytest

from moderation.house import ensure_rules
from participation.core import outbox, persons
from participation.core.db import execute, fetch, fetch_value, unit_of_work
from participation.core.mail import mail_folder
from proposals import letters
from proposals.pens import actions as pens
from tests.people import create_person
from tests.proposals.factories import consultation, proposal


@pytest.fixture
async def url(alma):
    return f"/proposals/{await proposal(await consultation(), author=alma.id)}"


async def invite(who, url, typed):
    return await who.submit(f"{url}/authors", f"{url}/authors", {"who": typed})


async def mails() -> list[str]:
    before = set(mail_folder().glob("*.eml")) if mail_folder().exists() else set()
    await outbox.drain()
    return [path.read_text(encoding="utf-8") for path in set(mail_folder().glob("*.eml")) - before]


async def joined(alma, bora, url):
    await invite(alma, url, "bora@example.org")
    (mail,) = await mails()
    link = re.search(r"/account/invitations/\d+", mail)[0]
    answer = await bora.submit(link, link, {"answer": "yes"})
    assert answer.headers["location"].startswith(url)


async def test_whoever_says_yes_stands_beside_it_and_may_change_but_not_withdraw(alma, bora, visitor, url):
    await joined(alma, bora, url)
    assert "von Alma R., Bora Y." in (await visitor.get(url)).text
    assert (await visitor.get(f"/api/v1{url}")).json()["co_authors"] == ["Bora Y."]
    assert (await bora.submit(f"{url}/edit", f"{url}/edit", {"title": "Zwei Bänke"})).status_code == 303
    assert "Zwei Bänke" in (await visitor.get(url)).text
    assert "Zurückziehen" not in (await bora.get(f"{url}/edit")).text
    assert (await bora.post(f"{url}/withdrawal", {"sure": "1"})).status_code == 403
    assert (await bora.post(f"{url}/authors", {"who": "Carla M."})).status_code == 403
    assert (await bora.submit(f"{url}/authors", f"{url}/authors/leave")).status_code == 303
    assert "Bora" not in (await visitor.get(url)).text
    assert (await bora.get(f"{url}/edit")).status_code == 403


async def test_nothing_tells_whether_there_is_such_a_person_or_what_they_said(alma, bora, carla, url):
    await create_person("Gerda M.", "gerda@example.org")
    await create_person("Gerda M.", "other@example.org")
    pages = []
    for typed in ("bora@example.org", "niemand@example.org", "Gerda M."):
        await execute("DELETE FROM proposal_invitation")
        answer = await invite(alma, url, typed)
        page = (await alma.get(f"{url}/authors")).text.replace(typed, "X")
        pages.append((answer.status_code, answer.headers["location"], re.sub(r'value="[^"]{20,}"', "", page)))
    assert pages[0] == pages[1] == pages[2]
    assert len(await mails()) == 1, "one of the three exists"
    await execute("DELETE FROM proposal_invitation")
    await invite(alma, url, "Bora Y.")
    number = await fetch_value("SELECT id FROM proposal_invitation")
    await alma.get(f"{url}/authors")
    before = (await alma.get(f"{url}/authors")).text
    assert (await carla.get(f"/account/invitations/{number}")).status_code == 404
    assert (await carla.post(f"/account/invitations/{number}", {"answer": "yes"})).status_code == 404
    assert (await bora.post(f"/account/invitations/{number}", {"answer": "no"})).status_code == 303
    assert (await bora.post(f"/account/invitations/{number}", {"answer": "yes"})).status_code == 404
    after = (await alma.get(f"{url}/authors")).text
    assert before.split("<main")[1].split("<form")[0] == after.split("<main")[1].split("<form")[0]


async def test_five_at_most_and_a_mistake_keeps_what_was_typed(alma, url):
    for n in range(5):
        assert (await invite(alma, url, f"p{n}@example.org")).status_code == 303
    answer = await invite(alma, url, "p5@example.org")
    assert answer.status_code == 409
    assert "p5@example.org" in answer.text
    assert (await invite(alma, url, "Alma R.")).status_code == 422


async def test_letters_and_reasons_go_to_all_authors(alma, bora, carla, dirk, url):
    await joined(alma, bora, url)
    number = int(url.rsplit("/", 1)[1])
    async with unit_of_work():
        await letters.moved(number)
    assert sorted(mail.split("To: ")[1].split()[0] for mail in await mails())[:1] == ["alma@example.org"]
    await dirk.post("/report", {"kind": "proposal", "id": number, "reason": "insult", "good_faith": "1"})
    case = await fetch_value("SELECT id FROM moderation_case")
    await ensure_rules()
    decision = {"action": "hide", "rule": "angriffe", "reason": "Das ist ein Angriff."}
    assert (await carla.post(f"/moderation/cases/{case}/decision", decision)).status_code == 303
    told = [mail.split("To: ")[1].split()[0] for mail in await mails() if "nicht mehr zu sehen" in mail]
    assert {"alma@example.org", "bora@example.org"} <= set(told)


async def test_whoever_deletes_the_account_is_gone_from_it(alma, bora, visitor, url):
    await joined(alma, bora, url)
    assert await persons.export(bora.id)
    async with unit_of_work():
        await persons.erase(bora.id)
    assert "Bora" not in (await visitor.get(url)).text
    await invite(alma, url, "bora@example.org")
    await execute("UPDATE proposal_invitation SET invited_at = invited_at - interval '15 days'")
    number = await fetch_value("SELECT id FROM proposal_invitation")
    assert (await bora.get(f"/account/invitations/{number}")).status_code == 404
    await pens.forget()
    assert not await fetch("SELECT 1 FROM proposal_invitation")
