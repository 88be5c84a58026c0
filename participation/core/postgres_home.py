"""What of our own PostgreSQL lies where, with which rights, and who holds it."""

import fcntl
import os
import re
import secrets
import shutil
import socket
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from participation.core.postgres_account import Account, server_account
from participation.core.postgres_binaries import STATE_DIR, EmbeddedError, make_folder

ROLE = DATABASE = "teilhabe"
_ORIGIN = "data-directory"
_SOCKET = ".s.PGSQL.5432"
_PLAIN_PATH = re.compile(r"[A-Za-z0-9_./+-]+")  # no comma, blank or quote: both ends read lists of paths


@dataclass(frozen=True, slots=True)
class Home:
    """`base` is the data directory itself, or under root a folder of the account that runs PostgreSQL."""

    data_dir: Path
    base: Path
    account: Account | None

    @property
    def cluster(self) -> Path:
        return self.base / "postgres"

    @property
    def log(self) -> Path:
        return self.data_dir / "postgres.log"

    @property
    def password_file(self) -> Path:
        return self.data_dir / "postgres.password"

    @property
    def note(self) -> Path:
        return self.data_dir / "postgres.socket"

    def dsn(self, folder: Path) -> str:
        """The folder stands in the place of a host, which asyncpg, libpq and a check for a host all accept."""
        password = self.password_file.read_text(encoding="ascii").strip()
        return f"postgresql://{ROLE}:{password}@{quote(str(folder), safe='')}/{DATABASE}"


def locate(data_dir: Path) -> Home | None:
    """The home that is there, if any; raises EmbeddedError where it is not one for this user."""
    pointer = data_dir / "postgres.home"
    inside = Home(data_dir, data_dir, None)
    if os.geteuid() != 0:
        if pointer.exists():
            raise EmbeddedError(f"The database of {data_dir} was made by root: start as root.")
        return inside
    if inside.cluster.exists():
        raise EmbeddedError(
            f"The database in {data_dir} was made by an ordinary user: give the folder back to that user."
        )
    if not pointer.exists():
        return None
    base = Path(pointer.read_text(encoding="utf-8").strip())
    if not base.is_dir():
        raise EmbeddedError(
            f"The database folder {base} is missing: bring it back, or delete {pointer} to begin anew."
        )
    return Home(data_dir, base, server_account())


def settle(data_dir: Path) -> Home:
    """As `locate`, but makes the folder of the account where it is missing. Only under the lock."""
    found = locate(data_dir)
    if found:
        return found
    account = server_account()
    assert account is not None
    make_folder(STATE_DIR, 0o755)
    _sweep_temporary()
    base = STATE_DIR / secrets.token_hex(6)
    base.mkdir(mode=0o700)
    write_private(base / _ORIGIN, str(data_dir))
    os.chown(base, account.uid, account.gid)
    write_private(data_dir / "postgres.home", str(base))
    return Home(data_dir, base, account)


def password(home: Home) -> str:
    """Hexadecimal, so that it needs no quoting anywhere."""
    if not home.password_file.exists():
        if home.cluster.exists():
            raise EmbeddedError(f"The database's password is missing: bring {home.password_file} back.")
        write_private(home.password_file, secrets.token_hex(32))
    return home.password_file.read_text(encoding="ascii").strip()


def write_private(path: Path, text: str) -> None:
    """Whole or not at all, on the disk, mode 0600."""
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)


def new_socket_folder(home: Home) -> Path:
    """The base, or a fresh folder with mode 0700 where a socket cannot lie there."""
    forget_socket_folder(home)
    if _PLAIN_PATH.fullmatch(str(home.base)) and _holds_a_socket(home.base):
        return home.base
    parent = next(p for p in (tempfile.gettempdir(), "/tmp") if _PLAIN_PATH.fullmatch(p) and len(p) < 70)  # noqa: S108
    folder = Path(tempfile.mkdtemp(prefix="teilhabe-", dir=parent))
    if home.account:
        os.chown(folder, home.account.uid, home.account.gid)
    write_private(home.note, str(folder))
    return folder


def forget_socket_folder(home: Home) -> None:
    """Takes away what a killed run left in the temporary folder."""
    with suppress(OSError):
        folder = Path(home.note.read_text(encoding="utf-8").strip())
        if folder.name.startswith("teilhabe-") and folder.stat().st_uid in {os.geteuid(), _uid(home)}:
            shutil.rmtree(folder, ignore_errors=True)
        home.note.unlink()


def _sweep_temporary() -> None:
    """Test runs leave databases of temporary folders; a vanished lasting one may be a disk that is not mounted."""
    for note in STATE_DIR.glob(f"*/{_ORIGIN}"):
        origin = Path(note.read_text(encoding="utf-8").strip())
        if not origin.exists() and origin.is_relative_to(tempfile.gettempdir()):
            shutil.rmtree(note.parent, ignore_errors=True)


def _uid(home: Home) -> int:
    return home.account.uid if home.account else os.geteuid()


def _holds_a_socket(folder: Path) -> bool:
    """Tried, because the longest path and the file systems without sockets differ from system to system."""
    probe = folder / (_SOCKET + ".probe")
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(probe))
    except OSError:
        return False
    finally:
        probe.unlink(missing_ok=True)
    return True


class Lock:
    """`flock`, which the kernel releases at death, however it came."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle = -1

    def take(self, *, shared: bool = False, holder: str = "") -> bool:
        """At once or not; `holder` is what a refused second comer can read."""
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return False
        except BaseException:
            os.close(handle)
            raise
        self._handle = handle
        if holder:
            os.ftruncate(handle, 0)
            os.pwrite(handle, f"{holder} {os.getpid()}".encode(), 0)
        return True

    def holder(self) -> str:
        return self.path.read_text(encoding="utf-8") if self.path.exists() else ""

    def release(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1
