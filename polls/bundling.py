"""The bundle of a result: a zip of plain files, each line of a list chained to the one before, all signed.

The same content gives the same bytes. How it is built is said again in `polls.verifying.reading`, which checks
it with code of its own.
"""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from polls.stating import Lines, as_json

FORMAT = "teilhabe-result-1"
HEADS = {
    "receipts.csv": ["receipt"],
    "ballots.csv": ["ballot"],
    "ballots-full.csv": ["receipt", "ballot"],
    "answers.csv": ["option", "answer"],
}
EPOCH = (1980, 1, 1, 0, 0, 0)


def pack(
    poll: Mapping[str, Any],
    result: Mapping[str, Any],
    lists: Mapping[str, Lines],
    *,
    readme: str,
    public_key: str,
    sign: Callable[[bytes], bytes],
    more: Mapping[str, bytes] | None = None,
) -> bytes:
    """`poll` and `result` as `polls.stating` gives them; `more` are further files to sign with the rest."""
    description = as_json({"format": FORMAT, **poll})
    files = {
        "LIESMICH.txt": readme.encode(),
        "poll.json": description,
        "result.json": as_json(result),
        **(more or {}),
    }
    chains = {}
    for name, lines in lists.items():
        files[name], chains[name] = _chained(description, name, lines)
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    manifest = as_json({"public_key": public_key, "files": hashes, "chains": chains})
    files["manifest.json"] = manifest
    files["signature.txt"] = sign(manifest).hex().encode() + b"\n"
    return _zip(files)


def _chained(description: bytes, name: str, lines: Lines) -> tuple[bytes, str]:
    """The file, and the last link. The first hangs on the description."""
    last = hashlib.sha256(hashlib.sha256(description).digest() + name.encode()).hexdigest()
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(["number", *HEADS[name], "link"])
    for place, line in enumerate(lines, 1):
        last = _link(last, [str(place), *line])
        writer.writerow([place, *line, last])
    return text.getvalue().encode(), last


def _link(last: str, fields: list[str]) -> str:
    text = json.dumps([last, *fields], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _zip(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, EPOCH), files[name], zipfile.ZIP_DEFLATED)
    return packed.getvalue()
