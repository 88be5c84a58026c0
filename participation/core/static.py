"""The built style, scripts and fonts, served from memory under hashed names.

Litestar's own static files answer 200 to If-None-Match, send no Cache-Control and compress at each request.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from litestar import asgi
from litestar.exceptions import MethodNotAllowedException, NotFoundException
from litestar.types import Receive, Scope, Send

from participation.core.paths import STATIC

PREFIX = "/static/"
BUILD = STATIC / "build"
FOREVER = "public, max-age=31536000, immutable"
A_DAY = "public, max-age=86400"
ENCODINGS = {"br": ".br", "gzip": ".gz"}
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class File:
    """`bodies` by content coding; "" is the plain one and always there."""

    type: str
    etag: str
    bodies: dict[str, bytes]


@cache
def manifest() -> dict[str, str]:
    """Name in the sources → hashed name. Empty before the first build."""
    try:
        names: dict[str, str] = json.loads((BUILD / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return names


def static_url(name: str) -> str:
    """Before the first build the plain name: pages then lack their style, but say what they have to say."""
    return PREFIX + manifest().get(name, name)


@cache
def files() -> dict[str, File]:
    """Hashed name → file. Nothing outside the manifest can be asked for, so no path is ever joined."""
    return {hashed: _read(BUILD / hashed) for hashed in manifest().values()}


def _read(path: Path) -> File:
    bodies = {"": path.read_bytes()}
    for coding, suffix in ENCODINGS.items():
        twin = path.with_name(path.name + suffix)
        if twin.is_file():
            bodies[coding] = twin.read_bytes()
    return File(
        TYPES.get(path.suffix, "application/octet-stream"), f'"{path.stem.rpartition(".")[2]}"', bodies
    )


@asgi("/static", is_mount=True, copy_scope=True)
async def static_files(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001  # the shape of ASGI
    name = str(scope["path"]).strip("/").removeprefix("static/")
    await _answer(files().get(name), FOREVER, scope, send)


@asgi("/favicon.ico", copy_scope=True)
async def favicon(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001  # the shape of ASGI
    """Browsers ask for this address unasked; they take an SVG as well."""
    await _answer(files().get(manifest().get("favicon.svg", "")), A_DAY, scope, send)


async def _answer(file: File | None, caching: str, scope: Scope, send: Send) -> None:
    method = scope.get("method")
    if file is None:
        raise NotFoundException
    if method not in {"GET", "HEAD"}:
        raise MethodNotAllowedException(headers={"allow": "GET, HEAD"})
    asked = {name: value.decode("latin-1") for name, value in scope["headers"]}
    coding = _coding(asked.get(b"accept-encoding", ""), file.bodies)
    # The codings are different bytes, so each has a tag of its own.
    etag = file.etag if not coding else f'{file.etag[:-1]}-{coding}"'
    headers = [(b"cache-control", caching.encode()), (b"etag", etag.encode()), (b"vary", b"accept-encoding")]
    if _matches(asked.get(b"if-none-match", ""), etag):
        await _send(send, 304, headers, b"")
        return
    body = file.bodies[coding]
    headers += [
        (b"content-type", file.type.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"x-content-type-options", b"nosniff"),
    ]
    if coding:
        headers.append((b"content-encoding", coding.encode()))
    await _send(send, 200, headers, body if method == "GET" else b"")


def _coding(accepted: str, there: Iterable[str]) -> str:
    """The smallest coding that the browser takes and we have."""
    taken = {part.partition(";")[0].strip().lower() for part in accepted.split(",") if not _refused(part)}
    return next((coding for coding in ENCODINGS if coding in taken and coding in there), "")


def _refused(part: str) -> bool:
    weight = part.partition(";")[2].strip().lower().replace(" ", "")
    return weight.startswith("q=0") and not weight[3:].strip(".0")


def _matches(if_none_match: str, etag: str) -> bool:
    tags = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
    return etag in tags or "*" in tags


async def _send(send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    start: Any = {"type": "http.response.start", "status": status, "headers": headers}
    await send(start)
    await send({"type": "http.response.body", "body": body, "more_body": False})
