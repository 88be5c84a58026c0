"""The whole way over real HTTP: written, reported, decided, counted, and gone again."""

import json
import re

import pytest

from tests.server import Person, Server, sign_in

pytestmark = pytest.mark.processes

ROWS = [("Mehr Bäume am Markt, bitte bald", 1), ('Das ist "Unsinn" & gehört nicht hierher', -1)] + [
    (f"Aussage Nummer {number} über <das> Klima", 1 if number % 3 else -1) for number in range(40)
]


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("rehearsal") / "data").start()
    yield server
    assert server.stop() == 0


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "statements.csv"
    lines = [f'"{text.replace(chr(34), chr(34) * 2)}",{value}' for text, value in ROWS]
    path.write_text("\n".join(["comment-body,moderated", *lines]), encoding="utf-8")
    return path


def cases(city: Server) -> int:
    page = Person(city).get("/transparency")
    return int(re.search(r"(\d+) Beiträge sind entschieden", page).group(1))


def test_statements_go_through_the_queue_and_only_stay_where_asked(city, file):
    before = cases(city)
    waiting = sign_in(city, "carla").get("/moderation").count("t-case ")
    done = city.command("rehearse", "moderation", "--file", str(file))
    assert done.returncode == 0, done.stderr
    last = json.loads(done.stdout.splitlines()[-1])
    assert {name: last[name] for name in ("sockets", "delivered", "lost", "twice", "errors")} == {
        "sockets": 0, "delivered": 42, "lost": 0, "twice": 0, "errors": 0,
    }  # fmt: skip
    assert {"people", "acts", "p50_ms", "p99_ms"} <= set(last)
    assert cases(city) == before
    assert sign_in(city, "carla").get("/moderation").count("t-case ") == waiting
    assert city.command("rehearse", "moderation", "--file", str(file), "--keep").returncode == 0
    assert cases(city) == before + 42


def test_a_file_that_is_no_table_is_one_sentence(city, tmp_path):
    path = tmp_path / "wrong.csv"
    path.write_text("a,b\n1,2\n")
    done = city.command("rehearse", "moderation", "--file", str(path))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "has no column" in done.stderr


def test_a_city_that_is_no_demo_is_left_alone(file, tmp_path):
    server = Server(tmp_path / "data", demo=False)
    done = server.command("rehearse", "moderation", "--file", str(file))
    assert done.returncode == 1
