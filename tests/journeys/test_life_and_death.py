"""What was acknowledged is there after any kill -9; whoever loses its parent ends; nothing of ours is left."""

import os
import signal
import tempfile
import threading
import time
from pathlib import Path

import httpx
import pytest

from tests.server import Person, Server, running, sign_in

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def own_city():
    with tempfile.TemporaryDirectory(prefix="teilhabe-life-") as folder:
        server = Server(
            Path(folder) / "data", bare=True, LIMIT_MESSAGES="100000", LIMIT_WRITES="100000"
        ).start()
        yield server
        if server.process.poll() is None:
            server.stop()


class Writer(threading.Thread):
    """Sends chat lines one after the other and keeps those that were acknowledged."""

    def __init__(self, server: Server, name: str) -> None:
        super().__init__(daemon=True)
        self.person = sign_in(server, name)
        self.form = self.person.form("/forums/demo", "/forums/demo/messages")
        self.name_ = name
        self.acknowledged: list[str] = []
        self.stopped = threading.Event()

    def run(self) -> None:
        number = 0
        while not self.stopped.is_set():
            number += 1
            line = f"zeile-{self.name_}-{os.getpid()}-{time.monotonic_ns()}-{number}"
            try:
                answer = self.person.post("/forums/demo/messages", {**self.form, "body": line})
            except httpx.HTTPError:
                time.sleep(0.05)
                continue
            if answer.status_code == 303:
                self.acknowledged.append(line)
            else:
                time.sleep(0.05)


def _killing(server: Server, victim: str) -> list[str]:
    """Lines that were acknowledged before and after a kill -9 of the victim."""
    writers = [Writer(server, name) for name in ("alma", "bora")]
    for writer in writers:
        writer.start()
    time.sleep(0.7)
    assert server.process is not None
    family = server.descendants()
    if victim == "all":
        server.kill()
        for pid in family:
            _kill(pid)
    elif victim == "parent":
        server.kill()
    else:
        _kill(next(pid for pid, command in family.items() if victim in command))
    if victim in {"all", "parent"}:
        deadline = time.monotonic() + 3
        while any(running(pid) for pid in family) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not [family[pid] for pid in family if running(pid)], "workers outlived their parent"
        for writer in writers:
            writer.stopped.set()
            writer.join(10)
        server.start()
    else:
        time.sleep(0.3)
        assert server.wait_until_ready(15) <= 15
        time.sleep(1)
        for writer in writers:
            writer.stopped.set()
            writer.join(40)
    lines = [line for writer in writers for line in writer.acknowledged]
    assert lines
    return lines


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _all_lines(server: Server) -> str:
    """The whole chat, page by page backwards, as a person without JavaScript reads it."""
    import re

    reader, url, text = Person(server), "/forums/demo", ""
    for _ in range(400):
        page = reader.get(url)
        text += page
        older = re.search(r'href="(/forums/demo\?before=\d+[^"]*)"', page)
        if older is None:
            return text
        url = older.group(1).split("#")[0].replace("&amp;", "&")
    return text


@pytest.mark.parametrize("victim", ["web_worker", "participation worker", "postgres", "parent", "all"])
def test_what_was_acknowledged_survives_a_kill(own_city: Server, victim: str):
    lines = _killing(own_city, victim)
    text = _all_lines(own_city)
    assert not [line for line in lines if line not in text]


def test_after_a_signal_nothing_of_ours_is_left(own_city: Server):
    family = own_city.descendants()
    assert len(family) >= 4
    assert own_city.stop() == 0
    time.sleep(0.3)
    assert not [command for pid, command in family.items() if running(pid)]
    own_city.start()
    os.killpg(own_city.process.pid, signal.SIGINT)
    assert own_city.process.wait(20) == 0


def test_the_data_directory_is_closed_to_others(own_city: Server):
    assert own_city.data_dir.stat().st_mode & 0o777 == 0o700
