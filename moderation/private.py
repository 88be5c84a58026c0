"""Pages whose address is a key."""

from typing import Any

from litestar import Response


def private(answer: Response[Any]) -> Response[Any]:
    """Kept by no cache, found by no search engine, told to nobody by the browser.

    The last policy that a browser knows counts: `strict-origin` names at most our own address, never the path.
    `no-referrer` alone would make browsers send `Origin: null` with the appeal, which we refuse everywhere.
    """
    answer.headers["cache-control"] = "no-store"
    answer.headers["referrer-policy"] = "no-referrer, strict-origin"
    answer.headers["x-robots-tag"] = "noindex"
    return answer
