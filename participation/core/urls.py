"""Where a person may be sent on to: only within our own site."""

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
