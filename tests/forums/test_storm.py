"""Everybody loses the connection again and again, and the whole server is restarted: nobody has another log."""

import asyncio
import tempfile
from pathlib import Path

import pytest

from bench.chaos import storm
from participation.tools.rehearse_client import Client
from tests.server import Server, sign_in

pytestmark = pytest.mark.processes

PEOPLE = ("alma", "bora", "konrad", "emin")


@pytest.fixture
def city():
    with tempfile.TemporaryDirectory(prefix="teilhabe-storm-") as folder:
        server = Server(Path(folder) / "data").start()
        yield server
        assert server.stop() == 0


def test_sixty_clients_in_a_storm_end_with_the_log_of_a_fresh_one(city):
    def restart() -> None:
        assert city.stop() == 0
        city.start()

    writers = [
        Client(city.base, sign_in(city, name).http.cookies["session"], place)
        for place, name in enumerate(PEOPLE)
    ]
    outcome = asyncio.run(
        storm(city.base, "demo", writers, restart, clients=60, every=2.0, restarts=1, seconds=12.0)
    )
    assert outcome.good, outcome
    assert outcome.events >= outcome.written > 0
    assert outcome.delivered == 60 * outcome.events
    assert outcome.cuts > 60
