"""A new database cluster: made beside its place and moved there whole, so that a crash leaves none or all."""

import os
import secrets
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

from participation.core.postgres_binaries import EmbeddedError, install_dir, reachable_install
from participation.core.postgres_home import DATABASE, ROLE, Home, password, write_private
from participation.core.process_child import death_signal

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}
# The builtin provider sorts alike everywhere; the parser of full-text search still asks the C library's
# LC_CTYPE what a letter is, so it needs a UTF-8 locale there to keep „ and – out of the words.
_LOCALES = ("C.UTF-8", "en_US.UTF-8", "C")


def ensure_cluster(home: Home) -> None:
    """Only under the lock."""
    secret = password(home)
    for leftover in home.base.glob("postgres.new-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    if home.cluster.exists():
        return
    draft = home.base / f"postgres.new-{secrets.token_hex(4)}"
    try:
        _initdb(home, draft)
        _database(home, draft, secret)
        draft.rename(home.cluster)
        _sync(home.base)
    except OSError as error:
        raise EmbeddedError(f"The database cannot be made in {home.base}: {error.strerror}.") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def programs(home: Home) -> Path:
    """The `bin` folder that fits the cluster, where its account can reach it."""
    version = home.cluster / "PG_VERSION"
    major = version.read_text(encoding="ascii").strip() if version.exists() else ""
    return (reachable_install(major) if home.account else install_dir(major)) / "bin"


def run_as(home: Home, at_our_death: signal.Signals) -> dict[str, object]:
    """The arguments for `Popen`: cut off from our terminal, our folder and, under root, our rights."""
    common: dict[str, object] = {
        "cwd": "/",
        "env": ENVIRONMENT,
        "start_new_session": True,
        "preexec_fn": death_signal(at_our_death),
    }
    if home.account:
        common |= {"user": home.account.uid, "group": home.account.gid, "extra_groups": []}
    return common


def _initdb(home: Home, draft: Path) -> None:
    """The superuser's password is thrown away: the product works as the owner of its database."""
    secret = home.base / "superuser.password"
    write_private(secret, secrets.token_hex(32))
    try:
        if home.account:
            os.chown(secret, home.account.uid, home.account.gid)
        for locale in _LOCALES:
            done = _run(home, [str(programs(home) / "initdb"), *_init_options(draft, secret, locale)])
            if done.returncode == 0 or "locale" not in done.stderr:
                break
    finally:
        secret.unlink(missing_ok=True)
    if done.returncode:
        raise EmbeddedError(f"The database cannot be made in {home.base}: {last_error(done.stderr)}.")


def _init_options(draft: Path, secret: Path, locale: str) -> list[str]:
    return [
        f"--pgdata={draft}",
        "--username=postgres",
        f"--pwfile={secret}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        f"--locale={locale}",
        "--text-search-config=german",
    ]


def _database(home: Home, draft: Path, secret: str) -> None:
    """In single-user mode, where nobody can connect and no parameter can be bound; the secret is hexadecimal."""
    script = (
        f"CREATE ROLE {ROLE} LOGIN CREATEDB PASSWORD '{secret}';\nCREATE DATABASE {DATABASE} OWNER {ROLE};\n"
    )
    command = [str(programs(home) / "postgres"), "--single", "-D", str(draft), "postgres"]
    quiet = [
        option
        for setting in ("log_min_error_statement=panic", "log_checkpoints=off")
        for option in ("-c", setting)
    ]
    done = _run(home, [*command[:-1], *quiet, command[-1]], script)
    if done.returncode or "ERROR:" in done.stderr:
        raise EmbeddedError(f"The database cannot be made in {home.base}: {last_error(done.stderr)}.")


def _run(home: Home, command: list[str], script: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # type: ignore[call-overload,no-any-return]  # noqa: S603
        command,
        input=script,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        **run_as(home, signal.SIGKILL),
    )


def last_error(text: str) -> str:
    """The line that says why, without PostgreSQL's prefixes."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for line in reversed(lines):
        for mark in ("PANIC:", "FATAL:", "ERROR:", "initdb: error:"):
            if mark in line:
                return line.split(mark, 1)[1].strip().rstrip(".")
    return lines[-1].rstrip(".") if lines else "no reason was given"


def _sync(folder: Path) -> None:
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
