"""The processes of a run: the product, its limit and the client. What is started here is ended here."""

import contextlib
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from participation.core.embedded import Cluster
from participation.core.half_open import PATIENCE
from participation.core.process_child import PARENT, death_signal
from participation.core.web_worker import command

ROOT = Path(__file__).resolve().parent.parent
_PAGE = os.sysconf("SC_PAGE_SIZE")
_OPEN_FILES = 16384


class BenchError(Exception):
    """One sentence that says why there are no figures."""


class Process:
    """A web process whose CPU time and memory we read, and whose core we choose."""

    def __init__(self, pid: int, port: int, parent: subprocess.Popen[str] | None = None) -> None:
        self.pid, self.port, self.parent = pid, port, parent

    def cpu(self) -> float:
        """Seconds in user and system mode of all its threads, from the kernel's clock of that process."""
        return time.clock_gettime((~self.pid << 3) | 2)

    def rss(self) -> int:
        """Bytes in memory."""
        return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * _PAGE

    def pin(self, cores: set[int]) -> None:
        for thread in Path(f"/proc/{self.pid}/task").iterdir():
            os.sched_setaffinity(int(thread.name), cores)


class Client:
    """One job after the other; see bench/client.py."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.pid = process.pid

    def do(self, act: str, **job: Any) -> dict[str, Any]:
        self.begin(act, **job)
        return self.answer()

    def begin(self, act: str, **job: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"act": act, **job}) + "\n")
        self._process.stdin.flush()

    def answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise BenchError("The client of the benchmark has ended: its message stands above.")
        answer: dict[str, Any] = json.loads(line)
        return answer


class House:
    def __init__(self, folder: Path, ending: contextlib.ExitStack) -> None:
        self.data_dir = folder / "data"
        self.log = folder / "log"
        self._ending = ending
        cores = sorted(os.sched_getaffinity(0))
        self.server_cores, self.client_cores = {cores[0]}, set(cores[1:]) or {cores[0]}

    def fill(self, **wanted: int) -> dict[str, Any]:
        """Makes the database; what the requests need of it."""
        return self.ask_module("bench.fill", **wanted)

    def fill_votes(self, **wanted: Any) -> dict[str, Any]:
        return self.ask_module("bench.fill_votes", **wanted)

    def ask_module(self, module: str, **arguments: Any) -> dict[str, Any]:
        """A module in a process of its own, with the settings of the product; it answers with JSON."""
        done = subprocess.run(
            [sys.executable, "-m", module, json.dumps(arguments)],
            cwd=ROOT,
            env=self._environment(LOG_LEVEL="warning"),
            stdout=subprocess.PIPE,
            text=True,
            timeout=120,
            check=False,
        )
        if done.returncode:
            raise BenchError(f"{module} has failed: its message stands above.")
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    def stop(self, process: Process) -> None:
        """The whole product, database included."""
        if process.parent is not None:
            _end(process.parent)

    def serve(self, port: int = 0) -> Process:
        """`teilhabe serve` with one web process, ready; what is measured is that web process."""
        port = port or _free_port()
        environment = self._environment(PORT=str(port))
        parent = self._start([sys.executable, "-m", "participation", "serve"], environment)
        _wait_for_port(port, parent, self.log)
        pid = _web_process(parent.pid)
        process = Process(pid, port, parent)
        process.pin(self.server_cores)
        return process

    def serve_several(self, workers: int) -> int:
        """The port of `teilhabe serve` with so many web processes, ready; on whatever cores there are."""
        port = _free_port()
        environment = self._environment(PORT=str(port), WORKERS=str(workers))
        parent = self._start([sys.executable, "-m", "participation", "serve"], environment)
        _wait_for_port(port, parent, self.log, 240)
        return port

    def bare(self) -> Process:
        """The same server and the same settings around an application that does nothing."""
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen(2048)
            fd, port = listener.fileno(), listener.getsockname()[1]
            argv = command("bench.bare:create_app", fd, -1, (), 5, PATIENCE)
            started = self._start(argv, self._environment() | {PARENT: str(os.getpid())}, fds=(fd,))
            _wait_for_port(port, started, self.log)
        process = Process(started.pid, port)
        process.pin(self.server_cores)
        return process

    def client(self) -> Client:
        process = self._start(
            [sys.executable, "-m", "bench.client"],
            self._environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        os.sched_setaffinity(process.pid, self.client_cores)
        return Client(process)

    def _start(
        self, argv: list[str], environment: dict[str, str], fds: tuple[int, ...] = (), **pipes: Any
    ) -> subprocess.Popen[str]:
        with self.log.open("a") as log:
            process = subprocess.Popen(
                argv,
                cwd=ROOT,
                env=environment,
                pass_fds=fds,
                preexec_fn=death_signal(signal.SIGTERM),  # noqa: PLW1509  # we have no other threads
                start_new_session=True,
                text=True,
                stderr=sys.stderr if pipes else log,
                **(pipes or {"stdout": log}),
            )
        self._ending.callback(_end, process)
        return process

    def _environment(self, **own: str) -> dict[str, str]:
        """Limits are out of the way: everything comes from one address, and as fast as it can."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PARTICIPATION_")}
        wide = ("SUPPORTS", "MESSAGES", "COMMENTS", "PROPOSALS", "SOCKETS", "WRITES", "SIGN_INS")
        chosen = {
            "DATA_DIR": str(self.data_dir),
            "SECRET_KEY": "a key for the benchmark only, no secret",
            "LOG_LEVEL": "info",
            "WORKERS": "1",
            **{f"LIMIT_{name}": "1000000" for name in wide},
            **own,
        }
        return kept | {f"PARTICIPATION_{name}": value for name, value in chosen.items()}


@contextlib.contextmanager
def house() -> Iterator[House]:
    """In a temporary folder; at the end nothing is left, the database included."""
    _more_open_files()
    with tempfile.TemporaryDirectory(prefix="teilhabe-bench-") as folder:
        place = Path(folder)
        place.chmod(0o755)
        ending = contextlib.ExitStack()
        found = House(place, ending)
        try:
            with ending:
                yield found
        except BaseException:
            _tell(found.log)
            raise
        finally:
            if found.data_dir.exists():
                Cluster(found.data_dir).remove()


def _tell(log: Path) -> None:
    """What the servers said last, for whoever has to find out why there are no figures."""
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    print("\n".join(line for line in lines if '"route"' not in line)[-2000:], file=sys.stderr)


def _more_open_files() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < _OPEN_FILES:
        wanted = _OPEN_FILES if hard == resource.RLIM_INFINITY else min(_OPEN_FILES, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _end(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(5)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for_port(port: int, process: subprocess.Popen[str], log: Path, seconds: float = 60) -> None:
    """Ready is who answers a request; before that a bound port only queues it."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise BenchError(f"The server has ended: {log.read_text(errors='replace')[-500:]}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 2) as probe:
            probe.sendall(b"GET /200/0 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            if probe.recv(12).startswith(b"HTTP/1.1"):
                return
        time.sleep(0.1)
    raise BenchError(f"The server on port {port} is not ready after {seconds:.0f} seconds.")


def _web_process(parent: int) -> int:
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        with contextlib.suppress(OSError):
            of = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            if of == parent and b"web_worker" in (entry / "cmdline").read_bytes():
                return int(entry.name)
    raise BenchError("`teilhabe serve` has no web process.")
