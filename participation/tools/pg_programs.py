"""PostgreSQL's own programs against the database in use: those of the wheel, else those of the machine."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import unquote, urlsplit, urlunsplit

from participation.core.embedded import EmbeddedError, binary

_MAJOR = re.compile(r"\(PostgreSQL\) (\d+)")
CHUNK = 1 << 20


def program(name: str, server: int) -> Path:
    """One that is at least as new as the server, which PostgreSQL demands."""
    found = [path for path in (_own(name), shutil.which(name)) if path]
    for path in found:
        if _major(path) >= server:
            return Path(path)
    raise EmbeddedError(
        f"The database is PostgreSQL {server}, and there is no {name} of that version here: "
        f"install the client programs of PostgreSQL {server}."
    )


def _own(name: str) -> Path | None:
    try:
        return binary(name)
    except EmbeddedError:
        return None


def _major(path: Path | str) -> int:
    try:
        done = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=30, check=False)  # noqa: S603
    except OSError:
        return 0
    found = _MAJOR.search(done.stdout)
    return int(found[1]) if found else 0


def dump(url: str, server: int, target: Path) -> None:
    """Of one moment, while others write: what was acknowledged before the call is in it."""
    command = [str(program("pg_dump", server)), "--format=custom", "--no-owner", "--no-privileges"]
    address, environment = _apart(url)
    with target.open("wb") as file:
        done = subprocess.run(  # noqa: S603
            [*command, f"--dbname={address}"],
            stdout=file,
            stderr=subprocess.PIPE,
            env=environment,
            check=False,
        )
    if done.returncode:
        raise EmbeddedError(f"pg_dump has failed: {_last(done.stderr)}")


@contextmanager
def _restoring(url: str, server: int, *, clean: bool) -> Iterator[subprocess.Popen[bytes]]:
    options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    options += ["--clean", "--if-exists"] if clean else []
    address, environment = _apart(url)
    process = subprocess.Popen(  # noqa: S603
        [program("pg_restore", server), *options, f"--dbname={address}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def restore(url: str, server: int, source: IO[bytes], *, clean: bool) -> None:
    """All of it or nothing."""
    with _restoring(url, server, clean=clean) as process:
        assert process.stdin is not None
        try:
            while data := source.read(CHUNK):
                process.stdin.write(data)
            process.stdin.close()
        except BrokenPipeError:
            pass  # it says itself why it went
        process.stdin = None
        _, said = process.communicate()
    if process.returncode:
        raise EmbeddedError(f"pg_restore has failed, and nothing was restored: {_last(said)}")


def _apart(url: str) -> tuple[str, dict[str, str]]:
    """The password in the environment: a command line can be read by every user of the machine."""
    parts = urlsplit(url)
    environment = {**os.environ, "PGCONNECT_TIMEOUT": "10"}
    user, found, place = parts.netloc.rpartition("@")
    name, colon, password = user.partition(":")
    if colon:
        environment["PGPASSWORD"] = unquote(password)
    return urlunsplit(parts._replace(netloc=f"{name}{found}{place}")), environment


def _last(said: bytes) -> str:
    lines = [line for line in said.decode("utf-8", "replace").splitlines() if line.strip()]
    wrong = [line for line in lines if "error" in line.lower()] or lines or ["no reason was given"]
    return wrong[0].strip()
