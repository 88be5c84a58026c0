"""The roll and verified residents: who may vote, and what is kept of a list."""

import pytest

from participation.accounts import verification
from participation.accounts.actor import Actor
from participation.core import persons
from participation.core.db import execute, fetch, fetch_one, fetch_value, unit_of_work
from polls import actions
from polls.ballots.shape import Choices
from polls.life import Voters
from polls.queries import poll
from polls.roll import actions as roll
from polls.roll.rules import mark_of, normal, read
from tests.people import create_person, create_session
from tests.polls.factories import end, make_poll


def test_a_list_is_read_by_its_first_column_with_or_without_a_heading():
    found = read(b"E-Mail;Name\nAlma@Example.org;Alma\n\nbora@example.org;Bora\n  m 17 ;x\n")
    assert found.lines == ("alma@example.org", "bora@example.org", "M17")
    assert found.wrong == ()


def test_lines_that_are_neither_are_named():
    assert read(b"a@example.org\nkeine\n=1+1\n").wrong == (2, 3)


def test_a_list_from_an_old_program_is_read_too():
    assert read("Stra\xdfe\n12-34\n".encode("cp1252")).lines == ("12-34",)


@pytest.mark.parametrize("text", ["", "abc", "'; DROP TABLE poll", "9" * 60, "@", "a b@c"])
def test_what_is_no_address_and_no_number_is_nothing(text):
    assert normal(text) == ""


async def test_nothing_of_a_list_can_be_read_from_the_database(emin):
    number = await make_poll(voters=Voters.ROLL)
    answer = await upload(emin, number, b"alma@example.org\nM-17\n")
    assert answer.status_code == 303
    rows = await fetch("SELECT * FROM poll_roll ORDER BY id")
    assert {key for row in rows for key in dict(row)} == {"id", "poll", "mark", "person"}
    assert all(len(row["mark"]) == 32 and row["person"] is None for row in rows)
    assert [row["mark"] for row in rows] == sorted(row["mark"] for row in rows)
    assert mark_of(number, "alma@example.org") != mark_of(number + 1, "alma@example.org")
    entry = str([tuple(row.values()) for row in await fetch("SELECT * FROM audit_entry")])
    assert "alma" not in entry.lower()
    assert await fetch_value("SELECT eligible FROM poll") == 2


async def upload(browser, number, content):
    files = {"list": ("liste.csv", content, "text/csv")}
    token = await browser.token()
    return await browser.http.post(
        f"/polls/{number}/roll",
        data={"_token": token},
        files=files,
        headers={"Origin": "http://127.0.0.1:8000"},
    )


@pytest.mark.parametrize("content", [b"", b"a@example.org\nunsinn\n", b"\xff\xfe\x00"])
async def test_a_bad_list_stores_nothing(emin, content):
    number = await make_poll(voters=Voters.ROLL)
    assert (await upload(emin, number, content)).status_code == 422
    assert await fetch_value("SELECT count(*) FROM poll_roll") == 0


async def test_only_who_is_on_the_roll_votes(alma, bora):
    number = await make_poll(voters=Voters.ROLL)
    await roll.add(1, number, ("alma@example.org",))
    assert (
        await alma.submit(f"/polls/{number}", f"/polls/{number}/ballot", {"answer": "tempo"})
    ).status_code == 303
    answer = await bora.post(f"/polls/{number}/ballot", {"answer": "tempo"})
    assert answer.status_code == 403
    assert "im Verzeichnis" in answer.text
    assert "noch nicht abstimmen" in (await bora.get(f"/polls/{number}")).text
    assert await fetch_value("SELECT count(*) FROM poll_vote") == 1


async def test_a_new_account_with_the_same_address_does_not_vote_again(alma, people):
    number = await make_poll(voters=Voters.ROLL)
    await roll.add(1, number, ("alma@example.org",))
    await alma.post(f"/polls/{number}/ballot", {"answer": "tempo"})
    await execute(
        "UPDATE person SET email = NULL, email_key = NULL, deleted_at = now() WHERE id = $1", alma.id
    )
    person = await create_person("Alma zwei", "alma@example.org")
    from participation.core.sessions import cookie_name

    alma.http.cookies.set(cookie_name(), await create_session(person), domain="127.0.0.1")
    assert (await alma.post(f"/polls/{number}/ballot", {"answer": "radweg"})).status_code == 403
    assert await fetch_value("SELECT count(*) FROM poll_vote") == 1


async def test_whoever_leaves_takes_an_open_vote_along_and_a_counted_one_stays(db):
    person = await create_person("Alma R.")
    where = {name: await make_poll() for name in ("open", "over", "paper")}
    for number in where.values():
        await actions.cast(Actor(person, "Alma R."), await poll(number, None), Choices(("tempo",)))
    await end(where["over"])
    await execute("UPDATE poll_vote SET paper = TRUE, sealed = NULL WHERE poll = $1", where["paper"])
    async with unit_of_work():
        assert len((await persons.export(person))["poll_votes"]) == 3
        await persons.erase(person)
    left = await fetch("SELECT poll FROM poll_vote ORDER BY poll")
    assert [row["poll"] for row in left] == [where["over"], where["paper"]]


async def test_a_member_number_stands_for_the_first_account_that_names_it(alma, bora):
    number = await make_poll(voters=Voters.ROLL)
    await roll.add(1, number, ("M-17",))
    claim = f"/polls/{number}/membership"
    assert (await alma.submit(f"/polls/{number}", claim, {"number": " m-17 "})).status_code == 303
    assert (await alma.post(f"/polls/{number}/ballot", {"answer": "tempo"})).status_code == 303
    answer = await bora.post(claim, {"number": "M-17"})
    assert answer.status_code == 422
    assert 'href="#number"' in answer.text
    assert (await bora.post(claim, {"number": "M-99"})).status_code == 422
    assert (await bora.post(f"/polls/{number}/ballot", {"answer": "tempo"})).status_code == 403


async def test_a_published_roll_grows_but_is_not_emptied(emin):
    number = await make_poll(voters=Voters.ROLL)
    await roll.add(1, number, ("M-1",))
    assert (await emin.post(f"/polls/{number}/roll/clearing")).status_code == 409
    assert (await upload(emin, number, b"M-1\nM-2\n")).status_code == 303
    assert await fetch_value("SELECT eligible FROM poll") == 2


async def test_with_the_count_the_roll_is_gone_and_its_size_stays(alma):
    number = await make_poll(voters=Voters.ROLL)
    await roll.add(1, number, ("alma@example.org", "M-2"))
    await alma.post(f"/polls/{number}/ballot", {"answer": "tempo"})
    await actions.close(number, None)
    assert await actions.count(number)
    assert await fetch_value("SELECT count(*) FROM poll_roll") == 0
    assert await fetch_value("SELECT eligible FROM poll") == 2


async def test_only_verified_residents_vote_where_it_says_so(alma, bora, dirk):
    number = await make_poll(voters=Voters.VERIFIED)
    fields = {"email": "Alma@example.org", "how": "card"}
    assert (await dirk.submit("/verifications", "/verifications", fields)).status_code == 303
    assert (
        await alma.submit(f"/polls/{number}", f"/polls/{number}/ballot", {"answer": "tempo"})
    ).status_code == 303
    answer = await bora.post(f"/polls/{number}/ballot", {"answer": "tempo"})
    assert answer.status_code == 403
    assert "Wohnsitz bestätigt" in answer.text
    page = await dirk.get("/verifications")
    assert "Alma R." in page.text
    row = await fetch_one("SELECT how, verified_by FROM verification")
    assert (row["how"], row["verified_by"]) == ("card", dirk.id)
    number_of = await fetch_value("SELECT id FROM verification")
    withdraw = f"/verifications/{number_of}/withdraw"
    assert (await dirk.submit("/verifications", withdraw)).status_code == 303
    assert (await alma.post(f"/polls/{number}/ballot", {"answer": "radweg"})).status_code in {403, 409}


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"email": "niemand@example.org", "how": "card"},
        {"email": "alma@example.org"},
        {"email": "alma@example.org", "how": "magic"},
        {"email": "dirk@example.org", "how": "card"},
    ],
)
async def test_a_wrong_verification_is_refused_with_a_sentence(alma, dirk, fields):
    answer = await dirk.post("/verifications", fields)
    assert answer.status_code == 422
    assert await fetch_value("SELECT count(*) FROM verification") == 0


async def test_twenty_hurried_verifications_are_one(alma, dirk):
    import asyncio

    acts = [verification.verify(dirk.id, "alma@example.org", verification.How.CARD) for _ in range(20)]
    answers = await asyncio.gather(*acts, return_exceptions=True)
    assert len([one for one in answers if isinstance(one, str)]) == 1
    assert await fetch_value("SELECT count(*) FROM verification") == 1


async def test_reminders_go_to_all_who_asked_whether_they_voted_or_not(alma, bora):
    from polls.voter import actions as reminders

    number = await make_poll(remind_days=2)
    for browser in (alma, bora):
        assert (await browser.submit(f"/polls/{number}", f"/polls/{number}/reminder")).status_code == 303
    await alma.post(f"/polls/{number}/ballot", {"answer": "tempo"})
    assert await reminders.send_due() == 2
    assert await reminders.send_due() == 0
    assert await fetch_value("SELECT count(*) FROM poll_reminder") == 0
    mails = [
        row["payload"] for row in await fetch("SELECT payload FROM outbox_entry WHERE topic = 'core.mail'")
    ]
    assert len(mails) == 2
    assert all(f"/polls/{number}" in mail for mail in mails)


async def test_who_changes_their_mind_gets_no_reminder(alma):
    from polls.voter import actions as reminders

    number = await make_poll(remind_days=2)
    await alma.submit(f"/polls/{number}", f"/polls/{number}/reminder")
    await alma.submit(f"/polls/{number}", f"/polls/{number}/reminder/withdraw")
    assert await reminders.send_due() == 0
