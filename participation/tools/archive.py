"""The file of a backup: a tar archive with a manifest, and behind it the SHA-256 of everything before.

The sum stands at the end, so that one flipped bit anywhere is found before anything is restored. `tar` reads the
archive all the same.
"""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

DUMP, MANIFEST, FILES = "database.dump", "manifest.json", "files/"
FORMAT = 1
CHUNK = 1 << 20
_TRAILER = b"\nsha256 "
_LENGTH = len(_TRAILER) + 64 + 1


class ArchiveError(Exception):
    """One sentence that says what is wrong with the file."""


class _Summed(io.RawIOBase):
    """Writes through and sums up."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.sum = file, hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.sum.update(data)
        return self.file.write(data)


class Writing:
    """Members are added one after the other; `manifest` tells size and sum of each, and comes last."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.manifest: dict[str, Any] = {"format": FORMAT, "files": {}}

    def add(self, name: str, path: Path) -> None:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            counted = _Counting(file)
            self._put(name, counted, size)
        self.manifest["files"][name] = {"size": size, "sha256": counted.sum.hexdigest()}

    def end(self) -> None:
        text = json.dumps(self.manifest, indent=2, sort_keys=True).encode()
        self._put(MANIFEST, io.BytesIO(text), len(text))

    def _put(self, name: str, file: Any, size: int) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        self._tar.addfile(member, file)


class _Counting:
    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.sum = file, hashlib.sha256()

    def read(self, size: int) -> bytes:
        data = self._file.read(size)
        self.sum.update(data)
        return data


@contextmanager
def writing(path: Path) -> Iterator[Writing]:
    """Whole or not at all, on the disk, mode 0600, and never over a file that is there."""
    if path.exists():
        raise ArchiveError(f"{path} is already there: choose another name, or move it away.")
    draft = path.with_name(f"{path.name}.part")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            summed = _Summed(file)
            with tarfile.open(fileobj=summed, mode="w|", format=tarfile.PAX_FORMAT) as tar:
                yield (archive := Writing(tar))
                archive.end()
            file.write(_TRAILER + summed.sum.hexdigest().encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
    except OSError as error:
        raise ArchiveError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        draft.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Archive:
    """A file that was found whole."""

    path: Path
    manifest: dict[str, Any]
    names: list[str] = field(default_factory=list)

    @contextmanager
    def member(self, name: str) -> Iterator[IO[bytes]]:
        with tarfile.open(self.path) as tar:
            found = tar.extractfile(name)
            assert found is not None
            yield found


def opened(path: Path) -> Archive:
    """Raises ArchiveError where it is no backup, is damaged, or was made by a later release."""
    try:
        _check_sum(path)
        with tarfile.open(path) as tar:
            names = [member.name for member in tar if member.isreg()]
            file = tar.extractfile(MANIFEST)
            manifest = json.load(file) if file else {}
    except OSError as error:
        raise ArchiveError(f"{path} cannot be read: {error.strerror}.") from error
    except (tarfile.TarError, KeyError, ValueError) as error:
        raise ArchiveError(f"{path} is no backup of this program.") from error
    if manifest.get("format") != FORMAT:
        raise ArchiveError(f"{path} was made by a later release: restore it with that one.")
    stray = [name for name in names if name not in {DUMP, MANIFEST} and not _safe(name)]
    if stray or set(manifest["files"]) != set(names) - {MANIFEST}:
        raise ArchiveError(f"{path} does not hold what its manifest says.")
    return Archive(path, manifest, names)


def _check_sum(path: Path) -> None:
    """Reads it all once: a backup that is damaged must be known before the first row is written."""
    left, total = path.stat().st_size - _LENGTH, hashlib.sha256()
    with path.open("rb") as file:
        while left > 0:
            data = file.read(min(CHUNK, left))
            if not data:
                break
            total.update(data)
            left -= len(data)
        trailer = file.read()
    if trailer != _TRAILER + total.hexdigest().encode() + b"\n":
        raise ArchiveError(
            f"{path} is damaged, cut short or no backup of this program: its checksum does not fit. "
            "Nothing was restored."
        )


def _safe(name: str) -> bool:
    """Below `files/` and nowhere else."""
    path = PurePosixPath(name)
    return name.startswith(FILES) and not path.is_absolute() and ".." not in path.parts
