"""Who may call what, one module for each package; `tests/journeys/test_rights.py` tries every role on every route.

`READING` and `WRITING` name who is let in. `SECRET` and `SECRET_WRITING` answer 404 to everybody who guesses.
`NOT_TRIED` is allowed, and destructive: only the refusals are tried. `THINGS` fills placeholders of the package.
"""

import pkgutil
from importlib import import_module
from typing import Any

MODULES = [import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]


def declared(name: str) -> Any:
    """What all modules say under this name, as one; a route stands in one module only."""
    parts = [getattr(module, name) for module in MODULES if hasattr(module, name)]
    merged = {key: value for part in parts if isinstance(part, dict) for key, value in part.items()}
    if merged:
        assert len(merged) == sum(len(part) for part in parts), f"{name} declares a route twice"
        return merged
    return set().union(*parts)
