"""One `postgres` process as our direct child: start, readiness, end, and what a killed parent left."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import BinaryIO

from participation.core.postgres_binaries import EmbeddedError
from participation.core.postgres_home import Home, forget_socket_folder, new_socket_folder
from participation.core.postgres_init import last_error, programs, run_as

_READY_LINE, _SOCKET_LINE = 7, 4  # of postmaster.pid, see PostgreSQL's src/include/utils/pidfile.h
_LOG_LIMIT = 4 * 1024 * 1024
# Statements, parameters, and the DETAIL and text of an error carry what people wrote, so none is logged here;
# an error reaches our own log by its code.
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "max_wal_size": "512MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_statement": "none",
    "log_checkpoints": "off",
    "log_min_messages": "log",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_autovacuum_min_duration": "-1",
    "logging_collector": "off",
    "cluster_name": "teilhabe",
}


class Server:
    """Belongs to whoever holds the lock of the data directory."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._process: subprocess.Popen[bytes] | None = None
        self._watcher: subprocess.Popen[bytes] | None = None
        self.folder: Path | None = None

    @property
    def pid(self) -> int:
        return self._process.pid if self._process else 0

    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self, timeout: float) -> None:
        """Returns when connections are taken; a recovery after a crash may need some seconds of it."""
        deadline = time.monotonic() + timeout
        self.stop()
        end_orphans(self._home.cluster)
        self.folder = self.folder or new_socket_folder(self._home)
        for leftover in (".s.PGSQL.5432", ".s.PGSQL.5432.lock"):  # a zombie's number would count as alive
            (self.folder / leftover).unlink(missing_ok=True)
        while True:
            self._spawn(self.folder)
            if self._wait(deadline):
                return
            reason = self._reason()
            self.stop()
            if time.monotonic() > deadline or "in use" not in reason:
                raise EmbeddedError(f"PostgreSQL does not start: {reason}. See {self._home.log}.")
            time.sleep(0.2)  # a backend of a killed server still holds the shared memory

    def stop(self, *, at_once: bool = False) -> None:
        """A fast shutdown, which ends sessions and writes everything down, then harder ones."""
        process, self._process = self._process, None
        if self._watcher:
            self._watcher.kill()
            self._watcher.wait()
            self._watcher = None
        if process:
            _end(process, (signal.SIGQUIT,) if at_once else (signal.SIGINT, signal.SIGQUIT))

    def close(self) -> None:
        """After the last stop."""
        self.stop()
        forget_socket_folder(self._home)
        self.folder = None

    def trim_log(self) -> None:
        if self._home.log.exists() and self._home.log.stat().st_size > _LOG_LIMIT:
            os.truncate(self._home.log, 0)

    def _spawn(self, folder: Path) -> None:
        self.trim_log()
        settings = _SETTINGS | {"unix_socket_directories": str(folder)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command = [str(programs(self._home) / "postgres"), "-D", str(self._home.cluster), *options]
        with _append(self._home.log) as log:
            self._log_start = log.tell()
            self._process = subprocess.Popen(  # type: ignore[call-overload]  # noqa: S603
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                **run_as(self._home, signal.SIGINT),
            )
        if sys.platform != "linux":
            self._watcher = watch(self.pid)

    def _wait(self, deadline: float) -> bool:
        while self.alive():
            if ready_socket(self._home.cluster, self.pid):
                return True
            if time.monotonic() > deadline:
                return False
            time.sleep(0.01)
        return False

    def _reason(self) -> str:
        with self._home.log.open("rb") as log:
            log.seek(self._log_start)
            return last_error(log.read().decode("utf-8", "replace"))


def ready_socket(cluster: Path, pid: int = 0) -> Path | None:
    """The socket's folder once the server takes connections; PostgreSQL writes both into its pid file."""
    try:
        lines = (cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    if len(lines) <= _READY_LINE or lines[_READY_LINE].strip() != "ready" or (pid and int(lines[0]) != pid):
        return None
    return Path(lines[_SOCKET_LINE]) if _runs(int(lines[0])) else None


def end_orphans(cluster: Path, patience: float = 20.0) -> None:
    """Ends what a killed parent left; the lock says that it belongs to nobody."""
    steps = [(0.0, signal.SIGINT), (patience / 2, signal.SIGQUIT), (patience * 0.8, signal.SIGKILL)]
    begin = time.monotonic()
    while orphans := _servers(cluster):
        waited = time.monotonic() - begin
        if waited > patience:
            raise EmbeddedError(
                f"An older PostgreSQL (process {orphans[0]}) still runs on {cluster} and does not end."
            )
        while steps and waited >= steps[0][0]:
            _signal(orphans, steps.pop(0)[1])
        time.sleep(0.02)
    _forget_reused_pid(cluster)


def watch(pid: int) -> subprocess.Popen[bytes]:
    """For kernels without a death signal: a process that sees our end of a pipe close, and then ends the server."""
    program = "import os, sys; os.read(0, 1); os.kill(int(sys.argv[1]), 2)"
    command = [sys.executable, "-S", "-c", program, str(pid)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603


def _end(process: subprocess.Popen[bytes], kinds: tuple[signal.Signals, ...]) -> None:
    for kind in kinds:
        if process.poll() is None:
            process.send_signal(kind)
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            continue
        return
    process.kill()
    process.wait()


def _append(path: Path) -> BinaryIO:
    """Opened by us and inherited, so that an account without rights in our folder can write to it."""
    log = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")
    log.seek(0, os.SEEK_END)
    return log


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _servers(cluster: Path) -> list[int]:
    """Processes of PostgreSQL that work in this folder, the first one first."""
    if sys.platform != "linux":
        return _server_by_ps(cluster)
    pids = sorted(int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return [pid for pid in pids if _link(pid, "cwd") == str(cluster.resolve()) and _is_postgres(pid)]


def _server_by_ps(cluster: Path) -> list[int]:
    pid = _noted_pid(cluster)
    ps = shutil.which("ps")
    if not pid or not ps:
        return []
    shown = subprocess.run(  # noqa: S603
        [ps, "-p", str(pid), "-o", "command="], capture_output=True, text=True, check=False
    )
    return [pid] if str(cluster) in shown.stdout else []


def _is_postgres(pid: int) -> bool:
    return Path(_link(pid, "exe")).name.startswith("postgres")


def _link(pid: int, name: str) -> str:
    try:
        return str(Path(f"/proc/{pid}/{name}").readlink())
    except OSError:
        return ""


def _noted_pid(cluster: Path) -> int:
    try:
        return int((cluster / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
    except (OSError, ValueError):
        return 0


def _forget_reused_pid(cluster: Path) -> None:
    """PostgreSQL refuses while the noted number lives: a stranger's after a restart of the machine, or a zombie's."""
    pid = _noted_pid(cluster)
    if pid and _runs(pid):
        (cluster / "postmaster.pid").unlink(missing_ok=True)


def _signal(pids: list[int], kind: signal.Signals) -> None:
    """A fast shutdown is for the first process alone: to the others the same signal means something else."""
    for pid in pids[:1] if kind == signal.SIGINT else pids:
        try:
            os.kill(pid, kind)
        except ProcessLookupError:
            continue
