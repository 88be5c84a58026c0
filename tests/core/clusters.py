"""What the tests of our own PostgreSQL share."""

import asyncio
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import asyncpg
import pytest

from tests.core.running import ENVIRONMENT

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


def query(dsn, sql, *values):
    """In a thread with a loop of its own, so that the test may run in any."""

    async def ask():
        connection = await asyncpg.connect(dsn)
        try:
            return await connection.fetchval(sql, *values)
        finally:
            await connection.close()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, ask()).result()


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def script(source, *arguments, python=sys.executable, **options):
    return subprocess.Popen(
        [python, "-c", source, *map(str, arguments)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT, cwd="/", **options,
    )  # fmt: skip


NOBODY = {"user": 65534, "group": 65534, "extra_groups": []}
DROP = """
import sys
from pathlib import Path
from participation.core.embedded import drop_to_owner
drop_to_owner(Path(sys.argv[1]))
"""
HOLD = """
import os, sys, time
from pathlib import Path
from participation.core.embedded import Cluster, EmbeddedError
cluster = Cluster(Path(sys.argv[1]))
try:
    cluster.start()
except EmbeddedError as error:
    sys.exit(str(error))
print(cluster.dsn, cluster.pid, flush=True)
print("HOME=" + os.environ.get("HOME", ""), flush=True)
time.sleep(60)
"""


def cluster_folder(data_dir):
    pointer = data_dir / "postgres.home"
    return (Path(pointer.read_text().strip()) if pointer.exists() else data_dir) / "postgres"


def for_nobody(data_dir):
    data_dir.mkdir(mode=0o700)
    os.chown(data_dir, 65534, 65534)
    data_dir.parent.chmod(0o755)
