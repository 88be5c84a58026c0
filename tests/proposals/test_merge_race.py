"""Fifty supporters, a merge, its undoing, a withdrawal of the twin and the end of the phase, all at once over HTTP."""

import asyncio
import random
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import pytest

from participation.core.embedded import connect_or_start
from participation.core.sessions import cookie_name, token_hash
from tests.server import Person, Server, sign_in

pytestmark = pytest.mark.processes
CROWD = 50
_PEOPLE = "SELECT id FROM person WHERE email IS NULL OR email NOT LIKE '%@example.org' ORDER BY id LIMIT $1"
_SESSION = (
    "INSERT INTO session (id_hash, person, created_at, last_seen_at, expires_at) VALUES ($1, $2, $3, $3, $4)"
)
_WRONG = """
SELECT p.id, p.supports_count, count(s.id) FROM proposal p LEFT JOIN support s ON s.proposal = p.id
GROUP BY p.id HAVING p.supports_count <> count(s.id)
"""
_ROWS = """
SELECT p.supports_count, count(s.id) AS rows, count(DISTINCT s.person) AS people
FROM proposal p LEFT JOIN support s ON s.proposal = p.id WHERE p.id = $1 GROUP BY p.id
"""


@pytest.fixture(scope="module")
def city() -> Iterator[Server]:
    """A city of its own: the phase is ended here."""
    with tempfile.TemporaryDirectory(prefix="teilhabe-merge-") as folder:
        server = Server(Path(folder) / "data", LIMIT_WRITES="100000").start()
        yield server
        assert server.stop() == 0


def ask(city: Server, statement: str, *values: object) -> list[asyncpg.Record]:
    async def run(dsn: str) -> list[asyncpg.Record]:
        connection = await asyncpg.connect(dsn)
        try:
            return await connection.fetch(statement, *values)
        finally:
            await connection.close()

    with connect_or_start(city.data_dir, start=False) as dsn:
        return asyncio.run(run(dsn))


def crowd(city: Server) -> dict[int, Person]:
    """People without a password of their own, each with a session."""
    moment = datetime.now(UTC)
    found = {}
    for row in ask(city, _PEOPLE, CROWD):
        token = f"session-of-person-{row['id']:06}-in-the-race"
        ask(city, _SESSION, token_hash(token), row["id"], moment, moment + timedelta(days=1))
        found[row["id"]] = Person(city)
        found[row["id"]].http.cookies.set(cookie_name(), token, domain="127.0.0.1")
    assert len(found) == CROWD
    return found


def write(city: Server, name: str, title: str) -> int:
    place = "/consultations/stadtgruen/proposals"
    to = sign_in(city, name).submit(f"{place}/new", place, {"title": title, "body": "Bäume an der Schule."})
    return int(to.split("?")[0].split("#")[0].rsplit("/", 1)[1])


def test_counts_equal_the_rows_and_everybody_counts_once(city: Server):
    one, two = write(city, "alma", "Schatten vor der Schule"), write(city, "bora", "Bäume vor der Schule")
    alma, bora, carla = (sign_in(city, name) for name in ("alma", "bora", "carla"))
    people = crowd(city)
    tokens = {number: person.form("/help", "/language") for number, person in people.items()}
    carlas, boras = (one.form("/help", "/language")["_token"] for one in (carla, bora))
    chance = random.Random(8)

    def act(number: int, url: str) -> int:
        return people[number].post(url, {"_token": tokens[number]["_token"]}).status_code

    def join() -> int:
        return carla.post(f"/proposals/{one}/merge", {"_token": carlas, "into": str(two)}).status_code

    def part() -> int:
        return carla.post(f"/proposals/{one}/merge/undo", {"_token": carlas}).status_code

    def take_back() -> int:
        return bora.post(f"/proposals/{two}/withdrawal", {"_token": boras, "sure": "1"}).status_code

    def moves(which: list[int]) -> list[tuple[int, str]]:
        every = [(n, f"/proposals/{p}/support") for n in people for p in which]
        every += [(n, f"/proposals/{which[0]}/support/withdraw") for n in chance.sample(list(people), 15)]
        chance.shuffle(every)
        return every

    with ThreadPoolExecutor(12) as pool:
        each = [pool.submit(act, *move) for move in moves([one, two])]
        merging = [pool.submit(join) for _ in range(3)]
        each += [pool.submit(act, *move) for move in moves([two, one])]
        taking = [pool.submit(take_back) for _ in range(2)]
        statuses = Counter(future.result() for future in each)
        joined = sorted(future.result() for future in merging)
        taken = {future.result() for future in taking}
    assert set(statuses) <= {303, 409, 410}, statuses
    assert joined[0] == 303, "exactly one of the three was the first"
    assert joined[1:] == [409, 409]
    assert taken == {409}, "what holds others is not withdrawn"
    assert not ask(city, _WRONG)
    assert ask(city, "SELECT count(*) FROM support WHERE proposal = $1", one)[0][0] == 0
    shown = alma.get(f"/proposals/{two}").split('data-supports="')[1].split('"')[0]
    rows = ask(city, "SELECT count(*), count(DISTINCT person) FROM support WHERE proposal = $1", two)[0]
    assert int(shown) == rows[0] == rows[1] <= CROWD

    three = write(city, "alma", "Trinkbrunnen am Spielplatz")
    hers = alma.form("/help", "/language")["_token"]

    def withdraw() -> int:
        return alma.post(f"/proposals/{three}/withdrawal", {"_token": hers, "sure": "1"}).status_code

    with ThreadPoolExecutor(12) as pool:
        each = [pool.submit(act, *move) for move in moves([three])]
        taking = [pool.submit(withdraw) for _ in range(3)]
        each += [pool.submit(act, *move) for move in moves([three])]
        statuses = Counter(future.result() for future in each)
        taken = sorted(future.result() for future in taking)
    assert taken[0] == 303, "the first took it back"
    assert set(taken[1:]) <= {404, 409}, "the others came too late"
    assert set(statuses) == {303, 409}, statuses
    before = ask(city, _ROWS, three)[0]
    assert before["supports_count"] == before["rows"] == before["people"] <= CROWD
    assert act(next(iter(people)), f"/proposals/{three}/support") == 409
    assert ask(city, _ROWS, three)[0] == before, "what is withdrawn is supported no more"

    with ThreadPoolExecutor(12) as pool:
        each = [pool.submit(act, *move) for move in moves([two, one])]
        parting = [pool.submit(part) for _ in range(3)]
        ending = pool.submit(
            ask,
            city,
            "UPDATE phase SET ends_at = now() WHERE consultation = (SELECT consultation FROM proposal WHERE id = $1)"
            " AND starts_at < now() AND (ends_at IS NULL OR ends_at > now())",
            one,
        )
        each += [pool.submit(act, *move) for move in moves([one, two])]
        statuses = Counter(future.result() for future in each)
        parted = sorted(future.result() for future in parting)
        ending.result()
    assert set(statuses) <= {303, 409}, statuses
    assert statuses[409], "the end of the phase let everything through"
    assert parted == [303, 404, 404]
    assert not ask(city, _WRONG)
    assert act(next(iter(people)), f"/proposals/{two}/support") == 409
