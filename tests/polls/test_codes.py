"""Printed codes: shown once, kept as hashes, good for one ballot of one poll."""

import re
from uuid import uuid4

import pytest

from participation.core.db import fetch, fetch_value
from polls import actions, queries
from polls.ballots.shape import Choices
from polls.codes import actions as codes
from polls.codes import rules
from polls.life import Secrecy, Voters
from tests.polls.factories import end, make_poll


async def with_codes(number=3, **more):
    poll = await make_poll(voters=Voters.CODES, **more)
    return poll, await codes.draw(1, poll, uuid4(), number)


async def rows():
    return await fetch_value("SELECT count(*) FROM poll_vote")


def test_codes_are_different_and_read_as_typed():
    drawn = rules.draw_many(500)
    assert len(set(drawn)) == 500
    assert all(rules.tidy(f" {code.lower().replace('-', ' ')} ") == code for code in drawn)
    assert rules.tidy("0000-0000-0000-0000") == ""
    assert rules.tidy("ABCD") == ""


async def test_whoever_holds_a_sheet_votes_without_an_account(visitor):
    number, (code, *_) = await with_codes()
    fields = {"code": code.lower().replace("-", " "), "answer": "tempo"}
    answer = await visitor.submit(f"/polls/{number}", f"/polls/{number}/ballot", fields)
    assert answer.status_code == 303
    assert "Ihre Prüfnummer" in (await visitor.get(answer.headers["location"])).text
    assert await rows() == 1
    await actions.close(number, None)
    assert await actions.count(number)
    assert await fetch_value("SELECT ballot FROM poll_ballot") == '{"choices":["tempo"]}'


@pytest.mark.parametrize("secrecy", [Secrecy.SECRET, Secrecy.OPEN])
async def test_a_used_code_is_refused_and_the_first_ballot_stays(visitor, secrecy):
    number, (code, *_) = await with_codes(secrecy=secrecy)
    await visitor.post(f"/polls/{number}/ballot", {"code": code, "answer": "tempo"})
    before = await fetch("SELECT xmin::text, * FROM poll_vote")
    answer = await visitor.post(f"/polls/{number}/ballot", {"code": code, "answer": "radweg"})
    assert answer.status_code == 409
    assert "schon abgestimmt worden" in answer.text
    assert await fetch("SELECT xmin::text, * FROM poll_vote") == before


async def test_wrong_codes_and_those_of_another_poll_are_refused_with_a_sentence(visitor):
    number, _ = await with_codes()
    _, (other, *_) = await with_codes()
    wrong = ["", "ABCD-EFGH-JKMN-PQRS", "ABCD", "' OR 1=1 --", "9" * 400, other]
    for code in wrong:
        answer = await visitor.post(f"/polls/{number}/ballot", {"code": code, "answer": "tempo"})
        assert answer.status_code == 422
        assert 'href="#code"' in answer.text
        assert 'value="tempo" checked' in answer.text
    assert "nichts gespeichert" in answer.text
    assert await rows() == 0


async def test_a_code_with_a_bad_ballot_is_not_used_up(visitor):
    number, (code, *_) = await with_codes()
    assert (
        await visitor.post(f"/polls/{number}/ballot", {"code": code, "answer": "mond"})
    ).status_code == 422
    assert (
        await visitor.post(f"/polls/{number}/ballot", {"code": code, "answer": "tempo"})
    ).status_code == 303


async def test_an_account_alone_does_not_vote_where_codes_do(alma):
    number, _ = await with_codes()
    assert (await alma.post(f"/polls/{number}/ballot", {"answer": "tempo"})).status_code == 422
    found = await queries.poll(number, None)
    with pytest.raises(actions.Refused, match="poll-code-needed"):
        await actions.cast(actions.Actor(alma.id, "Alma"), found, Choices(("tempo",)))
    assert await rows() == 0


async def test_after_the_end_a_code_is_good_for_nothing(visitor):
    number, (code, *_) = await with_codes()
    await end(number)
    answer = await visitor.post(f"/polls/{number}/ballot", {"code": code, "answer": "tempo"})
    assert answer.status_code == 409
    assert "nicht gespeichert" in answer.text


async def test_sheets_are_shown_once_and_the_database_holds_no_code(emin):
    number = await make_poll(voters=Voters.CODES, paper=True)
    page = await emin.get(f"/polls/{number}/codes")
    printing = re.search(r'name="printing" value="([0-9a-f-]+)"', page.text).group(1)
    fields = {"number": "4", "printing": printing}
    answer = await emin.post(f"/polls/{number}/codes", fields)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    shown = re.findall(r'class="t-code">([^<]+)<', answer.text)
    assert len(set(shown)) == 4
    assert answer.text.count('<svg viewBox="-4 -4') == 4
    again = await emin.post(f"/polls/{number}/codes", fields)
    assert again.status_code == 409
    stored = str([tuple(row.values()) for row in await fetch("SELECT * FROM poll_code")])
    assert len(await fetch("SELECT 1 FROM poll_code")) == 4
    assert not [code for code in shown if code in stored or code.replace("-", "") in stored]
    assert all([await codes.find(number, code) for code in shown])


async def test_ids_of_codes_say_nothing_about_the_order_of_the_sheets(db):
    await with_codes(50)
    hashes = [row["hash"] for row in await fetch("SELECT hash FROM poll_code ORDER BY id")]
    assert hashes == sorted(hashes)


async def test_tables_of_codes_hold_no_time_and_no_address(db):
    named = await fetch(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name IN ('poll_code', 'poll_code_draw')"
    )
    assert {row["column_name"] for row in named} == {"id", "poll", "draw", "hash", "salt", "number"}
    assert not [row for row in named if "time" in row["data_type"]]


@pytest.mark.parametrize("number", ["0", "-1", "501", "1e2", "", "9" * 30])
async def test_absurd_numbers_of_sheets_are_refused(emin, number):
    poll = await make_poll(voters=Voters.CODES)
    answer = await emin.post(f"/polls/{poll}/codes", {"number": number, "printing": str(uuid4())})
    assert answer.status_code == 422
    assert await fetch_value("SELECT count(*) FROM poll_code") == 0


async def test_a_lost_printing_is_declared_void_and_what_was_cast_stays(visitor, emin):
    number, (used, lost, *_) = await with_codes()
    await visitor.post(f"/polls/{number}/ballot", {"code": used, "answer": "tempo"})
    answer = await emin.submit(f"/polls/{number}/codes", f"/polls/{number}/codes/void")
    assert answer.status_code == 303
    assert (
        await visitor.post(f"/polls/{number}/ballot", {"code": lost, "answer": "tempo"})
    ).status_code == 422
    assert await rows() == 1
    assert await fetch_value("SELECT eligible FROM poll") == 1


async def test_a_hash_that_is_copied_into_another_poll_fits_no_code(db):
    number, (code, *_) = await with_codes()
    other, _ = await with_codes()
    row = (
        await fetch(
            "SELECT c.hash, d.salt FROM poll_code c JOIN poll_code_draw d ON d.id = c.draw WHERE c.poll = $1",
            number,
        )
    )[0]
    assert rules.digest(row["salt"], number, code) != rules.digest(row["salt"], other, code)
