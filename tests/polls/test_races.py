"""Many at once: rows equal voters, and nobody is left in doubt at the end."""

import asyncio
import concurrent.futures
import random
import re
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from participation.accounts.actor import Actor
from participation.core import persons
from participation.core.db import execute, fetch, fetch_value, unit_of_work
from participation.core.errors import Refused
from polls import actions, queries
from polls.ballots.shape import Choices
from tests.people import create_person
from tests.polls.factories import OPTIONS, make_poll
from tests.server import Server, sign_in

KEYS = [option.key for option in OPTIONS]


@pytest.fixture(scope="module")
def city() -> Iterator[Server]:
    """A demo city of its own: its poll is ended here."""
    with tempfile.TemporaryDirectory(prefix="teilhabe-polls-") as folder:
        server = Server(Path(folder) / "data").start()
        yield server
        assert server.stop() == 0


async def test_two_hundred_ballots_of_twenty_people_at_once_are_twenty_rows(db):
    number = await make_poll()
    found = await queries.poll(number, None)
    people = [Actor(await create_person(f"P{n}"), "P") for n in range(20)]
    acts = [actions.cast(person, found, Choices((random.choice(KEYS),))) for person in people * 10]
    random.shuffle(acts)
    given = await asyncio.gather(*acts)
    assert len(set(given)) == 200
    assert await fetch_value("SELECT count(*) FROM poll_vote") == 20
    await actions.close(number, None)
    assert await actions.count(number)
    listed = await queries.receipts(number)
    assert len(listed) == 20
    assert set(listed) <= set(given)


async def test_whoever_votes_while_it_ends_is_counted_or_told(db):
    for _ in range(5):
        number = await make_poll()
        found = await queries.poll(number, None)
        people = [Actor(await create_person(f"P{n}"), "P") for n in range(30)]
        acts = [actions.cast(person, found, Choices(("tempo",))) for person in people]
        acts[15:15] = [actions.close(number, None)]
        answers = await asyncio.gather(*acts, return_exceptions=True)
        assert answers.pop(15) is True
        receipts = {answer for answer in answers if isinstance(answer, str)}
        told = [answer for answer in answers if isinstance(answer, Refused) and answer.key == "poll-ended"]
        assert len(receipts) + len(told) == 30
        assert await actions.count(number)
        assert set(await queries.receipts(number)) == receipts


async def test_two_workers_count_once(db):
    number = await make_poll()
    found = await queries.poll(number, None)
    for n in range(8):
        await actions.cast(Actor(await create_person(f"P{n}"), "P"), found, Choices(("tempo",)))
    await actions.close(number, None)
    answers = await asyncio.gather(*(actions.count(number) for _ in range(6)), return_exceptions=True)
    assert [answer for answer in answers if answer is True] == [True]
    assert await fetch_value("SELECT count(*) FROM poll_ballot") == 8
    assert len(await fetch("SELECT 1 FROM audit_entry WHERE act = 'poll.counted'")) == 1


async def test_a_broken_write_leaves_votes_and_key_for_the_next_try(db):
    number = await make_poll()
    person = Actor(await create_person("P"), "P")
    await actions.cast(person, await queries.poll(number, None), Choices(("tempo",)))
    await actions.close(number, None)
    found = await queries.poll(number, None)
    with pytest.raises(RuntimeError):
        await actions.settle(found, [], votes=2)
    assert await fetch_value("SELECT count(*) FROM poll_vote") == 1
    await execute("DELETE FROM person")
    assert await actions.count(number)


@pytest.mark.processes
def test_the_same_over_http_to_two_processes(city: Server, tmp_path: Path):
    """Nine people, each with four racing ballots of changing content; then the editor ends it meanwhile."""
    visitor = sign_in(city, "alma")
    url = next(
        link for link in re.findall(r'href="(/polls/\d+)"', visitor.get("/polls").split("Abgeschlossen")[0])
    )
    names = ["alma", "bora", "carla", "cem", "dirk", "edda", "konrad", "ada"]
    people = {name: sign_in(city, name) for name in names}
    before = _turnout(people["alma"].get(url))
    forms = {name: person.form(url, f"{url}/ballot") for name, person in people.items()}
    fields = sorted(set(re.findall(r'name="(answer[^"]*)"', people["alma"].get(url))))
    start, told, receipts = threading.Event(), [], []

    def vote(name: str, mark: int) -> None:
        start.wait()
        answer = people[name].http.post(
            f"{url}/ballot",
            data={**forms[name], **dict.fromkeys(fields, str(mark))},
            headers={"Origin": city.base},
        )
        (receipts if answer.status_code == 303 else told).append((name, answer.status_code))

    with concurrent.futures.ThreadPoolExecutor(32) as pool:
        waiting = [pool.submit(vote, name, mark) for mark in range(4) for name in names]
        start.set()
        concurrent.futures.wait(waiting)
        assert not told
        assert _turnout(people["alma"].get(url)) == before + len(names)
        emin = sign_in(city, "emin")
        closing = emin.form(url, f"{url}/closing")
        waiting = [pool.submit(vote, name, 5) for name in names]
        ending = pool.submit(emin.post, f"{url}/closing", closing)
        concurrent.futures.wait([*waiting, ending])
    assert ending.result().status_code == 303
    assert {status for _, status in told} <= {409}
    page = people["alma"].get(url)
    assert _turnout(page) == before + len(names)
    assert len(people["alma"].http.get(f"{url}/receipts").text.split()) == before + len(names)


def _turnout(page: str) -> int:
    found = re.search(r"([\d.]+) Menschen haben abgestimmt", page)
    assert found, page[:3000]
    return int(found.group(1).replace(".", ""))


async def test_a_ballot_cast_while_its_account_is_deleted_does_not_stay(db):
    """The deletion has swept the votes and is about to end when the ballot comes."""
    number = await make_poll()
    found, voter = await queries.poll(number, None), Actor(await create_person("P", "p@example.org"), "P")
    swept, asked = asyncio.Event(), asyncio.Event()

    async def vote() -> str:
        await swept.wait()
        asked.set()
        return await actions.cast(voter, found, Choices(("tempo",)))

    voting = asyncio.create_task(vote())
    async with unit_of_work():
        await execute(
            "UPDATE person SET deleted_at = now(), email = NULL, email_key = NULL WHERE id = $1", voter.id
        )
        await persons.erase(voter.id)
        swept.set()
        await asked.wait()
        await asyncio.sleep(0.2)
    with pytest.raises(Refused) as refused:
        await voting
    assert refused.value.status == 403
    assert await fetch_value("SELECT count(*) FROM poll_vote") == 0
