"""Codes and paper in a race over HTTP to two processes: rows equal voters, and the count equals what was told."""

import concurrent.futures
import os
import random
import re
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest

from tests.polls.test_races import _turnout
from tests.server import Person, Server, sign_in

pytestmark = pytest.mark.processes

SHEETS = int(os.environ.get("RACE_SHEETS", "40"))
TIMES = int(os.environ.get("RACE_TIMES", "5"))
THREADS = 24
OPTIONS = ("linde", "ahorn", "buche")


@pytest.fixture(scope="module")
def city() -> Iterator[Server]:
    with tempfile.TemporaryDirectory(prefix="teilhabe-ways-") as folder:
        server = Server(Path(folder) / "data", LIMIT_WRITES="1000000").start()
        yield server
        assert server.stop() == 0


def make(emin: Person, **fields: str) -> str:
    """The address of a running poll, made by the editor's form."""
    place = emin.submit("/polls/new", "/polls", {"title": "Welcher Baum?", "kind": "one-choice"})
    url = place.removesuffix("/edit")
    day = datetime.now() - timedelta(days=1)  # noqa: DTZ005  # a day more or less is the same here
    filled = {"lead": "Drei stehen zur Wahl.", "body": "Ein Baum.", "opens_day": f"{day:%Y-%m-%d}", **fields}
    filled |= {f"option-{number}": title for number, title in enumerate(OPTIONS, 1)}
    emin.submit(place, place, filled)
    return url


def codes(emin: Person, url: str, number: int) -> list[str]:
    found: list[str] = []
    while len(found) < number:
        form = emin.form(f"{url}/codes", f"{url}/codes")
        answer = emin.post(f"{url}/codes", {**form, "number": str(min(500, number - len(found)))})
        assert answer.status_code == 200
        found += re.findall(r'class="t-code">([^<]+)<', answer.text)
    return found


def test_each_code_is_one_vote_online_or_on_paper(city: Server):
    emin, dirk = sign_in(city, "emin"), sign_in(city, "dirk")
    url = make(emin, voters="codes", paper="1")
    drawn = codes(emin, url, SHEETS)
    emin.submit(f"{url}/edit", f"{url}/publication")
    form = Person(city).form(url, f"{url}/ballot")
    desk = dirk.form(f"{url}/paper", f"{url}/paper/voters")
    clients = [httpx.Client(base_url=city.base, timeout=60) for _ in range(THREADS)]
    local, free, start = threading.local(), list(clients), threading.Event()

    def client() -> httpx.Client:
        if not hasattr(local, "http"):
            local.http = free.pop()
        return local.http

    def online(code: str) -> tuple[str, str, int]:
        start.wait()
        data = {**form, "code": code, "answer": random.choice(OPTIONS)}
        answer = client().post(f"{url}/ballot", data=data, headers={"Origin": city.base})
        return "online", code, answer.status_code

    def paper(code: str) -> tuple[str, str, int]:
        start.wait()
        answer = client().post(
            f"{url}/paper/voters",
            data={**desk, "who": code},
            headers={"Origin": city.base},
            cookies=dict(dirk.http.cookies),
        )
        return "paper", code, answer.status_code

    acts = [(online, code) for code in drawn for _ in range(TIMES)] + [(paper, code) for code in drawn] * 2
    random.shuffle(acts)
    with concurrent.futures.ThreadPoolExecutor(THREADS) as pool:
        waiting = [pool.submit(act, code) for act, code in acts]
        start.set()
        ended = pool.submit(_end_in_between, emin, url, waiting)
        answers = [one.result() for one in concurrent.futures.as_completed(waiting)]
        assert ended.result() == 303
    for one in clients:
        one.close()
    assert {status for _, _, status in answers} <= {303, 409}
    taken = Counter(code for _, code, status in answers if status == 303)
    assert set(taken.values()) <= {1}
    ways = Counter(way for way, _, status in answers if status == 303)
    _type_all(city, emin, dirk, url, ways["paper"])
    assert _turnout(emin.get(url)) == len(taken)
    assert len(emin.http.get(f"{url}/receipts").text.split()) == ways["online"]


def _end_in_between(emin: Person, url: str, waiting: list[concurrent.futures.Future[object]]) -> int:
    """When three quarters of the requests are answered, the editor ends it."""
    while sum(one.done() for one in waiting) < len(waiting) * 3 // 4:
        threading.Event().wait(0.01)
    return emin.post(f"{url}/closing", emin.form(url, f"{url}/closing")).status_code


def _type_all(city: Server, emin: Person, dirk: Person, url: str, sheets: int) -> None:
    """Both people type every sheet at the same time."""

    def enter(person: Person) -> None:
        form = person.form(f"{url}/paper", f"{url}/paper/sheets")
        for sheet in range(1, sheets + 1):
            fields = {**form, "sheet": str(sheet), "answer": OPTIONS[sheet % 3]}
            assert person.post(f"{url}/paper/sheets", fields).status_code == 303

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        list(pool.map(enter, (emin, dirk)))
    dirk.submit(f"{url}/paper", f"{url}/paper/completion")


def test_accounts_count_once_online_or_on_paper(city: Server):
    emin, dirk = sign_in(city, "emin"), sign_in(city, "dirk")
    url = make(emin, paper="1", changeable="1")
    emin.submit(f"{url}/edit", f"{url}/publication")
    names = ["alma", "bora", "carla", "cem", "edda", "konrad", "ada"]
    people = {name: sign_in(city, name) for name in names}
    forms = {name: person.form(url, f"{url}/ballot") for name, person in people.items()}
    desk, start = dirk.form(f"{url}/paper", f"{url}/paper/voters"), threading.Event()

    def online(name: str) -> tuple[str, str, int]:
        start.wait()
        answer = people[name].post(f"{url}/ballot", {**forms[name], "answer": random.choice(OPTIONS)})
        return "online", name, answer.status_code

    def paper(name: str) -> tuple[str, str, int]:
        start.wait()
        who = {**desk, "who": f"{name}@example.org"}
        return "paper", name, dirk.post(f"{url}/paper/voters", who).status_code

    with concurrent.futures.ThreadPoolExecutor(THREADS) as pool:
        acts = [(act, name) for name in names for act in (online, paper) for _ in range(3)]
        random.shuffle(acts)
        waiting = [pool.submit(act, name) for act, name in acts]
        start.set()
        answers = [one.result() for one in waiting]
    assert {status for _, _, status in answers} <= {303, 409}
    ways = {name: {way for way, who, status in answers if who == name and status == 303} for name in names}
    assert all(len(way) == 1 for way in ways.values())
    emin.post(f"{url}/closing", emin.form(url, f"{url}/closing"))
    _type_all(city, emin, dirk, url, sum(way == {"paper"} for way in ways.values()))
    assert _turnout(emin.get(url)) == len(names)
