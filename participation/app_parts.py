"""Which packages make up the product, and how their parts are found: by the name of the file."""

from importlib import import_module
from types import ModuleType
from typing import Any

PACKAGES = (
    "participation.accounts",
    "participation.notifications",
    "participation.consultations",
    "moderation",
    "participation.discussion",
    "proposals",
    "polls",
    "participation.plans",
    "participation.budgeting",
    "participation.forums",
    "participation.home",
)


def modules(name: str) -> list[ModuleType]:
    """`<package>/<name>.py` of every package that has one."""
    found = []
    for package in PACKAGES:
        try:
            found.append(import_module(f"{package}.{name}"))
        except ModuleNotFoundError as error:
            if error.name != f"{package}.{name}":
                raise
    return found


def routes(name: str) -> list[Any]:
    return [route for module in modules(name) for route in getattr(module, "ROUTES", [])]


def load_jobs() -> None:
    """Imported for their effect: they register handlers, timed work and kinds."""
    modules("content")
    modules("jobs")
