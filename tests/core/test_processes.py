"""`serve` as a family of processes: nobody outlives the parent, whoever dies comes back, all end in order."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

import asyncpg
import pytest

from participation.core.embedded import Cluster, connect_or_start
from participation.core.processes import ProcessError, listening_socket
from tests.core.running import ENVIRONMENT, Parent, alive, eventually

pytestmark = pytest.mark.processes


@pytest.fixture
def data_dir():
    folder = Path(tempfile.mkdtemp(prefix="participation-test-"))
    yield folder / "data"
    if (folder / "data").exists():
        Cluster(folder / "data").remove()
    shutil.rmtree(folder, ignore_errors=True)


def get(parent, body=None):
    with urlopen(f"http://127.0.0.1:{parent.port}/", data=body, timeout=5) as answer:
        return answer.read().decode()


def answers(parent):
    try:
        return get(parent)
    except OSError:
        return ""


async def ask(dsn, sql):
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


def raw(parent, *parts):
    connection = socket.create_connection(("127.0.0.1", parent.port), timeout=8)
    for part in parts:
        connection.sendall(part)
    return connection


def rest(connection):
    """Everything until the other side closes; a pause of 8 s is a failure."""
    pieces = []
    while piece := connection.recv(4096):
        pieces.append(piece)
    return b"".join(pieces)


def test_two_web_processes_answer_on_one_port():
    with Parent(workers=2) as parent:
        assert len({get(parent).split()[0] for _ in range(60)}) >= 1
        assert sum("web_worker" in command for command in _commands(parent)) == 2


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_everything_ends_in_order_with_status_0(data_dir, number):
    with Parent(data_dir, workers=2) as parent:
        assert len(parent.family) == 4
        assert parent.end(number) == 0
        assert parent.nothing_left(0.1)
        assert parent.process.stderr.read() == ""


def test_a_killed_parent_takes_everybody_along_and_the_next_start_works(data_dir):
    with Parent(data_dir, workers=2) as parent:
        parent.process.kill()
        assert parent.nothing_left(2.0)
    with Parent(data_dir, port=parent.port) as again:
        assert get(again)


async def test_an_acknowledged_row_outlives_the_death_of_all(data_dir):
    with Parent(data_dir) as parent:
        await ask(parent.dsn, "CREATE TABLE note AS SELECT 'bleibt' AS word")
        for pid in (*parent.family, parent.process.pid):
            os.kill(pid, signal.SIGKILL)
        assert parent.nothing_left()
    with connect_or_start(data_dir) as dsn:
        assert await ask(dsn, "SELECT word FROM note") == "bleibt"


async def test_a_killed_database_is_started_again(data_dir):
    with Parent(data_dir) as parent:
        first = parent.child("pginstall")
        os.kill(first, signal.SIGKILL)
        assert eventually(lambda: parent.child("pginstall") not in {0, first}, 5)
        assert await _asked_again(parent.dsn) == 1
        assert get(parent)


def test_a_killed_web_process_is_started_again_and_nobody_is_turned_away():
    with Parent() as parent:
        first = int(get(parent).split()[0])
        os.kill(first, signal.SIGKILL)
        assert eventually(lambda: answers(parent).split()[:1] not in ([], [str(first)]), 8)


def test_a_killed_job_process_is_started_again():
    with Parent() as parent:
        first = parent.child("time.sleep(600)")
        os.kill(first, signal.SIGKILL)
        assert eventually(lambda: parent.child("time.sleep(600)") not in {0, first})


def test_children_end_with_their_parent_even_without_a_death_signal():
    source = """
import os, subprocess, sys, time
os.environ["TEILHABE_PARENT"] = str(os.getpid())
code = "from participation.core.process_child import end_with_parent; end_with_parent(); import time; time.sleep(60)"
print(subprocess.Popen([sys.executable, "-c", code], start_new_session=True).pid, flush=True)
time.sleep(60)
"""
    parent = subprocess.Popen(
        [sys.executable, "-c", source], stdout=subprocess.PIPE, text=True, env=ENVIRONMENT
    )
    child = int(parent.stdout.readline())
    time.sleep(0.5)
    assert alive(child)
    parent.kill()
    parent.wait()
    assert eventually(lambda: not alive(child), 1.0)
    parent.stdout.close()


def test_a_second_ctrl_c_does_not_wait_for_slow_requests():
    with Parent() as parent:
        slow = raw(parent, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nab")
        time.sleep(0.3)
        begin = time.monotonic()
        os.killpg(parent.process.pid, signal.SIGINT)
        time.sleep(0.7)
        assert parent.end(signal.SIGINT) == 0
        assert time.monotonic() - begin < 1.8
        assert parent.nothing_left(0.5)
        slow.close()


def test_sockets_hear_that_the_service_restarts():
    with Parent() as parent:
        live = raw(
            parent,
            b"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
        )
        assert live.recv(4096).startswith(b"HTTP/1.1 101")
        assert parent.end() == 0
        assert live.recv(4096)[:4] == b"\x88\x02\x03\xf4"
        live.close()


def test_a_taken_port_is_one_sentence(data_dir):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        parent = Parent(data_dir, port=port)
        said, trouble = parent.process.communicate(timeout=10)
    assert parent.process.returncode == 1
    assert f"Port {port} on 127.0.0.1 cannot be used" in trouble
    assert "PARTICIPATION_PORT" in trouble
    assert len(trouble.splitlines()) == 1
    assert not said
    assert not data_dir.exists()


def test_an_unknown_address_is_one_sentence():
    with pytest.raises(ProcessError, match="PARTICIPATION_HOST"):
        listening_socket("no.such.host.invalid", 0)


def test_an_application_that_never_starts_ends_the_whole(data_dir):
    parent = Parent(data_dir, app="tiny_asgi:create_nothing")
    trouble = parent.process.communicate(timeout=20)[1]
    assert parent.process.returncode == 1
    assert "The web process does not start" in trouble.splitlines()[-1]


@pytest.mark.parametrize(
    "parts",
    [
        (),
        (b"\r\n",),
        (b"GET / HTTP/1.1\r\nHost: x\r\n",),
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"GET / HTTP/1.1\r\nHo"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nab",),
    ],
    ids=["silence", "an empty line", "half a header", "half a second header", "half a body"],
)
def test_a_half_open_connection_is_closed(tiny, parts):
    connection = raw(tiny, *parts)
    begin = time.monotonic()
    rest(connection)
    assert time.monotonic() - begin < 7
    connection.close()


def test_a_body_that_drips_is_cut_off_and_a_slow_one_is_heard(tiny):
    drip = raw(tiny, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\n")
    slow = raw(tiny, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\nConnection: close\r\n\r\n")
    dropped = False
    for _ in range(12):
        slow.sendall(b"x" * 5000)
        try:
            drip.sendall(b"x")
        except OSError:
            dropped = True
        time.sleep(0.3)
    assert dropped
    assert b" 60000\r\n" in rest(slow)
    drip.close()
    slow.close()


@pytest.fixture(scope="module")
def tiny():
    with Parent(patience=0.8) as parent:
        yield parent


async def _asked_again(dsn):
    for _ in range(100):
        try:
            return await ask(dsn, "SELECT 1")
        except (OSError, asyncpg.PostgresError):
            time.sleep(0.05)
    return None


def _commands(parent):
    from tests.core.running import children

    return children(parent.process.pid).values()
