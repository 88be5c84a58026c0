"""Who PostgreSQL runs as, and whose data directory it is.

PostgreSQL refuses to run as root, so root lends it an account without rights; where root meets the data
directory of an ordinary user, everything runs as that user instead.
"""

import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from participation.core.postgres_binaries import STATE_DIR, EmbeddedError, install_dir

ACCOUNT = "teilhabe"
_MAKERS = (
    (
        "useradd",
        "--system",
        "--user-group",
        "--no-create-home",
        "--home-dir",
        str(STATE_DIR),
        "--shell",
        "/bin/false",
    ),
    ("adduser", "-S", "-D", "-H", "-h", str(STATE_DIR), "-s", "/bin/false"),  # BusyBox
)


@dataclass(frozen=True, slots=True)
class Account:
    uid: int
    gid: int


def server_account() -> Account | None:
    """None where PostgreSQL can run as whoever we are."""
    if os.geteuid() != 0:
        return None
    found = _account(ACCOUNT) or _made()
    if found is None or found.uid == 0:
        raise EmbeddedError(
            f"PostgreSQL does not run as root, and the system account {ACCOUNT} cannot be made: "
            "start as an ordinary user, or make that account."
        )
    return found


def prepare_data_dir(data_dir: Path) -> Path:
    """Makes it with mode 0700 or makes sure that it is ours; returns the absolute path. Raises EmbeddedError."""
    path = data_dir.absolute()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        facts = path.stat()
    except OSError as error:
        raise EmbeddedError(
            f"The data directory {path} cannot be made or read ({error.strerror}): "
            "name another with PARTICIPATION_DATA_DIR."
        ) from error
    if facts.st_uid != os.geteuid():
        raise EmbeddedError(
            f"The data directory {path} belongs to {_name(facts.st_uid)}, and this is {_name(os.geteuid())}: "
            "name another with PARTICIPATION_DATA_DIR."
        )
    _close(path, facts)
    return path


def drop_to_owner(data_dir: Path) -> bool:
    """Root becomes the ordinary user who owns the data directory, or the folder it will be made in.

    To be called first, before files are opened and threads started. Returns whether the process changed hands.
    Raises EmbeddedError where the owner of existing data cannot run this program.
    """
    if os.geteuid() != 0:
        return False
    path = data_dir.absolute()
    existing = next(folder for folder in (path, *path.parents) if folder.exists())
    owner = existing.stat()
    if owner.st_uid == 0:
        return False
    if not _at_home(existing, owner):
        if existing != path:
            return False
        raise EmbeddedError(
            f"The data directory {path} belongs to {_name(owner.st_uid)}, who cannot read this program and its Python: "
            "start as that user, or name another folder with PARTICIPATION_DATA_DIR."
        )
    _become(owner.st_uid, owner.st_gid)
    return True


def _close(path: Path, facts: os.stat_result) -> None:
    """A typing mistake such as DATA_DIR=/tmp must not close a folder that others live in."""
    if stat.S_IMODE(facts.st_mode) == 0o700:
        return
    if facts.st_mode & stat.S_ISVTX or path in {
        Path("/"),
        Path.home(),
        Path(tempfile.gettempdir()),
        Path.cwd(),
    }:
        raise EmbeddedError(f"{path} is no folder for data alone: name another with PARTICIPATION_DATA_DIR.")
    path.chmod(0o700)


def _at_home(folder: Path, owner: os.stat_result) -> bool:
    """Whether the owner could run this program there; a child tries, because only the kernel knows all rules."""
    needed = (sys.executable, os.__file__, __file__, str(install_dir() / "bin" / "postgres"))
    child = os.fork()
    if child == 0:
        try:
            _become(owner.st_uid, owner.st_gid)
            readable = all(os.access(path, os.R_OK) for path in needed)
            os._exit(0 if readable and os.access(folder, os.W_OK | os.X_OK) else 1)
        finally:
            os._exit(1)
    return os.waitpid(child, 0)[1] == 0


def _become(uid: int, gid: int) -> None:
    try:
        person = pwd.getpwuid(uid)
    except KeyError:
        os.setgroups([gid])
    else:
        gid = person.pw_gid
        os.initgroups(person.pw_name, gid)
        os.environ.update(HOME=person.pw_dir, USER=person.pw_name, LOGNAME=person.pw_name)
    os.setgid(gid)
    os.setuid(uid)


def _made() -> Account | None:
    for program, *options in _MAKERS:
        path = shutil.which(program, path="/usr/sbin:/sbin:/usr/bin:/bin")
        if path and not _account(ACCOUNT):
            subprocess.run([path, *options, ACCOUNT], capture_output=True, check=False)  # noqa: S603
    return _account(ACCOUNT)


def _account(name: str) -> Account | None:
    try:
        person = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(person.pw_uid, person.pw_gid)


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"
