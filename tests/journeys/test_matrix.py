"""Route, role, phase and state of proposals and comments: every cell is declared in `matrix/table.py` and asked for."""

import os
import re

from tests.journeys.matrix import table
from tests.journeys.matrix.stage import build
from tests.journeys.matrix.walk import answers


def _routes() -> set[str]:
    """What the packages serve, with the method; what names no consultation, proposal, comment or picture has no state."""
    os.environ.setdefault("PARTICIPATION_DATA_DIR", "/nowhere")
    from participation.app import litestar_app

    found = set()
    for route in litestar_app().routes:
        path = re.sub(r"\{(\w+):\w+\}", r"{\1}", route.path)
        for handler in getattr(route, "route_handlers", ()):
            package = getattr(handler.fn, "__module__", "")
            if "{" in path and package.startswith(("proposals.", "participation.discussion.")):
                found |= {f"{method} {path}" for method in handler.http_methods if method in {"GET", "POST"}}
    return found


def test_every_route_of_proposals_and_comments_is_declared():
    assert set(table.ROUTES) == _routes()


async def test_every_cell_answers_as_declared(people):
    declared = table.cells()
    found = await answers(people, table.ROUTES, await build(people))
    assert set(found) - set(declared) == set(), "undeclared"
    assert set(declared) - set(found) == set(), "declared, and there is no such cell"
    wrong = {
        " ".join(cell): f"{mark}, declared {declared[cell]}"
        for cell, mark in found.items()
        if mark != declared[cell]
    }
    assert not wrong, f"{len(wrong)} cells"
