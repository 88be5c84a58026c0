"""A place for one child process: filled again when it has died, emptied in order at the end."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence

from participation.core.process_child import PARENT, death_signal

_DELAYS = (0.0, 0.5, 1.0, 2.0, 5.0)
_SETTLED = 20.0  # seconds after which a death is news again and no loop


class Slot:
    """`argv` runs with `env` over our own environment and inherits the descriptors in `keep`."""

    def __init__(
        self, name: str, argv: Sequence[str], env: Mapping[str, str], keep: Sequence[int] = ()
    ) -> None:
        self.name = name
        self.deaths = 0
        self.status = 0
        self._argv = list(argv)
        self._env = {**os.environ, **env, PARENT: str(os.getpid())}
        self._keep = tuple(keep)
        self._process: subprocess.Popen[bytes] | None = None
        self._began = self._due = 0.0

    @property
    def pid(self) -> int:
        return self._process.pid if self._process else 0

    def start(self) -> None:
        """In a session of its own, so that Ctrl-C comes to the parent alone, who ends all in order."""
        self._began = time.monotonic()
        self._process = subprocess.Popen(  # noqa: S603
            self._argv,
            env=self._env,
            stdin=subprocess.DEVNULL,
            pass_fds=self._keep,
            start_new_session=True,
            preexec_fn=death_signal(signal.SIGKILL),  # noqa: PLW1509  # set before any thread of ours
        )

    def tend(self) -> bool:
        """Starts it again where it is due; whether it has just been found dead."""
        if self._process is None:
            if time.monotonic() >= self._due:
                self.start()
            return False
        status = self._process.poll()
        if status is None:
            return False
        self._bury(status)
        return True

    def terminate(self) -> None:
        if self._process:
            self._process.terminate()

    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """Whatever has not ended by itself; the place is empty afterwards."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _bury(self, status: int) -> None:
        now = time.monotonic()
        self.deaths = 1 if now - self._began > _SETTLED else self.deaths + 1
        self._due = now + _DELAYS[min(self.deaths, len(_DELAYS)) - 1]
        self._process = None
        self.status = status
