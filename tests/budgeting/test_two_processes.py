"""Many ballots on money at once, over HTTP to two processes, and the end in between."""

import concurrent.futures
import json
import random
import re
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from polls.formats import pabulib
from tests.server import Server, sign_in

pytestmark = pytest.mark.processes
NAMES = ("alma", "bora", "carla", "cem", "dirk", "edda", "konrad", "ada")


@pytest.fixture(scope="module")
def city() -> Iterator[Server]:
    """A demo city of its own: its vote is ended here."""
    with tempfile.TemporaryDirectory(prefix="teilhabe-budget-") as folder:
        server = Server(Path(folder) / "data").start(120)
        yield server
        assert server.stop() == 0


def _turnout(page: str) -> int:
    found = re.search(r"([\d.]+) Menschen haben abgestimmt", page)
    assert found, page[:3000]
    return int(found.group(1).replace(".", ""))


def test_rows_equal_voters_and_the_file_counts_to_the_published_result(city: Server):
    """Eight people with five racing ballots each; some too dear. Then an editor ends it meanwhile."""
    people = {name: sign_in(city, name) for name in NAMES}
    alma, emin = people["alma"], sign_in(city, "emin")
    url = alma.http.get("/consultations/buergerhaushalt/budget").headers["location"]
    page = alma.get(url)
    keys = re.findall(r'name="answer" value="([^"]+)"', page)
    dear = [
        key for key, cost in re.findall(r'value="([^"]+)" data-cost="(\d+)"', page) if int(cost) > 4_000_000
    ]
    before, token = _turnout(page), {name: one.form(url, f"{url}/ballot") for name, one in people.items()}
    start, answers = threading.Event(), []

    def vote(name: str, chosen: list[str]) -> None:
        start.wait()
        data = {"_token": token[name]["_token"], "answer": chosen}
        answer = people[name].http.post(f"{url}/ballot", data=data, headers={"Origin": city.base})
        answers.append((name, answer.status_code))

    with concurrent.futures.ThreadPoolExecutor(32) as pool:
        ballots = [random.sample([key for key in keys if key not in dear], 2) for _ in range(4)]
        waiting = [pool.submit(vote, name, chosen) for chosen in (*ballots, dear) for name in NAMES]
        start.set()
        concurrent.futures.wait(waiting)
        assert sorted({status for _, status in answers}) == [303, 422]
        assert sum(status == 422 for _, status in answers) == len(NAMES)
        page = alma.get(url)
        assert _turnout(page) == before + len(NAMES)
        closing = re.search(r'action="(/polls/\d+/closing)"', emin.get(url))[1]
        fields = emin.form(url, closing)
        waiting = [pool.submit(vote, name, ballots[0]) for name in NAMES]
        ending = pool.submit(emin.post, closing, fields)
        concurrent.futures.wait([*waiting, ending])
    assert ending.result().status_code == 303
    assert {status for _, status in answers[5 * len(NAMES) :]} <= {303, 409}
    deadline = time.monotonic() + 60
    while "werden gebaut" not in alma.get(url):
        assert time.monotonic() < deadline, "nobody has worked out the result"
        time.sleep(0.5)
    text = alma.get(f"{url}/result.pb")
    assert pabulib.read(text.splitlines()).ballots.total() == before + len(NAMES)
    again = city.data_dir / "again.pb"
    again.write_text(text)
    counted = city.command("count", str(again), "--rule", "equal-shares")
    assert counted.returncode == 0, counted.stderr
    selected = {line.split(";")[0] for line in text.split("VOTES")[0].splitlines() if line.endswith(";1")}
    assert set(json.loads(counted.stdout)["winners"]) == selected
    brought = city.command("import", "budget", str(again), "--consultation", "buergerhaushalt")
    assert brought.returncode == 0, brought.stderr
    assert f"{before + len(NAMES)} ballots" in brought.stdout
