"""Parents, children and orphans, as the kernel sees them."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import asyncpg

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PACKAGES = Path(asyncpg.__file__).parent.parent
ENVIRONMENT = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (ROOT, HERE, PACKAGES)))}


def children(pid):
    """The numbers of the children by the beginning of their command."""
    found = {}
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1]) == pid:
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                found[int(entry.name)] = command
        except OSError:
            continue
    return found


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def eventually(condition, seconds=5.0):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.02)
    return condition()


@contextmanager
def _signals_as_in_a_terminal():
    """nohup and background jobs of a shell ignore these, and children inherit that."""
    before = {number: signal.signal(number, signal.SIG_DFL) for number in (signal.SIGHUP, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class Parent:
    """`serve_tiny.py` as a process; `dsn` and `port` once it has said them."""

    def __init__(
        self, data_dir="-", *, port=0, workers=1, app="tiny_asgi:create_app", patience=30.0, uid=None
    ):
        command = [
            sys.executable,
            HERE / "serve_tiny.py",
            *map(str, (data_dir, port, workers, app, patience)),
        ]
        rights = {} if uid is None else {"user": uid, "group": uid, "extra_groups": []}
        with _signals_as_in_a_terminal():
            self.process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT, cwd="/",
                start_new_session=True, **rights,
            )  # fmt: skip
        self.family = []

    def __enter__(self):
        self.dsn = self._said("dsn")
        self.port = int(self._said("port"))
        self.family = list(children(self.process.pid))
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(40)
        finally:
            self.process.kill()

    def _said(self, word):
        line = self.process.stdout.readline()
        if not line.startswith(word + " "):
            self.process.kill()
            raise AssertionError(line + self.process.stderr.read())
        return line.removeprefix(word).strip()

    def child(self, part):
        return next((pid for pid, command in children(self.process.pid).items() if part in command), 0)

    def nothing_left(self, seconds=3.0):
        return eventually(lambda: not any(alive(pid) for pid in self.family), seconds)

    def end(self, number=signal.SIGTERM):
        os.killpg(self.process.pid, number)
        return self.process.wait(40)  # longer than the product's own patience
