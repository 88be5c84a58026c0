"""`teilhabe serve`: the database, the web processes and the job process, begun, watched and ended together."""

import contextlib
import logging
import os
import resource
import select
import signal
import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import FrameType

from participation.core import web_worker
from participation.core.embedded import Cluster, EmbeddedError
from participation.core.half_open import PATIENCE
from participation.core.process_child import end_with_parent
from participation.core.process_slot import Slot

__all__ = ["ProcessError", "end_with_parent", "listening_socket", "supervise"]

_log = logging.getLogger(__name__)
_BACKLOG = 2048
_OPEN_FILES = 65536
_FUTILE_STARTS = 3
_DOUBLE_TAP = 0.5  # seconds; make and a terminal may both hand on one and the same Ctrl-C
_TEND_EVERY = 60.0


class ProcessError(Exception):
    """One sentence that says why nothing can be served."""


class _StopError(KeyboardInterrupt):
    """Breaks off a start; a KeyboardInterrupt, because event loops let only those pass."""


def supervise(
    *,
    cluster: Cluster | None,
    host: str,
    port: int,
    workers: int = 1,
    app: str = "participation.app:create_app",
    trusted_proxies: Sequence[str] = (),
    job_argv: Sequence[str] | None = None,
    before_start: Callable[[], None] | None = None,
    announce: Callable[[int], None] | None = None,
    env: Mapping[str, str] | Callable[[], Mapping[str, str]] | None = None,
    graceful: int = 5,
    patience: float = PATIENCE,
) -> None:
    """Returns after SIGTERM, SIGINT or SIGHUP, when nothing of ours runs any more.

    `before_start` runs once the database takes connections. `env` goes over our environment for the children; a
    callable is asked after the database has started, when `cluster.dsn` is known. `announce` gets the port once
    the first web process answers. `job_argv` is None where the job process runs apart. Times are seconds:
    `graceful` for requests under way at the end, `patience` for a client that leaves a request half said.
    To be called by the main thread. Raises ProcessError and EmbeddedError.
    """
    _more_open_files()
    signals = _Signals()
    with signals.caught(), listening_socket(host, port) as listener, contextlib.ExitStack() as ending:
        try:
            with signals.interrupting():
                if cluster:
                    ending.callback(lambda: cluster.stop(at_once=signals.forced))
                    cluster.start()
                if before_start:
                    before_start()
                environment = dict((env() if callable(env) else env) or {})
            _listen(listener)
            house = _House(cluster, signals, announce)
            ending.callback(house.end, graceful)
            ready = house.ready_pipe()
            fd = listener.fileno()
            argv = web_worker.command(app, fd, ready, trusted_proxies, graceful, patience)
            for number in range(1, workers + 1):
                house.add(Slot(f"web process {number}", argv, environment, (fd, ready)), web=True)
            if job_argv:
                house.add(Slot("job process", job_argv, environment))
            house.watch(listener.getsockname()[1])
        except _StopError:
            return


def listening_socket(host: str, port: int) -> socket.socket:
    """Bound, not yet listening, so that a taken port is told before the database starts. Raises ProcessError."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError as error:
        raise ProcessError(
            f"The address {host} is unknown: set PARTICIPATION_HOST to one of this machine."
        ) from error
    listener = socket.socket(family, kind)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        listener.close()
        raise _refused(host, port, error) from error
    return listener


class _Signals:
    """Remembers what we were told; breaks off what may be broken off."""

    def __init__(self) -> None:
        self.stop = self.forced = False
        self._interrupting = False
        self._told = 0.0

    @contextlib.contextmanager
    def caught(self) -> Iterator[None]:
        numbers = [signal.SIGTERM, signal.SIGINT]
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # nohup means what it says
            numbers.append(signal.SIGHUP)
        before = {number: signal.signal(number, self._note) for number in numbers}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @contextlib.contextmanager
    def interrupting(self) -> Iterator[None]:
        self._interrupting = True
        try:
            if self.stop:
                raise _StopError
            yield
        finally:
            self._interrupting = False

    def _note(self, number: int, _frame: FrameType | None) -> None:
        now = time.monotonic()
        if self.stop:
            self.forced = self.forced or (number == signal.SIGINT and now - self._told > _DOUBLE_TAP)
            return
        self.stop, self._told = True, now
        if self._interrupting:
            raise _StopError


class _House:
    """The children, from the first start to the last farewell."""

    def __init__(
        self, cluster: Cluster | None, signals: _Signals, announce: Callable[[int], None] | None
    ) -> None:
        self._cluster = cluster
        self._signals = signals
        self._announce = announce
        self._web: list[Slot] = []
        self._jobs: list[Slot] = []
        self._pipe = (-1, -1)
        self._ready = False
        self._database_due, self._database_deaths, self._tended = 0.0, 0, time.monotonic()

    def ready_pipe(self) -> int:
        """Each web process writes a byte into it when it answers."""
        self._pipe = os.pipe()
        return self._pipe[1]

    def add(self, slot: Slot, *, web: bool = False) -> None:
        (self._web if web else self._jobs).append(slot)
        slot.start()

    def watch(self, port: int) -> None:
        with _wakeups() as wakeup:
            while not self._signals.stop:
                self._tend_database()
                for slot in (*self._web, *self._jobs):
                    if slot.tend():
                        self._mourn(slot)
                readable, _, _ = select.select([wakeup, self._pipe[0]], [], [], 0.25)
                if wakeup in readable:
                    os.read(wakeup, 4096)
                if self._pipe[0] in readable:
                    self._hear(port)

    def end(self, graceful: int) -> None:
        """First who talks to people, then who works in silence; the database comes after us."""
        for group in (self._web, self._jobs):
            for slot in group:
                slot.terminate()
            self._wait(group, time.monotonic() + graceful + 5)
        for handle in self._pipe:
            if handle >= 0:
                os.close(handle)

    def _wait(self, group: list[Slot], deadline: float) -> None:
        for slot in group:
            while slot.alive() and time.monotonic() < deadline and not self._signals.forced:
                time.sleep(0.02)
            slot.kill()

    def _hear(self, port: int) -> None:
        os.read(self._pipe[0], 64)
        first, self._ready = not self._ready, True
        if first and self._announce:
            self._announce(port)

    def _mourn(self, slot: Slot) -> None:
        if not self._ready and slot in self._web and slot.deaths >= _FUTILE_STARTS:
            raise ProcessError(
                f"The web process does not start (exit status {slot.status}): its message stands above."
            )
        _log.warning("The %s has ended (status %s) and is started again.", slot.name, slot.status)

    def _tend_database(self) -> None:
        now = time.monotonic()
        if self._cluster is None or now < self._database_due:
            return
        if self._cluster.alive():
            self._database_deaths = 0
            if now - self._tended > _TEND_EVERY:
                self._tended = now
                self._cluster.tend()
            return
        try:
            with self._signals.interrupting():
                self._cluster.restart()
            _log.warning("PostgreSQL had ended and runs again.")
        except EmbeddedError as error:
            self._database_deaths += 1
            self._database_due = now + min(5.0, 0.5 * self._database_deaths)
            _log.error("%s", error)  # one sentence, no trace


@contextlib.contextmanager
def _wakeups() -> Iterator[int]:
    """A descriptor that becomes readable at each signal, the death of a child included."""
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    before = signal.signal(signal.SIGCHLD, lambda *_: None)
    old = signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    try:
        yield reader
    finally:
        signal.set_wakeup_fd(old)
        signal.signal(signal.SIGCHLD, before)
        os.close(reader)
        os.close(writer)


def _listen(listener: socket.socket) -> None:
    """Late, so that nobody waits in the queue while the database is made."""
    try:
        listener.listen(_BACKLOG)
    except OSError as error:
        host, port, *_ = listener.getsockname()
        raise _refused(host, port, error) from error


def _refused(host: str, port: int, error: OSError) -> ProcessError:
    return ProcessError(
        f"Port {port} on {host} cannot be used ({error.strerror}): "
        "end what uses it or choose another with PARTICIPATION_PORT."
    )


def _more_open_files() -> None:
    """The usual soft limit of 1,024 would be the number of live sockets."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _OPEN_FILES if hard == resource.RLIM_INFINITY else min(_OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
