"""Statements on plans: taken in time, once, unchanged; names for the office alone."""

import asyncio
import csv
import io
import json
import re
from datetime import datetime, timedelta

import asyncpg
import pytest

from participation.core import clock
from participation.core.clock import ZONE, today
from participation.core.db import execute, fetch, fetch_value, statements
from participation.plans import stating
from participation.plans.rules.display import Period, last_day
from participation.plans.statement_forms import Days
from tests.plans.factories import place, text, version
from tests.plans.stating import DAY, ORIGIN, SAID, displayed, state

# --- stating ------------------------------------------------------------------------------------------------


async def test_anybody_states_without_an_account_and_gets_a_receipt_to_print(visitor):
    await displayed()
    answer = await state(visitor)
    assert answer.status_code == 303
    page = await visitor.get(answer.headers["location"])
    assert "1-0001" in page.text
    assert SAID["body"] in page.text
    assert SAID["name"] in page.text
    assert "Kanariengasse" not in page.text
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["x-robots-tag"] == "noindex"


async def test_with_an_account_it_belongs_to_the_person(alma):
    await displayed()
    await state(alma)
    assert await fetch_value("SELECT person FROM plan_statement") == alma.id


@pytest.mark.parametrize("missing", ["name", "address", "body", "sure"])
async def test_what_is_missing_is_said_and_nothing_typed_is_lost(visitor, missing):
    await displayed()
    answer = await state(visitor, **{missing: ""})
    assert answer.status_code == 422
    assert f'href="#{missing}"' in answer.text
    for name, value in SAID.items():
        if name not in {missing, "sure"}:
            assert value in answer.text
    assert await fetch_value("SELECT count(*) FROM plan_statement") == 0


async def test_a_wrong_mail_address_keeps_the_words_too(visitor):
    await displayed()
    answer = await state(visitor, email="kein Briefkasten")
    assert answer.status_code == 422
    assert SAID["body"] in answer.text


async def test_the_receipt_comes_by_mail_without_name_address_or_words(visitor):
    await displayed()
    answer = await state(visitor, email="wilhelmine@example.org")
    [row] = await fetch("SELECT payload::text AS payload FROM outbox_entry WHERE topic = 'core.mail'")
    payload = json.loads(row["payload"])
    assert payload["to"] == "wilhelmine@example.org"
    assert "1-0001" in payload["text"]
    assert answer.headers["location"] in payload["text"]
    for secret in ("Zaunkönig", "Kanariengasse", "Kita"):
        assert secret not in payload["text"]


async def test_sent_twice_it_is_taken_once_and_changed_it_is_a_further_one(visitor):
    await displayed()
    page = (await visitor.get("/texts/1/statements/new")).text
    once = re.search(r'name="once" value="(\w+)"', page)[1]
    fields = {"_token": await visitor.token(), **SAID, "once": once}
    sent = [visitor.http.post("/texts/1/statements", data=fields, headers=ORIGIN) for _ in range(5)]
    places = {answer.headers["location"] for answer in await asyncio.gather(*sent)}
    assert places == {f"/statements/{once}"}
    answer = await visitor.http.post(
        "/texts/1/statements", data={**fields, "body": "Noch etwas."}, headers=ORIGIN
    )
    assert answer.headers["location"] not in places
    assert [row["number"] for row in await fetch("SELECT number FROM plan_statement ORDER BY id")] == [1, 2]


async def test_many_at_once_get_numbers_without_gaps(visitor):
    await displayed()
    token = await visitor.token()
    sent = [
        visitor.http.post(
            "/texts/1/statements", data={"_token": token, **SAID, "body": f"Nummer {n}"}, headers=ORIGIN
        )
        for n in range(8)
    ]
    assert {answer.status_code for answer in await asyncio.gather(*sent)} == {303}
    assert [row["number"] for row in await fetch("SELECT number FROM plan_statement ORDER BY number")] == [
        *range(1, 9)
    ]


async def test_too_many_from_one_place_wait_and_keep_their_words(visitor):
    await displayed()
    fields = {"_token": await visitor.token(), **SAID}
    codes = [
        (await visitor.http.post("/texts/1/statements", data=fields, headers=ORIGIN)).status_code
        for _ in range(30)
    ]
    answer = await visitor.http.post("/texts/1/statements", data=fields, headers=ORIGIN)
    assert set(codes) == {303}
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
    assert SAID["body"] in answer.text


async def test_a_guessed_receipt_is_not_found(visitor):
    await displayed()
    await state(visitor)
    assert (await visitor.get("/statements/" + "0" * 32)).status_code == 404
    assert (await visitor.get("/statements/1")).status_code == 404


# --- in time ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "code"),
    [("first minute", 303), ("minute before", 409), ("last minute", 303), ("minute after", 409)],
)
async def test_the_period_goes_from_midnight_to_midnight_of_the_city(visitor, when, code):
    await displayed(starts_in=3)
    row = (await fetch("SELECT starts_on, ends_on FROM plan_display"))[0]
    start = datetime.combine(row["starts_on"], datetime.min.time(), ZONE)
    end = datetime.combine(row["ends_on"] + DAY, datetime.min.time(), ZONE)
    moment = {
        "first minute": start,
        "minute before": start - timedelta(minutes=1),
        "last minute": end - timedelta(minutes=1),
        "minute after": end,
    }[when]
    token = await visitor.token()
    with clock.frozen(moment):
        fields = {"_token": await visitor.token() or token, **SAID}
        answer = await visitor.http.post("/texts/1/statements", data=fields, headers=ORIGIN)
    assert answer.status_code == code
    if code == 409:
        assert SAID["body"] in answer.text
        assert row["ends_on"].strftime("%d.%m.%Y") in answer.text


async def test_the_page_says_until_when_in_plain_words(visitor):
    await displayed()
    for url in ("/texts/1", "/texts/1/statements/new"):
        assert "24 Uhr" in (await visitor.get(url)).text
    assert 'href="/texts/1/statements/new"' in (await visitor.get("/texts/1")).text


async def test_a_text_that_is_not_on_display_takes_no_statement(visitor):
    await text()
    assert (await visitor.get("/texts/1/statements/new")).status_code == 404
    answer = await visitor.post("/texts/1/statements", SAID)
    assert answer.status_code == 404


# --- the days -----------------------------------------------------------------------------------------------


async def test_an_editor_has_the_days_computed_and_confirms_them(emin, visitor):
    await text(where=await place(kind="display"))
    starts, announced = today() + 20 * DAY, today() + 5 * DAY
    url = f"/texts/1/display?starts_on={starts}&announced_on={announced}"
    page = (await emin.get(url)).text
    assert f'value="{last_day(starts)}"' in page
    assert await fetch_value("SELECT count(*) FROM plan_display") == 0
    answer = await emin.http.post(
        "/texts/1/display",
        data={"_token": await emin.token(), "starts_on": str(starts), "announced_on": str(announced),
              "ends_on": str(last_day(starts)), "computed_on": str(last_day(starts))},
        headers=ORIGIN,
    )  # fmt: skip
    assert answer.status_code == 422
    assert "geprüft" in answer.text
    fields = {"starts_on": str(starts), "announced_on": str(announced), "ends_on": str(last_day(starts)),
              "computed_on": str(last_day(starts)), "confirmed": "1"}  # fmt: skip
    assert (await emin.post("/texts/1/display", fields)).status_code == 303
    assert "Ab dem ersten Tag" in (await visitor.get("/texts/1")).text
    assert await fetch_value("SELECT act FROM audit_entry ORDER BY id DESC LIMIT 1") == "display.confirmed"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"ends_on": -1}, "Das ist zu kurz"),
        ({"announced_on": 0}, "vor ihrem ersten Tag bekannt"),
        ({"computed_on": 3}, "anderer als bei der Berechnung"),
    ],
)
async def test_days_that_do_not_work_are_refused_with_what_was_typed(emin, change, said):
    await text(where=await place(kind="display"))
    starts = today() + 20 * DAY
    days = {
        "starts_on": starts,
        "announced_on": starts - 7 * DAY,
        "ends_on": last_day(starts),
        "computed_on": last_day(starts),
    }
    for name, shift in change.items():
        days[name] = (starts if name == "announced_on" else last_day(starts)) + shift * DAY
    answer = await emin.post(
        "/texts/1/display", {name: str(day) for name, day in days.items()} | {"confirmed": "1"}
    )
    assert answer.status_code in {409, 422}
    assert said in answer.text
    assert f'value="{days["ends_on"]}"' in answer.text


async def test_the_database_holds_no_display_under_thirty_days(db):
    await displayed()
    with pytest.raises(asyncpg.CheckViolationError):
        await execute("UPDATE plan_display SET computed_on = starts_on, ends_on = starts_on + 28")


async def test_a_new_version_wants_a_display_of_its_own(db):
    await displayed()
    await version(1, "# Neu\n\nGanz anders.")
    starts = today() + 10 * DAY
    await stating.confirm(1, 1, Days(today(), Period(starts, last_day(starts))))
    assert await fetch_value("SELECT count(*) FROM plan_display") == 2


# --- the office ---------------------------------------------------------------------------------------------


async def test_names_are_for_the_office_alone(visitor, alma, carla, emin, dirk):
    await displayed()
    await state(visitor, email="wilhelmine@example.org")
    for browser in (visitor, alma, carla):
        assert (await browser.get("/texts/1/statements")).status_code == 403
        assert (await browser.post("/texts/1/statements/file")).status_code == 403
    for browser in (emin, dirk):
        page = (await browser.get("/texts/1/statements?q=zaunkönig")).text
        assert "Kanariengasse 17" in page
        assert "wilhelmine@example.org" in page
    assert "Zaunkönig" not in (await emin.get("/texts/1/statements?q=niemand")).text
    for url in (
        "/texts/1",
        "/texts/1/versions",
        "/search?q=Zaunkönig",
        "/search?q=Kita",
        "/consultations/plan",
    ):
        page = (await visitor.get(url)).text
        assert "Kanariengasse" not in page
        assert "vergisst die Kita" not in page


async def test_the_file_of_all_is_on_record_and_runs_no_formula(visitor, emin):
    await displayed()
    await state(visitor, body="=HYPERLINK(1)")
    answer = await emin.post("/texts/1/statements/file")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1][0] == "1-0001"
    assert [cell.split() for cell in rows[1][6:9]] == [SAID["name"].split(), SAID["address"].split(), []]
    assert rows[1][9] == "'=HYPERLINK(1)"
    row = (
        await fetch(
            "SELECT act, actor_id, details::text AS details FROM audit_entry ORDER BY id DESC LIMIT 1"
        )
    )[0]
    assert (row["act"], row["actor_id"]) == ("statements.exported", emin.id)
    assert json.loads(row["details"]) == {"count": 1}


async def test_a_clerk_enters_what_came_on_paper_and_late_ones_are_marked(dirk, visitor, emin):
    await displayed(starts_in=-60)
    last = await fetch_value("SELECT ends_on FROM plan_display")
    said = {"name": "Ein Verein", "body": "Per Brief.", "channel": "letter"}
    for received, late in ((last, False), (last + DAY, True)):
        answer = await dirk.submit(
            "/texts/1/statements/entry", "/texts/1/statements/entry", {**said, "received_on": str(received)}
        )
        assert answer.status_code == 303
        assert ("verspätet" in (await dirk.get(answer.headers["location"])).text) is late
    assert [row["late"] for row in await fetch("SELECT late FROM plan_statement ORDER BY id")] == [
        False,
        True,
    ]
    assert (await visitor.get("/texts/1/statements/entry")).status_code == 403
    assert await fetch_value("SELECT count(*) FROM audit_entry WHERE act = 'statement.entered'") == 2


@pytest.mark.parametrize(
    "fields", [{"channel": "online"}, {"channel": ""}, {"received_on": "2999-01-01"}, {"body": ""}]
)
async def test_an_entry_that_does_not_work_keeps_its_words(dirk, fields):
    await displayed()
    said = {"name": "Ein Verein", "body": "Per Brief.", "channel": "letter", **fields}
    answer = await dirk.submit("/texts/1/statements/entry", "/texts/1/statements/entry", said)
    assert answer.status_code == 422
    assert "Ein Verein" in answer.text


async def test_the_list_needs_few_statements(visitor, emin):
    await displayed()
    for n in range(5):
        await state(visitor, body=f"Nummer {n}")
    await emin.http.get("/texts/1/statements")
    token = statements.set([])
    try:
        assert (await emin.http.get("/texts/1/statements")).status_code == 200
        assert len(statements.get()) <= 6, statements.get()
    finally:
        statements.reset(token)
