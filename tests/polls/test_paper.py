"""Paper: once per person whichever way, two people type, an alarm where they differ, and one count of all."""

import asyncio
from uuid import uuid4

import pytest

from participation.accounts import verification
from participation.core.db import execute, fetch, fetch_value
from participation.core.errors import Refused
from polls import actions, queries
from polls.ballots.shape import Choices
from polls.codes import actions as codes
from polls.life import Voters
from polls.paper import actions as paper
from polls.roll import actions as roll
from tests.people import create_person
from tests.polls.factories import end, make_poll


async def rows():
    return await fetch_value("SELECT count(*) FROM poll_vote")


async def mark(browser, number, who):
    return await browser.submit(f"/polls/{number}/paper", f"/polls/{number}/paper/voters", {"who": who})


async def type_sheet(browser, number, sheet, choice):
    fields = {"sheet": str(sheet), "answer": choice}
    return await browser.submit(f"/polls/{number}/paper", f"/polls/{number}/paper/sheets", fields)


async def test_who_has_voted_on_paper_cannot_vote_online(alma, dirk):
    number = await make_poll(paper=True)
    assert (await mark(dirk, number, "Alma@Example.org")).status_code == 303
    answer = await alma.post(f"/polls/{number}/ballot", {"answer": "tempo"})
    assert answer.status_code == 409
    assert "auf Papier abgestimmt" in answer.text
    assert "auf Papier abgestimmt" in (await alma.get(f"/polls/{number}")).text
    assert await rows() == 1


async def test_who_has_voted_online_gets_no_paper(alma, dirk):
    number = await make_poll(paper=True)
    await alma.submit(f"/polls/{number}", f"/polls/{number}/ballot", {"answer": "tempo"})
    before = await fetch("SELECT xmin::text, * FROM poll_vote")
    answer = await mark(dirk, number, "alma@example.org")
    assert answer.status_code == 409
    assert "nehmen Sie diesen Stimmzettel nicht an" in answer.text
    assert await fetch("SELECT xmin::text, * FROM poll_vote") == before


async def test_codes_count_once_on_paper_or_online(visitor, dirk):
    number = await make_poll(paper=True, voters=Voters.CODES)
    first, second = await codes.draw(1, number, uuid4(), 2)
    assert (await mark(dirk, number, first)).status_code == 303
    assert (
        await visitor.post(f"/polls/{number}/ballot", {"code": first, "answer": "tempo"})
    ).status_code == 409
    assert (
        await visitor.post(f"/polls/{number}/ballot", {"code": second, "answer": "tempo"})
    ).status_code == 303
    assert (await mark(dirk, number, second)).status_code == 409
    assert (await mark(dirk, number, first)).status_code == 409
    assert await rows() == 2


async def test_a_line_of_the_roll_counts_once_on_paper_or_online(alma, bora, dirk):
    number = await make_poll(paper=True, voters=Voters.ROLL)
    await roll.add(1, number, ("alma@example.org", "bora@example.org", "M-17"))
    assert (await mark(dirk, number, "alma@example.org")).status_code == 303
    assert (await alma.post(f"/polls/{number}/ballot", {"answer": "tempo"})).status_code == 409
    assert (await bora.post(f"/polls/{number}/ballot", {"answer": "tempo"})).status_code == 303
    assert (await mark(dirk, number, "bora@example.org")).status_code == 409
    assert (await mark(dirk, number, "m-17")).status_code == 303
    assert (await mark(dirk, number, "M-18")).status_code == 422
    assert await rows() == 3


async def test_only_verified_people_are_marked_where_only_they_may_vote(alma, dirk):
    number = await make_poll(paper=True, voters=Voters.VERIFIED)
    assert (await mark(dirk, number, "alma@example.org")).status_code == 422
    await verification.verify(dirk.id, "alma@example.org", verification.How.CARD)
    assert (await mark(dirk, number, "alma@example.org")).status_code == 303


async def test_paper_and_online_in_the_same_moment_are_one_vote(db):
    for _ in range(10):
        number = await make_poll(paper=True)
        found = await queries.poll(number, None)
        person = await create_person("Alma", f"alma{number}@example.org")
        acts = [
            actions.cast(actions.Actor(person, "Alma"), found, Choices(("tempo",))),
            paper.mark(found, f"alma{number}@example.org"),
        ] * 3
        answers = await asyncio.gather(*acts, return_exceptions=True)
        assert all(answer is None or isinstance(answer, str | Refused) for answer in answers), answers
        online = any(isinstance(answer, str) for answer in answers)
        assert online != any(answer is None for answer in answers)
    assert await rows() == 10


async def test_two_people_type_each_sheet_and_the_count_takes_both_ways(alma, dirk, emin, visitor):
    number = await make_poll(paper=True)
    await alma.post(f"/polls/{number}/ballot", {"answer": "radweg"})
    for name in ("cem", "edda"):
        await create_person(name, f"{name}@example.org")
        await mark(dirk, number, f"{name}@example.org")
    await end(number)
    await actions.close_due()
    assert await rows() == 3
    for sheet in (1, 2):
        assert (await type_sheet(dirk, number, sheet, "tempo")).status_code == 303
    refused = await dirk.post(f"/polls/{number}/paper/completion")
    assert refused.status_code == 409
    assert "zweite Eingaben" in refused.text
    assert "Für Sie zu tun, Nummer: 1, 2" in " ".join((await emin.get(f"/polls/{number}/paper")).text.split())
    for sheet in (1, 2):
        await type_sheet(emin, number, sheet, "tempo")
    answer = await dirk.submit(f"/polls/{number}/paper", f"/polls/{number}/paper/completion")
    assert answer.status_code == 303
    counted = await fetch("SELECT ballot, origin FROM poll_ballot ORDER BY id")
    assert [(row["ballot"], row["origin"]) for row in counted] == [
        ('{"choices":["radweg"]}', "online"),
        ('{"choices":["tempo"]}', "paper"),
        ('{"choices":["tempo"]}', "paper"),
    ]
    assert await rows() == 0
    assert (await visitor.get(f"/polls/{number}")).status_code == 200


async def test_different_entries_raise_an_alarm_and_stop_the_count(dirk, emin, edda):
    number = await make_poll(paper=True)
    await create_person("Cem", "cem@example.org")
    await mark(dirk, number, "cem@example.org")
    await end(number)
    await type_sheet(dirk, number, 1, "tempo")
    answer = await type_sheet(emin, number, 1, "radweg")
    page = await emin.get(answer.headers["location"].split("#")[0])
    assert "Zwei Eingaben sind verschieden" in page.text
    assert 'role="alert"' in page.text
    assert (await dirk.post(f"/polls/{number}/paper/completion")).status_code == 409
    await type_sheet(emin, number, 1, "tempo")
    assert (await dirk.post(f"/polls/{number}/paper/completion")).status_code == 303


async def test_nobody_sees_what_another_has_typed(dirk, emin):
    number = await make_poll(paper=True)
    await create_person("Cem", "cem@example.org")
    await mark(dirk, number, "cem@example.org")
    await end(number)
    await type_sheet(dirk, number, 1, "tempo")
    assert "checked" not in (await emin.get(f"/polls/{number}/paper")).text


async def test_more_sheets_than_voters_are_not_counted(dirk, emin):
    number = await make_poll(paper=True)
    await end(number)
    for browser in (dirk, emin):
        await type_sheet(browser, number, 1, "tempo")
    answer = await dirk.post(f"/polls/{number}/paper/completion")
    assert answer.status_code == 409
    assert "mehr Stimmzettel" in answer.text
    assert await fetch_value("SELECT paper_done_at FROM poll") is None


async def test_sheets_are_typed_after_the_end_only_and_completion_ends_nothing_early(dirk):
    number = await make_poll(paper=True)
    assert (
        await dirk.post(f"/polls/{number}/paper/sheets", {"sheet": "1", "answer": "tempo"})
    ).status_code == 409
    assert (await dirk.post(f"/polls/{number}/paper/completion")).status_code == 409
    assert await fetch_value("SELECT closed_at FROM poll") is None
    assert await fetch_value("SELECT count(*) FROM poll_entry") == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"sheet": "0", "answer": "tempo"},
        {"sheet": "-1", "answer": "tempo"},
        {"sheet": "9" * 30, "answer": "tempo"},
        {"sheet": "", "answer": "tempo"},
        {"sheet": "1", "answer": "mond"},
        {"sheet": "1"},
    ],
)
async def test_nonsense_at_the_desk_is_refused_and_not_stored(dirk, fields):
    number = await make_poll(paper=True)
    await end(number)
    assert (await dirk.post(f"/polls/{number}/paper/sheets", fields)).status_code == 422
    assert await fetch_value("SELECT count(*) FROM poll_entry") == 0


async def test_a_mark_leaves_no_audit_entry_and_no_time(dirk):
    number = await make_poll(paper=True)
    await create_person("Cem", "cem@example.org")
    before = await fetch_value("SELECT count(*) FROM audit_entry")
    await mark(dirk, number, "cem@example.org")
    assert await fetch_value("SELECT count(*) FROM audit_entry") == before


async def test_after_completion_nothing_comes_in(dirk, emin):
    number = await make_poll(paper=True)
    await end(number)
    await actions.close(number, None)
    await execute("UPDATE poll SET paper_done_at = now() WHERE id = $1", number)
    assert (await dirk.post(f"/polls/{number}/paper/voters", {"who": "emin@example.org"})).status_code == 409
    assert (
        await dirk.post(f"/polls/{number}/paper/sheets", {"sheet": "1", "answer": "tempo"})
    ).status_code == 409


async def test_hall_and_online_are_shown_apart_and_together(visitor):
    number = await make_poll(paper=True)
    found = await queries.poll(number, None)
    await actions.close(number, None)
    await execute("UPDATE poll SET paper_done_at = now() WHERE id = $1", number)
    online = (
        [("", '{"choices":["tempo"]}')] * 12
        + [("", '{"choices":["radweg"]}')] * 8
        + [("", '{"choices":["nichts"]}')] * 6
    )
    online = [(f"R-{n}", ballot) for n, (_, ballot) in enumerate(online)]
    typed = ['{"choices":["tempo"]}'] * 9 + ['{"choices":["radweg"]}'] * 7 + ['{"choices":["nichts"]}'] * 2
    assert await actions.settle(found, online, paper=typed)
    text = " ".join((await visitor.get(f"/polls/{number}")).text.split())
    assert "Online: 26 · Auf Papier: 18" in text
    assert '<td class="n" data-l="Online">12</td><td class="n" data-l="Auf Papier">9</td>' in text
    assert '<td class="n" data-l="Auf Papier">2</td>' not in text
    assert '<td class="n" data-l="Online">6</td>' not in text


async def test_a_mark_is_taken_back_and_the_person_votes_online(alma, dirk):
    number = await make_poll(paper=True)
    back = f"/polls/{number}/paper/voters/withdrawal"
    await mark(dirk, number, "alma@example.org")
    assert (await alma.post(f"/polls/{number}/ballot", {"answer": "tempo"})).status_code == 409
    assert (await dirk.post(back, {"who": "alma@example.org"})).status_code == 303
    assert await rows() == 0
    assert (await alma.post(f"/polls/{number}/ballot", {"answer": "tempo"})).status_code == 303
    answer = await dirk.post(back, {"who": "alma@example.org"})
    assert answer.status_code == 409
    assert "keine Stimmabgabe auf Papier vermerkt" in answer.text
    assert (await dirk.post(back, {"who": "niemand@example.org"})).status_code == 422
    assert await rows() == 1
    entry = (await fetch("SELECT act, details::text FROM audit_entry WHERE act LIKE 'poll.mark%'"))[0]
    assert "alma" not in str(entry)


async def test_codes_and_lines_of_the_roll_are_taken_back_too_and_only_until_all_is_typed(dirk, emin):
    number = await make_poll(paper=True, voters=Voters.CODES)
    (code,) = await codes.draw(1, number, uuid4(), 1)
    found = await queries.poll(number, None)
    await paper.mark(found, code)
    await paper.take_back(1, found, code)
    assert await rows() == 0
    number = await make_poll(paper=True, voters=Voters.ROLL)
    await roll.add(1, number, ("M-17",))
    found = await queries.poll(number, None)
    await paper.mark(found, "M-17")
    await paper.take_back(1, found, "M-17")
    assert await rows() == 0
    await paper.mark(found, "M-17")
    await execute("UPDATE poll SET paper_done_at = now() WHERE id = $1", number)
    with pytest.raises(Refused):
        await paper.take_back(1, found, "M-17")
    assert await rows() == 1
