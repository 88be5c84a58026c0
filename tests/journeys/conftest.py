import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server import Server


@pytest.fixture(scope="session")
def city() -> Iterator[Server]:
    """The demo city in two web processes, once for all journeys."""
    with tempfile.TemporaryDirectory(prefix="teilhabe-city-") as folder:
        server = Server(Path(folder) / "data").start()
        yield server
        assert server.stop() == 0
