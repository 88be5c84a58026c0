"""A whole evening by simulated people against real processes; afterwards the city is as it was."""

import difflib
import json
import random
import re

import pytest

from participation.tools.rehearse_ears import Ear, Hall
from tests.server import Person, Server, sign_in

pytestmark = pytest.mark.processes

PROBE = re.compile(r"\bProbe (?:\d|[0-9a-f]{4}\))")
"""A person of the rehearsal or the mark on its questions; the demo's own captions speak of a sample too."""


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("rehearsal") / "data").start()
    yield server
    assert server.stop() == 0


def frame(*numbers: int) -> str:
    return "".join(f'<p data-seq="{number}"></p>' for number in numbers)


def heard(*frames: str) -> Hall:
    hall = Hall("http://127.0.0.1:1", "demo", 0, random.Random(1))
    ear = Ear(hall, 0, "", 4)
    for one in frames:
        ear.take(one)
    return hall


def test_a_socket_counts_what_it_missed_and_what_came_twice():
    assert (heard(frame(5), frame(6, 7)).delivered, heard(frame(5), frame(6, 7)).lost) == (3, 0)
    assert heard(frame(5), frame(8)).lost == 2
    assert heard(frame(5, 5), frame(4)).twice == 2
    assert heard('<div data-resync="true" hidden></div>').resyncs == 1


def standing(city: Server) -> list[str]:
    """What people see of the evening, without numbers of the log, times and clocks.

    And without the offer to take the last act back: it ends by itself after five minutes, and with a rehearsal.
    """
    edda, dirk = sign_in(city, "edda"), sign_in(city, "dirk")
    pages = [edda.get(f"/forums/demo{page}") for page in ("", "/questions", "/chair")]
    pages.append(dirk.get("/forums/demo/desk"))
    mains = [re.search(r"<main.*</main>", page, re.DOTALL)[0] for page in pages]
    volatile = (
        r'Das (?:ist|sind)|data-seq="\d+"|data-clock-now="[^"]*"|\d+:\d\d|name="_token" value="[^"]*"|\d+ (?:Minuten?|online)'
        r"|\d+ Seiten? (?:ist|sind) online|<b>\d+</b><small>Verbundene"
        r'|"x-csrf-token": "[^"]*"|<div class="[^"]*t-undo" id="undo">.*</div>|'
        r"<span>(?:noch [^<]*|[^<]*über der Zeit)</span>"
    )
    return [line for main in mains for line in re.sub(volatile, "", main).splitlines()]


def test_an_evening_is_heard_by_all_and_leaves_nothing_behind(city):
    before = standing(city)
    done = city.command("rehearse", "forum", "demo", "--people", "25", "--minutes", "0.25")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("\n") == 1
    report = json.loads(done.stdout)
    assert {name: report[name] for name in ("people", "sockets", "lost", "twice", "errors")} == {
        "people": 26, "sockets": 25, "lost": 0, "twice": 0, "errors": 0,
    }  # fmt: skip
    assert report["acts"] > 10
    assert report["delivered"] > 25
    assert report["p99_ms"] >= report["p50_ms"] > 0
    left = list(difflib.unified_diff(before, standing(city), "before", "after", lineterm="", n=0))
    assert not left, "\n".join(left)[:3000]
    assert not PROBE.search(Person(city).get("/forums/demo"))


def test_what_is_kept_stays(city):
    assert (
        city.command("rehearse", "forum", "demo", "--people", "5", "--minutes", "0.1", "--keep").returncode
        == 0
    )
    assert PROBE.search(Person(city).get("/forums/demo"))


@pytest.mark.parametrize(
    ("arguments", "status", "word"),
    [
        (("nirgends",), 1, "There is no forum nirgends."),
        (("demo", "--people", "0"), 2, "1 to 5000"),
        (("demo", "--minutes", "ever"), 2, "minutes"),
    ],
)
def test_a_wrong_call_is_one_sentence(city, arguments, status, word):
    done = city.command("rehearse", "forum", *arguments)
    assert done.returncode == status
    assert word in done.stderr
    assert done.stdout == ""


def test_a_forum_that_is_not_live_is_left_alone(city):
    coming = re.findall(r'href="/forums/([a-z0-9-]+)"', Person(city).get("/forums"))[-1]
    done = city.command("rehearse", "forum", coming, "--people", "2", "--minutes", "0.1")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "not live" in done.stderr


def test_without_a_server_it_says_so_and_without_the_demo_it_refuses(tmp_path):
    server = Server(tmp_path / "data", demo=False)
    done = server.command("rehearse", "forum", "demo")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "start `teilhabe serve` first" in done.stderr
    server.start()
    try:
        done = server.command("rehearse", "forum", "demo")
        assert (done.returncode, done.stderr.count("\n")) == (1, 1)
        assert "demo city" in done.stderr
    finally:
        server.stop()
