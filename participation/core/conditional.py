"""Files that readers ask for again and again: calendars, feeds. Who has the newest already gets an empty 304."""

import hashlib
from typing import Any

from litestar import Response

from participation.core.pages import AnyRequest


def conditional(request: AnyRequest, body: bytes, media_type: str, file: str = "") -> Response[Any]:
    """`file` is the name to keep it under; without one the browser shows it."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": "no-cache", "vary": "Cookie"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(content=b"", status_code=304, headers=headers)
    if file:
        headers["content-disposition"] = f'attachment; filename="{file}"'
    return Response(content=body, media_type=media_type, headers=headers)
