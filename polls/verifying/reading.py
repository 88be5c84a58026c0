"""A bundle as it lies there: its files, their hashes, the signature, and lines that hang together as a chain."""

import csv
import hashlib
import io
import json
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from polls.verifying.signature import signature_fits
from polls.verifying.words import Finding

FORMAT = "teilhabe-result-1"
LARGEST = 2**30
SIGNED = {"manifest.json", "signature.txt"}
NEEDED = ("LIESMICH.txt", "poll.json", "result.json", "receipts.csv")
COLUMNS = {
    "receipts.csv": ["number", "receipt", "link"],
    "ballots.csv": ["number", "ballot", "link"],
    "ballots-full.csv": ["number", "receipt", "ballot", "link"],
    "answers.csv": ["number", "option", "answer", "link"],
}


@dataclass
class Bundle:
    """`lines`: name of a list → its lines without number and link."""

    files: dict[str, bytes]
    findings: list[Finding] = field(default_factory=list)
    poll: dict[str, Any] = field(default_factory=dict)
    result: dict[str, Any] = field(default_factory=dict)
    manifest: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, list[list[str]]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return str(self.manifest.get("public_key", ""))

    def wrong(self, finding: str, /, **values: Any) -> None:
        self.findings.append(Finding(finding, values))


def read_files(path: Path) -> dict[str, bytes]:
    """Of a zip, or of a folder into which somebody has unpacked it; ValueError or OSError where it is neither.

    Beside the unpacked files may lie the zip they come from and this program.
    """
    if path.is_dir():
        beside = {one for one in path.iterdir() if one.suffix == ".zip" or one.name == "verify.py"}
        return {
            one.name: one.read_bytes()
            for one in sorted(path.iterdir())
            if one.is_file() and one not in beside
        }
    return files_of_zip(path.read_bytes())


def files_of_zip(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = packed.namelist()
            if len(names) != len(set(names)) or sum(one.file_size for one in packed.infolist()) > LARGEST:
                raise ValueError("names twice, or too large")
            return {name: packed.read(name) for name in names}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise ValueError(str(error)) from error


def open_bundle(files: dict[str, bytes], city_key: str = "") -> Bundle:
    """All that can be said before counting."""
    bundle = Bundle(files)
    try:
        bundle.poll = json_object(files, "poll.json")
        bundle.result = json_object(files, "result.json")
        bundle.manifest = json_object(files, "manifest.json")
        check_files(bundle)
        check_signature(bundle, city_key)
        for name in COLUMNS:
            if name in files:
                bundle.lines[name] = read_list(bundle, name)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        bundle.wrong("unreadable", reason=f"{type(error).__name__} {error}"[:200])
    return bundle


def json_object(files: dict[str, bytes], name: str) -> dict[str, Any]:
    if name not in files:
        raise ValueError(f"{name} is missing")
    found = json.loads(files[name].decode())
    if not isinstance(found, dict):
        raise TypeError(f"{name} is no object")
    return found


def check_files(bundle: Bundle) -> None:
    listed = bundle.manifest["files"]
    for name in sorted({*listed, *NEEDED} - set(bundle.files)):
        bundle.wrong("file-missing", name=name)
    for name in sorted(set(bundle.files) - set(listed) - SIGNED):
        bundle.wrong("file-foreign", name=name)
    for name in sorted(set(listed) & set(bundle.files)):
        if hashlib.sha256(bundle.files[name]).hexdigest() != listed[name]:
            bundle.wrong("file-changed", name=name)
    if bundle.poll.get("format") != FORMAT:
        bundle.wrong("description-wrong", what="format")


def check_signature(bundle: Bundle, city_key: str) -> None:
    """Over `manifest.json` as it is, byte for byte; the manifest holds the hash of every other file."""
    try:
        key = bytes.fromhex(bundle.key)
        text = bundle.files.get("signature.txt", b"").decode()
        signature = bytes.fromhex(text)
        if text != signature.hex() + "\n":
            signature = b""
    except ValueError:
        key = signature = b""
    if not signature_fits(key, bundle.files["manifest.json"], signature):
        bundle.wrong("signature-wrong")
    if city_key and bundle.key != city_key:
        bundle.wrong("key-other", key=bundle.key[:80])


def chain_start(poll: bytes, name: str) -> str:
    """A list begins with the hash of the description: it cannot be hung below another question."""
    return hashlib.sha256(hashlib.sha256(poll).digest() + name.encode()).hexdigest()


def next_link(last: str, fields: list[str]) -> str:
    text = json.dumps([last, *fields], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def read_list(bundle: Bundle, name: str) -> list[list[str]]:
    """Each line holds the hash of the line before it and of itself, so none can be moved or left out."""
    rows = list(csv.reader(io.StringIO(bundle.files[name].decode("utf-8-sig"), newline=""), delimiter=";"))
    if not rows or rows[0] != COLUMNS[name]:
        raise ValueError(f"{name} has other columns")
    last, broken = chain_start(bundle.files["poll.json"], name), False
    lines: list[list[str]] = []
    for place, row in enumerate(rows[1:], 1):
        if len(row) != len(COLUMNS[name]):
            raise ValueError(f"{name}, line {place}: other columns")
        last = next_link(last, row[:-1])
        if not broken and (row[-1] != last or row[0] != str(place)):
            bundle.wrong("line-broken", name=name, line=place)
            broken = True
        if lines and lines[-1] > row[1:-1]:
            bundle.wrong("not-sorted", name=name, line=place)
        lines.append(row[1:-1])
    if bundle.manifest["chains"].get(name) != last:
        bundle.wrong("chain-end", name=name)
    return lines
