"""Where a person may be sent on to: only within our own site."""

from urllib.parse import urlsplit


def local_path(wanted: object, otherwise: str = "/") -> str:
    """A path of ours, or `otherwise`: two slashes, a backslash or a control character hide another host."""
    text = str(wanted or "")
    if not text.startswith("/") or text.startswith(("//", "/\\")) or "\\" in text or not text.isprintable():
        return otherwise
    parts = urlsplit(text)
    return otherwise if parts.scheme or parts.netloc else text
