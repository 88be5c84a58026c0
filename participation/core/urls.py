"""Addresses: where a person may be sent on to, and what a title looks like in one."""

import re
import unicodedata
from urllib.parse import quote, urlsplit


def local_path(wanted: object, otherwise: str = "/") -> str:
    """A path of ours, or `otherwise`: two slashes, a backslash or a control character hide another host."""
    text = str(wanted or "")
    if not text.startswith("/") or text.startswith(("//", "/\\")) or "\\" in text or not text.isprintable():
        return otherwise
    parts = urlsplit(text)
    return otherwise if parts.scheme or parts.netloc else text


def with_next(path: str, next_: str) -> str:
    """`path` with the way on from there, where there is one."""
    return f"{path}?next={quote(next_, safe='/')}" if next_ else path


_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def slug_of(title: str, most: int = 60) -> str:
    """Small letters, figures and hyphens; empty where nothing of the title can be said so."""
    spelled = title.casefold().translate(_SPELLED)
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:most].strip("-")
