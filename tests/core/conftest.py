import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest

from participation.core.embedded import Cluster
from tests.core.clusters import NOBODY, script


@pytest.fixture
def data_dir():
    folder = Path(tempfile.mkdtemp(prefix="participation-test-"))
    data_dir = folder / "data"
    yield data_dir
    if data_dir.exists():
        Cluster(data_dir).remove()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def own_cluster(data_dir):
    cluster = Cluster(data_dir)
    cluster.start()
    yield cluster
    cluster.stop()


@pytest.fixture(scope="session")
def nobodys_python():
    """Root's own Python may lie in a home that is closed to others; then the system's, if it is of the same version."""
    for python in (sys.executable, "/usr/bin/python3"):
        with suppress(OSError):
            if script("import asyncpg, uvicorn", python=python, **NOBODY).wait(20) == 0:
                return python
    return pytest.skip("no Python here that an ordinary user can run with these dependencies")
