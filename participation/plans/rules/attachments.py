"""Files that come with a statement: how many, how large, under which name."""

import hashlib
import re
from dataclasses import dataclass

MOST = 3
MEGABYTES = 7
"""Of one file; with MOST of them a request stays below what pictures may bring."""
NAME_MAX = 80
PDF = "application/pdf"
ENDINGS = {PDF: ".pdf", "image/webp": ".webp"}
_UNFIT = re.compile(r"[^\w .,()+&-]|^\.+")


@dataclass(frozen=True, slots=True)
class File:
    """As it is stored: a picture drawn anew, a PDF byte by byte."""

    name: str
    media_type: str
    body: bytes

    @property
    def sha256(self) -> bytes:
        return hashlib.sha256(self.body).digest()


def is_pdf(data: bytes) -> bool:
    """By its first and its last words; what is in it, only the reader's program will know."""
    return data.startswith(b"%PDF-") and b"%%EOF" in data[-2048:]


def shown_name(name: str, media_type: str) -> str:
    """The name without folders and without signs that a file system takes for something else, with its true ending."""
    last = re.split(r"[/\\]", name)[-1]
    stem = " ".join(_UNFIT.sub("", last.rpartition(".")[0] or last).split())[: NAME_MAX - 5].strip(" .")
    return (stem or "anlage") + ENDINGS[media_type]
