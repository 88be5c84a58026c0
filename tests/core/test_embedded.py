"""Our own PostgreSQL: made whole, closed to others, gone with us, back after any death."""

import os
import signal
import subprocess
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

import asyncpg
import pytest

from participation.core import postgres_server
from participation.core.embedded import Cluster, EmbeddedError, connect_or_start
from participation.core.postgres_binaries import install_dir
from participation.core.postgres_home import Lock
from tests.core.clusters import HOLD, cluster_folder, mode, query, script
from tests.core.running import alive, eventually

pytestmark = pytest.mark.processes


@pytest.fixture
def cluster(own_cluster):
    """In place of the one that all other tests share."""
    return own_cluster


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
        pid = postgres_server._noted_pid(cluster_folder(data_dir))
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
import signal, subprocess, sys, time
from participation.core.postgres_server import watch
signal.signal(signal.SIGINT, signal.SIG_DFL)  # ignored in what a shell starts in the background
sleeper = subprocess.Popen(["sleep", "600"], start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
watch(sleeper.pid)
print(sleeper.pid, flush=True)
time.sleep(60)
"""
    parent = script(source)
    pid = int(parent.stdout.readline())
    time.sleep(0.2)
    assert alive(pid)
    parent.kill()
    parent.wait()
    assert eventually(lambda: not alive(pid), 5)
