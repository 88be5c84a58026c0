"""The demo city filled once for a whole run; each server of a test begins with a copy of it.

To fill the city and to make a database takes some seconds of work, for each of twenty servers. A copy of the files
takes a fraction of one. What the start does besides (to migrate, to refresh, to begin processes) every server does
itself; that an empty folder becomes the demo city is tried by `tests/journeys/test_life_and_death.py`.
"""

import asyncio
import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

from participation.core.db import DB
from participation.core.embedded import Cluster
from participation.core.postgres_account import prepare_data_dir
from participation.core.postgres_home import Home, locate, settle

ROOT = Path(__file__).resolve().parent.parent
PLACE = "TEILHABE_TEST_TEMPLATE"
"""Names the folder of this run, which the first process of the run makes and takes away again."""

_OF_ONE_RUN = shutil.ignore_patterns(
    "postgres", "postgres.home", "postgres.lock", "postgres.users", "*.log", "mail"
)


def plant(data_dir: Path, environment: dict[str, str]) -> None:
    """Makes the data directory as a demo city would have left it that was started and stopped."""
    folder = Path(os.environ[PLACE])
    folder.mkdir(exist_ok=True)
    made = _template(folder, environment)
    shutil.copytree(made, data_dir, ignore=_OF_ONE_RUN)
    home = settle(prepare_data_dir(data_dir))
    command = ["cp", "-a", "--reflink=auto", str(_home(made).cluster), str(home.cluster)]
    subprocess.run(command, check=True)


def _template(folder: Path, environment: dict[str, str]) -> Path:
    """Two test processes may ask at once; a fill that was broken off is done anew."""
    made, mark = folder / "data", folder / "filled"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not mark.exists():
            own = environment | {"PARTICIPATION_DATA_DIR": str(made)}
            command = [sys.executable, "-m", "tests.template"]
            subprocess.run(command, check=True, cwd=ROOT, env=own, stdout=subprocess.DEVNULL)
            mark.touch()
    return made


def forget(folder: Path) -> None:
    """At the end of a run; under root its database lies elsewhere."""
    if (folder / "data").exists():
        Cluster(folder / "data").remove()
    shutil.rmtree(folder, ignore_errors=True)


def _home(data_dir: Path) -> Home:
    home = locate(data_dir)
    assert home is not None
    return home


def _fill() -> None:
    from participation.settings import secret_key, settings
    from participation.tools.serving import prepare_database

    cluster = Cluster(settings().data_dir)
    cluster.start()
    try:
        DB.configure(cluster.dsn)
        secret_key()
        asyncio.run(prepare_database(demo=True))
    finally:
        cluster.stop()


if __name__ == "__main__":
    _fill()
