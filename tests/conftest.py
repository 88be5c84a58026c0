"""A real PostgreSQL for the whole run, a clean database for each test, and the cast of people."""

import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

_scratch = tempfile.TemporaryDirectory(prefix="teilhabe-test-")
for _name in [name for name in os.environ if name.startswith("PARTICIPATION_")]:
    del os.environ[_name]
os.environ["PARTICIPATION_DATA_DIR"] = f"{_scratch.name}/data"
os.environ["PARTICIPATION_SECRET_KEY"] = "a key for tests only, of forty characters"
os.environ["PARTICIPATION_LOG_LEVEL"] = "error"

import hypothesis  # noqa: E402  # the environment must be set before anything reads it
import pytest  # noqa: E402

from participation.core.db import DB  # noqa: E402
from participation.core.embedded import Cluster  # noqa: E402
from participation.core.migrations import migrate  # noqa: E402
from tests.emptying import empty  # noqa: E402
from tests.people import Cast  # noqa: E402
from tests.template import PLACE, forget  # noqa: E402

_first = PLACE not in os.environ  # the processes of xdist inherit it
os.environ.setdefault(PLACE, f"{_scratch.name}/template")

hypothesis.settings.register_profile("same", derandomize=True, deadline=None)
hypothesis.settings.register_profile("search", deadline=None, max_examples=1000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
"""The same cases in every run: a run is green or red for what was changed. `search` looks for new ones."""


def pytest_unconfigure() -> None:
    if _first:
        forget(Path(os.environ[PLACE]))


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """One server for each test process: xdist's workers do not meet."""
    server = Cluster(Path(_scratch.name) / "data")
    server.start()
    try:
        yield server
    finally:
        server.remove()


@pytest.fixture(scope="session")
async def pool(cluster: Cluster) -> AsyncIterator[None]:
    DB.configure(cluster.dsn)
    await migrate()
    await DB.start()
    yield
    await DB.stop()


@pytest.fixture
async def db(pool: None) -> AsyncIterator[None]:
    """A clean, migrated database. Emptied afterwards: a failed test leaves its rows for nobody."""
    from participation.core.throttle import LIMITS
    from participation.forums.queries import forget_live
    from proposals.kept import forget_kept

    forget_live()
    forget_kept()
    yield
    LIMITS.clear()
    await empty()


@pytest.fixture(scope="session")
async def app(pool: None) -> AsyncIterator[object]:
    """The whole product in this process. Its lifespan keeps the pool that the fixtures use."""
    from participation.app import create_app
    from participation.app_parts import load_jobs
    from tests.lifespan import running

    load_jobs()

    application = create_app()
    async with running(application):
        yield application


@pytest.fixture
async def people(app: object, db: None) -> AsyncIterator[Cast]:
    cast = Cast(app)
    yield cast
    await cast.close()


def _person(name: str):
    @pytest.fixture(name=name)
    async def person(people: Cast):
        return await people.person(name)

    return person


visitor = _person("visitor")
alma = _person("alma")
bora = _person("bora")
carla = _person("carla")
cem = _person("cem")
dirk = _person("dirk")
edda = _person("edda")
konrad = _person("konrad")
emin = _person("emin")
ada = _person("ada")
