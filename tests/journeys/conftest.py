import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server import Server


@pytest.fixture(scope="session")
def city() -> Iterator[Server]:
    """The demo city in two web processes, once for all journeys."""
    with tempfile.TemporaryDirectory(prefix="teilhabe-city-") as folder:
        # All come from one address, and every route is tried for every role: on a quick machine that is too much.
        server = Server(Path(folder) / "data", LIMIT_WRITES="100000").start()
        yield server
        assert server.stop() == 0
