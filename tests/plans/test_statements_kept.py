"""A statement stays as it was handed in, and the data of the person may go."""

import asyncpg
import pytest

from participation.core.audit import verify
from participation.core.db import execute, fetch, fetch_value
from participation.core.persons import erase, export
from tests.plans.stating import SAID, displayed, state


@pytest.mark.parametrize(
    "act",
    [
        "UPDATE plan_statement SET body = 'anders'",
        "UPDATE plan_statement SET late = true",
        "UPDATE plan_statement SET name = 'anders'",
        "DELETE FROM plan_statement",
        "UPDATE plan_statement SET erased_at = now(), name = '', address = '', email = '', person = NULL, body = ''",
    ],
)
async def test_the_database_itself_holds_a_statement(visitor, act):
    await displayed()
    await state(visitor)
    with pytest.raises(asyncpg.RestrictViolationError):
        await execute(act)


async def test_with_the_account_name_and_address_go_and_the_words_stay(alma, emin):
    await displayed()
    await state(alma, email="alma@example.org")
    [kept] = (await export(alma.id))["statements"]
    assert kept["name"] == SAID["name"]
    assert kept["address"].split() == SAID["address"].split()
    await erase(alma.id)
    await erase(alma.id)
    row = (await fetch("SELECT name, address, email, person, body FROM plan_statement"))[0]
    assert tuple(row) == ("", "", "", None, SAID["body"])
    assert "Zaunkönig" not in (await emin.get("/texts/1/statements")).text


async def test_somebody_without_an_account_has_their_data_erased_by_the_office(visitor, emin, dirk):
    await displayed()
    await state(visitor)
    assert (await dirk.post("/plan-statements/1/erasure", {"sure": "1"})).status_code == 403
    assert (await emin.post("/plan-statements/1/erasure")).status_code == 422
    assert (await emin.post("/plan-statements/1/erasure", {"sure": "1"})).status_code == 303
    assert (await emin.post("/plan-statements/1/erasure", {"sure": "1"})).status_code == 404
    assert await fetch_value("SELECT name || address || email FROM plan_statement") == ""


async def test_no_name_is_in_log_or_audit(visitor, emin, capfd):
    await displayed()
    await state(visitor, email="wilhelmine@example.org")
    await emin.post("/texts/1/statements/file")
    said = "".join(capfd.readouterr())
    audit = str([tuple(row) for row in await fetch("SELECT * FROM audit_entry")])
    for secret in ("Zaunkönig", "Kanariengasse", "wilhelmine@"):
        assert secret not in said
        assert secret not in audit
    assert await verify() is None


async def test_markup_in_a_statement_is_text(visitor, emin):
    await displayed()
    answer = await state(visitor, name="<b>Fett</b>", address="<i>x</i>", body="<script>alert(1)</script>")
    for page in (await visitor.get(answer.headers["location"]), await emin.get("/texts/1/statements")):
        assert "<script>alert" not in page.text
        assert "<b>Fett" not in page.text
        assert "<i>x" not in page.text
