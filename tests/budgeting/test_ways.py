"""A budget voted on by code, by the electoral roll and on paper, from the vote to the projects that are built."""

from uuid import uuid4

import pytest

from participation.budgeting import tallying
from participation.budgeting.rules.life import Method
from participation.core.db import fetch_value
from polls.codes import actions as codes
from polls.life import Voters
from polls.roll import actions as roll
from tests.budgeting.factories import cast, end, place, voting


def ballot(found):
    return f"{found.url}/ballot"


async def rows():
    return await fetch_value("SELECT count(*) FROM poll_vote")


@pytest.mark.parametrize("method", Method)
async def test_whoever_has_a_code_votes_without_an_account_and_once(visitor, method):
    found, keys = await voting(method, voters=Voters.CODES)
    drawn = await codes.draw(1, found.poll_id, uuid4(), 6)
    page = await visitor.get(found.url)
    assert "Ihr Code" in page.text
    assert "/login?next" not in page.text.split("<main")[1]
    choice = {f"answer-{keys['Bänke']}": "10"} if method is Method.POINTS else {"answer": keys["Bänke"]}
    for code, status, sentence in (
        ("", 422, "Bitte geben Sie den Code"),
        ("AAAA-BBBB-CCCC-DDDD", 422, 'id="code-e"'),
        (drawn[0], 303, ""),
        (drawn[0], 409, 'id="code-e"'),
    ):
        answer = await visitor.submit(found.url, ballot(found), {"code": code, **choice})
        assert answer.status_code == status, answer.text
        assert sentence in answer.text
        if status == 303:
            assert "Ihre Prüfnummer" in (await visitor.get(answer.headers["location"])).text
    for code in drawn[1:]:
        assert (await visitor.post(ballot(found), {"code": code, **choice})).status_code == 303
    assert await rows() == 6
    found = await end(found)
    assert "6 Menschen haben abgestimmt" in (await visitor.get(found.url)).text
    assert "Bänke" in (await visitor.get(f"{found.url}/result.csv")).text


async def test_only_whoever_stands_on_the_roll_gets_a_ballot(alma, bora):
    found, keys = await voting(voters=Voters.ROLL)
    await roll.add(1, found.poll_id, ("alma@example.org", "M-17"))
    assert 'name="answer"' in (await alma.get(found.url)).text
    assert (await alma.submit(found.url, ballot(found), {"answer": keys["Bänke"]})).status_code == 303
    page = (await bora.get(found.url)).text
    assert "Sie können hier noch nicht abstimmen" in page
    assert 'name="answer"' not in page
    assert (await bora.post(ballot(found), {"answer": keys["Bänke"]})).status_code == 403
    answer = await bora.submit(found.url, f"/polls/{found.poll_id}/membership", {"number": "M-17"})
    assert answer.status_code == 303
    assert (await bora.submit(found.url, ballot(found), {"answer": keys["Bühne"]})).status_code == 303
    assert await rows() == 2


async def test_paper_is_counted_with_what_came_online(alma, dirk, emin, visitor):
    found, keys = await voting(Method.APPROVAL, paper=True)
    await cast(found, *[[keys["Brunnen"]]] * 6)
    desk = f"/polls/{found.poll_id}/paper"
    page = (await emin.get(found.url)).text
    assert desk in page
    assert "Danach werden die Stimmzettel auf Papier eingegeben" in page
    assert (await dirk.submit(desk, f"{desk}/voters", {"who": "alma@example.org"})).status_code == 303
    assert (await alma.post(ballot(found), {"answer": keys["Bänke"]})).status_code == 409
    assert "Brunnen" in (await dirk.get(f"{desk}/ballots")).text
    found = await end(found)
    assert found.counted_at is None
    for person in (dirk, emin):
        sheet = {"sheet": "1", "answer": [keys["Brunnen"], keys["Bänke"]]}
        answer = await person.submit(desk, f"{desk}/sheets", sheet)
        assert answer.status_code == 303, answer.text
    assert (await dirk.submit(desk, f"{desk}/completion")).status_code == 303
    await tallying.tally_due()
    origins = await fetch_value("SELECT array_agg(origin ORDER BY origin) FROM poll_ballot")
    assert origins == ["online"] * 6 + ["paper"]
    page = (await visitor.get(found.url)).text
    assert "7 Menschen haben abgestimmt" in page
    assert (await visitor.get(f"/polls/{found.poll_id}/integrity")).status_code == 200


async def test_the_form_for_a_pot_offers_paper_and_codes(emin):
    number = await place()
    slug = await fetch_value("SELECT slug FROM consultation WHERE id = $1", number)
    fields = {"title": "Ein Topf", "amount": "5000", "voters": "codes", "paper": "1"}
    answer = await emin.submit(f"/consultations/{slug}/budget/new", f"/consultations/{slug}/budget", fields)
    assert answer.status_code == 303
    assert await fetch_value("SELECT voters || paper::text FROM budget") == "codestrue"
