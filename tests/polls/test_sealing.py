"""Sealed ballots: what a thief of the database sees, and what they cannot join."""

import random
import stat
from collections import Counter

import pytest

from participation.accounts.actor import Actor
from participation.core.db import execute, fetch, fetch_value
from polls import actions, keys, queries, receipts, sealing
from polls.ballots.shape import Choices, Question, from_text
from tests.people import create_person
from tests.polls.factories import OPTIONS, end, make_poll

KEYS = [option.key for option in OPTIONS]


@pytest.fixture
def key():
    sealing.make_key(7)
    yield sealing.read_key(7)
    sealing.destroy_key(7)


def test_a_key_is_for_us_alone(key):
    assert len(key) == 32
    assert stat.S_IMODE(sealing.key_path(7).stat().st_mode) == 0o600
    assert stat.S_IMODE(sealing.folder().stat().st_mode) == 0o700
    assert 7 in sealing.kept()


def test_a_destroyed_key_is_missed_and_never_made_anew():
    sealing.make_key(8)
    sealing.destroy_key(8)
    with pytest.raises(sealing.KeyMissingError):
        sealing.read_key(8)
    assert not sealing.key_path(8).exists()


def test_what_was_sealed_opens_only_for_its_poll_and_voter(key):
    sealed = sealing.seal(key, 7, 1, "Prüfnummer\n{}", 256)
    assert sealing.unseal(key, 7, 1, sealed) == "Prüfnummer\n{}"
    broken = bytes([sealed[0] ^ 1]) + sealed[1:]
    for poll, person, content in ((7, 2, sealed), (8, 1, sealed), (7, 1, broken), (7, 1, b"short")):
        with pytest.raises(sealing.BrokenSealError):
            sealing.unseal(key, poll, person, content)


def test_all_ballots_of_a_poll_are_equally_long(key):
    question = Question(options=tuple(KEYS))
    room = sealing.room(question)
    texts = ["", "ß", "x" * room]
    assert len({len(sealing.seal(key, 7, 1, text, room)) for text in texts}) == 1
    with pytest.raises(ValueError, match="longer"):
        sealing.seal(key, 7, 1, "x" * (room + 1), room)


def test_a_receipt_survives_typing():
    receipt = receipts.draw()
    assert receipts.tidy(f" {receipt.lower().replace('-', ' ')} ") == receipt
    assert receipts.tidy("KURZ") == receipts.tidy("") == ""
    assert len({receipts.draw() for _ in range(1000)}) == 1000


async def _vote(poll_id, people, chance):
    """Person → option, cast in a random order, some of them twice."""
    found, chosen = await queries.poll(poll_id, None), {}
    for person in [*people, *chance.sample(people, len(people) // 4)]:
        chosen[person] = chance.choice(KEYS)
        await actions.cast(Actor(person, "X"), found, Choices((chosen[person],)))
    return chosen


DUMPS = {
    "poll_vote": "SELECT xmin::text::bigint AS xmin, ctid::text AS ctid, * FROM poll_vote ORDER BY ctid",
    "poll_ballot": "SELECT xmin::text::bigint AS xmin, * FROM poll_ballot ORDER BY id",
    "poll_receipt": "SELECT xmin::text::bigint AS xmin, * FROM poll_receipt ORDER BY id",
}


async def _dump(name):
    return [dict(row) for row in await fetch(DUMPS[name])]


def _hits(voters, ballots, chosen):
    """How many a thief names rightly who lays the two lists side by side."""
    return sum(
        chosen[voter] == from_text(ballot).options[0] for voter, ballot in zip(voters, ballots, strict=True)
    )


async def test_two_dumps_without_the_key_join_ballots_to_voters_no_better_than_chance(db):
    chance = random.Random(2026)
    people = [await create_person(f"P{n}") for n in range(200)]
    chance.shuffle(people)
    number = await make_poll()
    chosen = await _vote(number, people, chance)
    during = await _dump("poll_vote")
    await end(number)
    await actions.close_due()
    after, listed = await _dump("poll_ballot"), await _dump("poll_receipt")

    assert len({row["sealed"].__len__() for row in during}) == 1
    assert all(row["ballot"] is None and row["receipt"] is None for row in during)
    assert await fetch_value("SELECT count(*) FROM poll_vote") == 0
    assert len({row["xmin"] for row in after}) == len({row["xmin"] for row in listed}) == 1
    assert [row["ballot"] for row in after] == sorted(row["ballot"] for row in after)
    assert [row["receipt"] for row in listed] == sorted(row["receipt"] for row in listed)

    counts = Counter(chosen.values())
    ballots = [row["ballot"] for row in after]
    # Whoever lays two unrelated lists side by side hits the sum of the squared shares on average.
    expected = sum(n * n for n in counts.values()) / len(people)
    spread = 4 * (len(people) * 0.25 * 0.75) ** 0.5
    orders = {
        "transaction": lambda row: row["xmin"],
        "place in the heap": lambda row: tuple(map(int, row["ctid"][1:-1].split(","))),
        "person": lambda row: row["person"],
        "id": lambda row: str(row["id"]),
        "sealed": lambda row: bytes(row["sealed"]),
    }
    for name, order in orders.items():
        voters = [row["person"] for row in sorted(during, key=order)]
        for side in (voters, voters[::-1]):
            assert abs(_hits(side, ballots, chosen) - expected) < spread, name
    columns = {
        row["column_name"]
        for row in await fetch(
            "SELECT column_name FROM information_schema.columns WHERE table_name IN ('poll_vote', 'poll_ballot', 'poll_receipt') AND data_type LIKE 'timestamp%'"
        )
    }
    assert not columns


async def test_the_key_goes_with_the_count_and_a_forgotten_one_is_swept(db):
    number = await make_poll()
    path = sealing.key_path(number)
    assert path.exists()
    await end(number)
    await actions.close_due()
    assert not path.exists()
    sealing.make_key(number)
    await keys.destroy_spent_keys()
    assert not path.exists()


async def test_without_its_key_a_poll_takes_no_ballot_and_waits_to_be_counted(db):
    number, alma = await make_poll(), Actor(await create_person("Alma R."), "Alma R.")
    found = await queries.poll(number, None)
    await actions.cast(alma, found, Choices(("tempo",)))
    path = sealing.key_path(number)
    aside = path.rename(path.with_suffix(".kept"))
    with pytest.raises(actions.Refused) as refused:
        await actions.cast(alma, found, Choices(("radweg",)))
    assert refused.value.key == "poll-key-missing"
    await end(number)
    await actions.close_due()
    assert await fetch_value("SELECT counted_at FROM poll WHERE id = $1", number) is None
    aside.rename(path)
    await actions.close_due()
    assert await fetch_value("SELECT ballots FROM poll WHERE id = $1", number) == 1


async def test_a_ballot_moved_to_another_voter_is_broken_and_said_to_be(db):
    number = await make_poll()
    found, people = await queries.poll(number, None), [await create_person(f"P{n}") for n in range(3)]
    for person in people:
        await actions.cast(Actor(person, "X"), found, Choices(("tempo",)))
    await execute(
        "UPDATE poll_vote SET sealed = (SELECT sealed FROM poll_vote WHERE person = $1) WHERE person = $2",
        *people[:2],
    )
    await end(number)
    await actions.close_due()
    row = (await fetch("SELECT ballots, broken FROM poll WHERE id = $1", number))[0]
    assert (row["ballots"], row["broken"]) == (2, 1)
