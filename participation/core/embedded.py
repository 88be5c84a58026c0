"""Our own PostgreSQL, for a city that has none: made once, started as a child, gone when we are gone."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from participation.core.postgres_account import drop_to_owner, prepare_data_dir
from participation.core.postgres_binaries import EmbeddedError, binary
from participation.core.postgres_home import Home, Lock, locate, settle
from participation.core.postgres_init import ensure_cluster
from participation.core.postgres_server import Server, end_orphans, ready_socket

__all__ = ["Cluster", "EmbeddedError", "binary", "connect_or_start", "drop_to_owner"]

SERVE = "serve"
_COMMAND = "command"
_LEAVING = 5.0  # seconds in which a `serve` that was told to stop has left


class Cluster:
    """The database of one data directory, from `start` to `stop` ours alone.

    To be started by the main thread: the kernel ties the server's life to the thread that began it.
    """

    def __init__(self, data_dir: Path) -> None:
        self._asked = data_dir
        self._lock: Lock | None = None
        self._home: Home | None = None
        self._server: Server | None = None

    @property
    def dsn(self) -> str:
        """Stays the same over `restart`."""
        home, server = self._started()
        assert server.folder is not None
        return home.dsn(server.folder)

    @property
    def pid(self) -> int:
        return self._server.pid if self._server else 0

    def alive(self) -> bool:
        return self._server is not None and self._server.alive()

    def start(self, *, holder: str = SERVE, wait: float = 60.0) -> None:
        """Waits up to `wait` seconds for a command that uses the data directory. Raises EmbeddedError."""
        data_dir = prepare_data_dir(self._asked)
        lock = Lock(data_dir / "postgres.lock")
        begin = time.monotonic()
        while not lock.take(holder=holder):
            patience = min(wait, _LEAVING) if lock.holder().startswith(SERVE) else wait
            if time.monotonic() - begin > patience:
                raise EmbeddedError(_busy(data_dir, lock))
            time.sleep(0.05)
        self._start_locked(data_dir, lock)

    def restart(self, *, wait: float = 60.0) -> None:
        """After the server has died. Raises EmbeddedError; may be tried again."""
        self._started()[1].start(wait)

    def stop(self, *, at_once: bool = False) -> None:
        """`at_once` leaves the recovery to the next start."""
        if self._server:
            self._server.stop(at_once=at_once)
            self._server.close()
            self._server = None
        if self._lock:
            self._lock.release()
            self._lock = None

    def tend(self) -> None:
        """From time to time: keeps the log from growing without bound."""
        if self._server:
            self._server.trim_log()

    def remove(self) -> None:
        """Stops it and deletes the database for good, also where it lies outside the data directory."""
        self.stop()
        home = locate(prepare_data_dir(self._asked))
        if home is None:
            return
        end_orphans(home.cluster)
        shutil.rmtree(home.base if home.account else home.cluster, ignore_errors=True)
        for name in ("postgres.home", "postgres.password", "postgres.socket", "postgres.log"):
            (home.data_dir / name).unlink(missing_ok=True)

    def _start_locked(self, data_dir: Path, lock: Lock) -> None:
        self._lock = lock
        try:
            self._home = settle(data_dir)
            ensure_cluster(self._home)
            self._server = Server(self._home)
            self._server.start(60.0)
        except OSError as error:
            self.stop()
            raise EmbeddedError(f"The database of {data_dir} cannot be started: {error}.") from error
        except BaseException:
            self.stop()
            raise

    def _started(self) -> tuple[Home, Server]:
        if self._home is None or self._server is None:
            raise EmbeddedError("The database has not been started.")
        return self._home, self._server


@contextmanager
def connect_or_start(data_dir: Path, *, start: bool = True, wait: float = 60.0) -> Iterator[str]:
    """The DSN of the server that runs on this data directory, or of one that lives as long as the block.

    With `start=False` it only waits for one: for a worker that runs apart, which must not hold the database from
    `serve`. Raises EmbeddedError after `wait` seconds. To be used by the main thread.
    """
    path = prepare_data_dir(data_dir)
    owner, users = Lock(path / "postgres.lock"), Lock(path / "postgres.users")
    deadline = time.monotonic() + wait
    while True:
        if owner.take(holder=_COMMAND if start else "nobody"):
            if start:
                yield from _own(path, owner, users)
                return
            owner.release()
        elif dsn := _attach(path, users):
            try:
                yield dsn
            finally:
                users.release()
            return
        if time.monotonic() > deadline:
            raise EmbeddedError(_busy(path, owner))
        time.sleep(0.05)


def _own(path: Path, owner: Lock, users: Lock) -> Iterator[str]:
    """Waits at the end for commands that joined us; a killed one releases its lock too."""
    cluster = Cluster(path)
    cluster._start_locked(path, owner)  # noqa: SLF001  # the lock is already ours
    try:
        yield cluster.dsn
        deadline = time.monotonic() + 60
        while not users.take() and time.monotonic() < deadline:
            time.sleep(0.05)
    finally:
        cluster.stop()
        users.release()


def _attach(path: Path, users: Lock) -> str | None:
    """Held before the look, so that a server that is about to stop is not taken for one that stays."""
    if not users.take(shared=True):
        return None
    home = locate(path)
    folder = ready_socket(home.cluster) if home else None
    if home and folder:
        return home.dsn(folder)
    users.release()
    return None


def _busy(path: Path, lock: Lock) -> str:
    kind, _, pid = lock.holder().partition(" ")
    if kind == SERVE:
        return f"`teilhabe serve` (process {pid}) already uses the data directory {path}."
    if kind == _COMMAND:
        return f"Another command (process {pid}) uses the data directory {path}: try again when it has ended."
    return f"No database runs on the data directory {path}: start `teilhabe serve` first."
