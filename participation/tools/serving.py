"""`teilhabe serve` and `teilhabe worker`."""

import asyncio
import signal
import sys
from urllib.parse import urlsplit

from participation.accounts.demo_logins import PASSWORD, PEOPLE
from participation.app_parts import load_jobs
from participation.core.db import DB, fetch_value
from participation.core.embedded import Cluster, EmbeddedError, drop_to_owner
from participation.core.jobs import run_worker
from participation.core.logs import configure_logs
from participation.core.migrations import migrate
from participation.core.process_child import end_with_parent
from participation.core.processes import supervise
from participation.settings import is_loopback, secret_key, settings
from participation.tools.database import database


def serve(*, demo: bool) -> None:
    chosen = settings()
    _refuse_open_demo(chosen.demo or demo)
    cluster = None
    if not chosen.database_url:
        drop_to_owner(chosen.data_dir)
        cluster = Cluster(chosen.data_dir)

    def prepare() -> None:
        DB.configure(cluster.dsn if cluster else chosen.database_url)
        secret_key()
        asyncio.run(prepare_database(demo=demo))

    supervise(
        cluster=cluster,
        host=chosen.host,
        port=chosen.port,
        workers=chosen.workers,
        trusted_proxies=chosen.trusted_proxies,
        job_argv=[sys.executable, "-m", "participation", "worker"] if chosen.worker == "inside" else None,
        before_start=prepare,
        announce=_announce,
        env=(lambda: {"PARTICIPATION_DATABASE_URL": cluster.dsn}) if cluster else None,
    )


async def prepare_database(*, demo: bool) -> None:
    """Migrates, and fills or refreshes the demo city. Raises EmbeddedError."""
    try:
        await migrate()
        await DB.start(size=2)
    except OSError as error:
        raise EmbeddedError(f"The database cannot be reached: {error}") from error
    try:
        await _fill(demo=demo)
        if await fetch_value("SELECT 1 FROM person WHERE is_demo LIMIT 1"):
            _refuse_open_demo(True)
    finally:
        await DB.stop()


async def _fill(*, demo: bool) -> None:
    from moderation.house import ensure_rules

    if demo:
        from participation.tools.demo.load import fill, is_empty, refresh

        if await is_empty():
            await fill(progress=_say)
        else:
            await refresh()
    await ensure_rules()


def _refuse_open_demo(demo: bool) -> None:  # noqa: FBT001  # its one argument is its name
    """Everybody knows the password of the demo logins, so they must not be reachable from elsewhere."""
    chosen = settings()
    base = urlsplit(chosen.base_url).hostname or "127.0.0.1"
    if demo and not (is_loopback(chosen.host) and is_loopback(base)):
        raise EmbeddedError(
            "The demo logins are only for this machine: HOST and BASE_URL must be loopback addresses, "
            "or the database must be one without the demo city."
        )


def _announce(port: int) -> None:
    chosen = settings()
    host = "127.0.0.1" if chosen.host in {"127.0.0.1", "localhost"} else chosen.host
    _say(f"\n  Teilhabe runs: http://{host}:{port}\n")
    if chosen.demo:
        width = max(len(name) for name, _ in PEOPLE) + len("@example.org")
        lines = [f"    {name + '@example.org':<{width}}  {role}" for name, role in PEOPLE]
        _say("  Demo logins, all with the password " + PASSWORD + "\n" + "\n".join(lines) + "\n")
    _say("  Ctrl-C stops everything.\n")


def _say(text: str) -> None:
    print(text, flush=True)


def work_apart() -> None:
    """As a child of `serve` the address comes in the environment; apart it waits for the database of `serve`."""
    end_with_parent()
    configure_logs()
    with database(start=False):
        asyncio.run(_work())


async def _work() -> None:
    load_jobs()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await DB.start(size=4)
    try:
        await run_worker(stop)
    finally:
        await DB.stop()
