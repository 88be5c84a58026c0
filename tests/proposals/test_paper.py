"""What came on paper, at the counter, by telephone or by mail: entered by a clerk, marked, with a receipt."""

import asyncio
import json
import re
from datetime import timedelta

import pytest

from participation.consultations.actions import archive
from participation.core import clock
from participation.core.db import execute, fetch, fetch_one, fetch_value
from proposals.paper.rules import receipt_number
from tests.people import Fields
from tests.proposals.factories import consultation, proposal

URL = "/consultations/stadtgruen/proposals/paper"
SENT = {
    "title": "Eine Bank am Brunnen",
    "body": "Ich kann nicht **lange** stehen.",
    "channel": "phone",
    "author": "Gerda M.",
    "told": "1",
    "category": "plaetze",
}


def day(offset: int) -> str:
    return (clock.today() + timedelta(days=offset)).isoformat()


async def entered(dirk, **fields):
    answer = await dirk.submit(URL, URL, {**SENT, **fields})
    assert answer.status_code == 303, answer.text
    return int(re.fullmatch(r"/proposals/(\d+)/receipt", answer.headers["location"])[1])


async def test_a_call_becomes_a_proposal_with_a_mark_and_a_receipt(dirk, alma, visitor):
    await consultation()
    number = await entered(dirk)
    text = (await visitor.get(f"/proposals/{number}")).text
    for words in (
        "Eine Bank am Brunnen",
        "<strong>lange</strong>",
        "von Gerda M.",
        "Am Telefon gesagt, von der Stadt",
    ):
        assert words in text, words
    assert "Quittung" not in text
    receipt = (await dirk.get(f"/proposals/{number}/receipt")).text
    for words in (receipt_number(clock.today().year, number), "Gerda M.", "Am Telefon gesagt", "<path d="):
        assert words in receipt, words
    assert "Quittung drucken" in (await dirk.get(f"/proposals/{number}")).text
    assert "/proposals/paper" in (await dirk.get("/consultations/stadtgruen/proposals")).text
    assert "/proposals/paper" not in (await alma.get("/consultations/stadtgruen/proposals")).text
    assert (await alma.submit(f"/proposals/{number}", f"/proposals/{number}/support")).status_code == 303


async def test_the_receipt_is_for_clerks_alone_and_only_of_what_they_entered(
    dirk, alma, emin, carla, visitor
):
    number = await consultation()
    other = await proposal(number)
    own = await entered(dirk)
    assert (await dirk.get(f"/proposals/{other}/receipt")).status_code == 404
    for person in (alma, emin, carla, visitor):
        assert (await person.get(f"/proposals/{own}/receipt")).status_code == 404
        assert (await person.get(URL)).status_code == 403
        assert (await person.post(URL, SENT)).status_code == 403
    await execute(
        "UPDATE proposal SET hidden_at = now(), hidden_rule = '', hidden_rule_slug = 'x' WHERE id = $1", own
    )
    assert (await dirk.get(f"/proposals/{own}/receipt")).status_code == 404


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"channel": ""}, "channel"),
        ({"channel": "pigeon"}, "channel"),
        ({"told": ""}, "told"),
        ({"title": ""}, "title"),
        ({"author": "x" * 61}, "author"),
        ({"received_on": ""}, "received_on"),
        ({"received_on": day(1)}, "received_on"),
        ({"received_on": "0001-01-01"}, "received_on"),
    ],
)
async def test_a_mistake_is_told_and_what_was_typed_is_kept(dirk, fields, field):
    await consultation()
    answer = await dirk.submit(URL, URL, {**SENT, **fields})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}"' in answer.text
    kept = next(form for form in Fields(answer.text).forms if form["action"] == URL)["fields"]
    assert kept["body"].strip() == SENT["body"]
    assert not await fetch("SELECT 1 FROM proposal")


async def test_the_same_form_sent_many_times_makes_one_proposal(dirk):
    await consultation()
    page = await dirk.get(URL)
    fields = next(form for form in Fields(page.text).forms if form["action"] == URL)["fields"]
    answers = await asyncio.gather(*(dirk.post(URL, {**fields, **SENT}) for _ in range(6)))
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert await fetch_value("SELECT count(*) FROM proposal") == 1


async def test_what_arrived_in_time_counts_after_the_end_and_what_came_late_does_not(dirk):
    number = await consultation()
    await execute(
        "UPDATE phase SET starts_at = $2, ends_at = $3 WHERE consultation = $1",
        number,
        clock.now() - timedelta(days=20),
        clock.now() - timedelta(days=5),
    )
    late = await dirk.submit(URL, URL, {**SENT, "received_on": day(-4)})
    assert late.status_code == 409
    assert "Das ist gerade nicht möglich" in late.text
    assert "Ich kann nicht" in late.text
    early = await dirk.submit(URL, URL, {**SENT, "received_on": day(-21)})
    assert early.status_code == 409
    await entered(dirk, received_on=day(-6))
    await archive(number)
    assert (await dirk.submit(URL, URL, {**SENT, "received_on": day(-6)})).status_code == 409


async def test_a_phase_that_has_not_begun_opens_nothing(dirk):
    number = await consultation()
    await execute(
        "UPDATE phase SET starts_at = $2 WHERE consultation = $1", number, clock.now() + timedelta(minutes=1)
    )
    assert (await dirk.submit(URL, URL, SENT)).status_code == 409


async def test_an_entry_names_nobody_who_does_not_want_it_and_leaves_a_trace_without_words(dirk, visitor):
    await consultation()
    number = await entered(dirk, author="", channel="mail")
    text = (await visitor.get(f"/proposals/{number}")).text
    assert ">von " not in text
    assert "Dirk" not in text
    row = await fetch_one("SELECT act, actor_id, object_id, details::text AS details FROM audit_entry")
    assert (row["act"], row["actor_id"], row["object_id"]) == ("proposal.entered", dirk.id, number)
    assert json.loads(row["details"])["channel"] == "mail"


async def test_a_draft_takes_no_paper(dirk):
    await consultation(published=False)
    assert (await dirk.get(URL)).status_code == 404
    assert (await dirk.post(URL, SENT)).status_code == 404
