"""Pages whose address is a key."""

from typing import Any

from litestar import Response


def private(answer: Response[Any]) -> Response[Any]:
    """Kept by no cache, found by no search engine, told to no other site by the browser."""
    answer.headers["cache-control"] = "no-store"
    answer.headers["referrer-policy"] = "no-referrer"
    answer.headers["x-robots-tag"] = "noindex"
    return answer
