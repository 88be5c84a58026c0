"""No child outlives its parent: the kernel sends a signal where it can, a thread looks where it cannot."""

import ctypes
import os
import signal
import sys
import threading
import time
from collections.abc import Callable

PARENT = "TEILHABE_PARENT"
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def death_signal(number: signal.Signals) -> Callable[[], None] | None:
    """For `preexec_fn`; None where the kernel has no such thing.

    The kernel watches the *thread* that starts the child, so children are started by the main thread. A change
    of user clears the setting; `Popen` changes the user before it calls this.
    """
    if _libc is None:
        return None
    prctl, parent = _libc.prctl, os.getpid()

    def in_the_child() -> None:
        prctl(_PR_SET_PDEATHSIG, int(number), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return in_the_child


def end_with_parent(every: float = 0.2) -> None:
    """Called at the start of every worker that `supervise` began; elsewhere it does nothing.

    The second wall behind the death signal, and the only one on macOS. Ends without ceremony: whatever was
    acknowledged is committed, and the next start needs the port.
    """
    parent = int(os.environ.get(PARENT, "0"))
    if parent:
        threading.Thread(target=_watch, args=(parent, every), daemon=True, name="parent-watch").start()


def _watch(parent: int, every: float) -> None:
    while os.getppid() == parent:
        time.sleep(every)
    os._exit(1)
