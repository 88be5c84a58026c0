"""What two people type, each alone: it stands when it is the same, and an alarm tells when it is not."""

import asyncio

import pytest

from participation.core.db import fetch, fetch_value
from participation.core.errors import Refused
from polls import double_entry
from polls.double_entry import Standing, judge
from tests.people import create_person
from tests.polls.factories import make_poll


@pytest.mark.parametrize(
    ("entries", "standing", "content"),
    [
        ({}, Standing.EMPTY, ""),
        ({1: "a"}, Standing.WAITING, ""),
        ({1: "a", 2: "a"}, Standing.AGREED, "a"),
        ({1: "a", 2: "b"}, Standing.DIFFERENT, ""),
        ({1: "a", 2: "b", 3: "b"}, Standing.AGREED, "b"),
        ({1: "a", 2: "b", 3: "c"}, Standing.DIFFERENT, ""),
        ({1: "a", 2: "b", 3: "a", 4: "b"}, Standing.DIFFERENT, ""),
    ],
)
def test_two_equal_ones_stand_and_two_different_ones_are_an_alarm(entries, standing, content):
    slot = judge("sheet-1", entries)
    assert (slot.standing, slot.content) == (standing, content)
    assert slot.number == 1


async def test_one_person_alone_never_makes_it_stand(db):
    number, dirk = await make_poll(), await create_person("Dirk")
    for _ in range(3):
        slot = await double_entry.enter(number, "sheet-1", dirk, "x")
    assert slot.standing is Standing.WAITING
    assert await fetch_value("SELECT count(*) FROM poll_entry") == 1


async def test_what_stands_is_changed_by_nobody(db):
    number, people = await make_poll(), [await create_person(name) for name in ("Dirk", "Emin", "Edda")]
    for person in people[:2]:
        await double_entry.enter(number, "hands", person, "x")
    with pytest.raises(Refused, match="entry-stands"):
        await double_entry.enter(number, "hands", people[2], "y")
    assert (await double_entry.one(number, "hands")).content == "x"


async def test_an_alarm_ends_when_both_have_looked_again(db):
    number, people = await make_poll(), [await create_person(name) for name in ("Dirk", "Emin")]
    await double_entry.enter(number, "sheet-7", people[0], "x")
    assert (await double_entry.enter(number, "sheet-7", people[1], "y")).standing is Standing.DIFFERENT
    assert (await double_entry.enter(number, "sheet-7", people[0], "y")).content == "y"
    entries = await fetch("SELECT details FROM audit_entry WHERE act = 'poll.entered'")
    assert len(entries) == 3
    assert not [row for row in entries if '"y"' in row["details"]]


async def test_slots_of_one_family_come_by_their_number(db):
    number, dirk = await make_poll(), await create_person("Dirk")
    for slot in ("sheet-10", "sheet-9", "hands"):
        await double_entry.enter(number, slot, dirk, "x")
    assert [slot.number for slot in await double_entry.slots(number, "sheet")] == [9, 10]


async def test_ten_hurried_entries_of_two_people_are_two_rows(db):
    number, people = await make_poll(), [await create_person(name) for name in ("Dirk", "Emin")]
    acts = [double_entry.enter(number, "hands", person, "x") for person in people * 5]
    answers = await asyncio.gather(*acts, return_exceptions=True)
    assert all(isinstance(answer, double_entry.Slot | Refused) for answer in answers)
    assert await fetch_value("SELECT count(*) FROM poll_entry") == 2
    assert (await double_entry.one(number, "hands")).content == "x"
