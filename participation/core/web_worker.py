"""One web process: uvicorn on the socket that `serve` has bound, ended with its parent."""

import argparse
import asyncio
import gc
import os
import signal
import sys
import warnings
from collections.abc import Sequence
from socket import socket

from uvicorn import Config, Server

from participation.core import half_open
from participation.core.process_child import end_with_parent


class _Server(Server):
    """Says when it is ready, and sweeps up half-open connections."""

    def __init__(self, config: Config, ready: int, patience: float) -> None:
        super().__init__(config)
        self._ready = ready
        self._patience = patience

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        # What stands now stays: without this every full collection looks through all of it, for some 60 ms.
        gc.collect()
        gc.freeze()
        gc.enable()
        if self.started and self._ready >= 0:
            os.write(self._ready, b".")
            os.close(self._ready)

    async def on_tick(self, counter: int) -> bool:
        if counter % 10 == 0:
            now = asyncio.get_running_loop().time()
            half_open.sweep(self.server_state.connections, now, self._patience)
        return await super().on_tick(counter)


def command(
    app: str, fd: int, ready: int, proxies: Sequence[str], graceful: int, patience: float
) -> list[str]:
    """How the parent calls this module."""
    options = {"app": app, "fd": fd, "ready": ready, "graceful": graceful, "patience": patience}
    named = [f"--{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", __name__, *named, *(f"--proxy={proxy}" for proxy in proxies)]


def main(arguments: Sequence[str]) -> None:
    end_with_parent()
    gc.disable()  # nothing that is made before the start goes away again: a sixth of the time until ready
    # uvicorn raises the signal once more when it has finished; before it begins, this is how to end.
    warnings.filterwarnings(
        "ignore", message="coroutine 'Server.serve' was never awaited"
    )  # so it may end there
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGINT, lambda *_: sys.exit(0))
    chosen = _parsed(arguments)
    listener = socket(fileno=chosen.fd)
    _Server(_config(chosen), chosen.ready, chosen.patience).run(sockets=[listener])


def _config(chosen: argparse.Namespace) -> Config:
    return Config(
        chosen.app,
        factory=True,
        loop="uvloop",
        http=half_open.GuardedProtocol,
        ws="websockets-sansio",
        ws_max_size=16384,
        ws_per_message_deflate=False,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(chosen.proxy),
        forwarded_allow_ips=chosen.proxy or [],
        backlog=2048,
        timeout_graceful_shutdown=chosen.graceful,
        workers=1,
    )


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--app", required=True)
    parser.add_argument("--fd", type=int, required=True)
    parser.add_argument("--ready", type=int, default=-1)
    parser.add_argument("--graceful", type=int, default=5)
    parser.add_argument("--patience", type=float, default=half_open.PATIENCE)
    parser.add_argument("--proxy", action="append", default=[])
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
