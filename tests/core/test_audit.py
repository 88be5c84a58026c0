"""S17: whoever changes, removes or reorders what staff did is found out."""

import asyncio
import random

import asyncpg
import pytest

from participation.core import audit
from participation.core.audit import digest_with, record, seal, seal_all, verify
from participation.core.db import DB, execute, fetch, fetch_one, fetch_value, unit_of_work
from participation.tools.checks import audit_log

pytestmark = pytest.mark.usefixtures("db")


async def fifty():
    for number in range(50):
        async with unit_of_work():
            await record(
                number % 3 or None, "decision.made", "comment", number, {"rule": "insult", "n": number}
            )
    assert await seal() == 50


async def behind_its_back(*statements):
    """As somebody with full rights to the database would."""
    connection = await asyncpg.connect(DB.config["dsn"])
    try:
        await connection.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_stays")
        for text, *values in statements:
            await connection.execute(text, *values)
    finally:
        await connection.execute("ALTER TABLE audit_entry ENABLE TRIGGER audit_entry_stays")
        await connection.close()


async def test_an_empty_log_and_a_whole_one_are_in_order():
    assert await verify() is None
    await fifty()
    assert await verify() is None
    assert await audit_log() == ""
    numbers = [row["number"] for row in await fetch("SELECT number FROM audit_entry ORDER BY number")]
    assert numbers == list(range(1, 51))


async def test_an_entry_goes_with_its_transaction():
    async def half():
        async with unit_of_work():
            await record(1, "role.granted", "person", 2)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await half()
    assert await seal() == 0


CHANGES = [
    "actor_id = 99", "actor_id = NULL", "act = 'x'", "kind = 'x'", "object_id = 99", "details = '{}'", "digest = 'x'",
    "salt = 'x'", "at = at + interval '1 microsecond'", "previous = 'x'", "hash = 'x'", "id = id + 1000",
    "number = number + 1000", "number = NULL, previous = NULL, hash = NULL",
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
async def test_any_change_is_found(change):
    await fifty()
    victim = random.Random(change).randint(1, 50) if "actor_id = NULL" not in change else 2
    await behind_its_back((f"UPDATE audit_entry SET {change} WHERE number = $1", victim))  # noqa: S608  # constants above
    assert await verify() == victim


async def test_the_operator_is_told_without_asking_for_it():
    await fifty()
    await behind_its_back(("DELETE FROM audit_entry WHERE number = 7",))
    assert "broken at entry 7" in await audit_log()


async def test_each_removed_entry_is_found_also_the_newest():
    await fifty()
    rows = {row["number"]: row for row in await fetch("SELECT * FROM audit_entry")}
    columns = ", ".join(rows[1].keys())
    places = ", ".join(f"${n}" for n in range(1, len(rows[1]) + 1))
    for number, row in rows.items():
        await behind_its_back(("DELETE FROM audit_entry WHERE number = $1", number))
        assert await verify() == number
        await execute(f"INSERT INTO audit_entry ({columns}) VALUES ({places})", *row.values())  # noqa: S608  # names of columns
    assert await verify() is None


async def test_a_removed_and_resealed_entry_is_found():
    await fifty()
    await behind_its_back(
        ("UPDATE audit_entry SET number = NULL, previous = NULL, hash = NULL WHERE number = 50",)
    )
    await seal_all()
    assert await verify() == 50


async def test_an_entry_forged_together_with_its_own_hash_is_found():
    """The forger mends the entry and the next one's memory of it; only hashes that hold the hash before show it."""
    await fifty()
    row = dict(await fetch_one("SELECT *, details::text AS details FROM audit_entry WHERE number = 20"))
    forged = audit.chain_hash({**row, "actor_id": 99}, 20, row["previous"])
    await behind_its_back(
        ("UPDATE audit_entry SET actor_id = 99, hash = $1 WHERE number = 20", forged),
        ("UPDATE audit_entry SET previous = $1 WHERE number = 21", forged),
    )
    assert await verify() == 21


async def test_two_entries_that_changed_places_are_found():
    await fifty()
    await behind_its_back(
        ("UPDATE audit_entry SET number = 1000 WHERE number = 20",),
        ("UPDATE audit_entry SET number = 20 WHERE number = 30",),
        ("UPDATE audit_entry SET number = 30 WHERE number = 1000",),
    )
    assert await verify() == 20


async def test_an_entry_added_by_hand_is_found():
    await fifty()
    row = dict(await fetch_one("SELECT *, details::text AS details FROM audit_entry WHERE number = 50"))
    forged = {**row, "id": 999}
    text = """INSERT INTO audit_entry (id, at, act, kind, object_id, actor_id, details, number, previous, hash)
              VALUES (999, $1, $2, $3, $4, $5, $6::jsonb, 51, $7, $8)"""
    values = [row[name] for name in ("at", "act", "kind", "object_id", "actor_id", "details")]
    await execute(text, *values, row["hash"], audit.chain_hash(forged, 51, row["hash"]))
    assert await verify() == 51


async def test_the_database_refuses_to_change_or_remove():
    await record(1, "a", "b", 3)
    with pytest.raises(asyncpg.RestrictViolationError):
        await execute("UPDATE audit_entry SET act = 'x'")
    with pytest.raises(asyncpg.RestrictViolationError):
        await execute("DELETE FROM audit_entry")
    await seal()
    with pytest.raises(asyncpg.RestrictViolationError):
        await execute("UPDATE audit_entry SET number = 7")


async def test_acts_at_the_same_time_are_sealed_without_a_gap():
    async def staff(person):
        for number in range(10):
            async with unit_of_work():
                await record(person, "comment.hidden", "comment", number)
                await asyncio.sleep(random.random() / 200)

    async def sealer():
        for _ in range(15):
            await seal()
            await asyncio.sleep(0.002)

    await asyncio.gather(*(staff(person) for person in range(8)), sealer(), sealer(), sealer())
    await seal_all()
    assert await fetch_value("SELECT max(number) FROM audit_entry") == 80
    assert await fetch_value("SELECT count(*) FROM audit_entry WHERE number IS NULL") == 0
    assert await verify() is None


async def test_many_entries_are_sealed_in_batches(monkeypatch):
    monkeypatch.setattr(audit, "BATCH", 7)
    for number in range(20):
        await record(1, "a", "b", number)
    await seal_all()
    assert await verify() is None
    assert await fetch_value("SELECT number FROM audit_head") == 20


async def test_the_text_is_not_kept_but_can_be_proved():
    for _ in range(2):
        await record(1, "comment.hidden", "comment", 3, digest_of="Böser Text")
    first, second = await fetch("SELECT * FROM audit_entry ORDER BY id")
    assert first["digest"] != second["digest"]
    assert first["digest"] == digest_with(first["salt"], "Böser Text")
    assert first["digest"] != digest_with(first["salt"], "Guter Text")


@pytest.mark.parametrize(
    "details",
    [{"name": "Alma Schmidt"}, {"x y": 1}, {"t": "a\nb"}, {"ids": ["a"]}, {"t": "x" * 81}, {"t": "alma@b"}],
)
async def test_s17_no_text_and_no_line_break_gets_in(details):
    with pytest.raises(ValueError, match="audit"):
        await record(1, "a", "b", 1, details)


async def test_the_trigger_is_there_after_the_tests_have_played_with_it():
    enabled = await fetch_value("SELECT tgenabled FROM pg_trigger WHERE tgname = 'audit_entry_stays'")
    assert enabled == b"O"
