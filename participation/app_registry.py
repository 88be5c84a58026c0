"""The packages with tables, lowest first: migrations run in this order."""

from importlib.util import find_spec


def _there(name):
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


APPS = tuple(
    a
    for a in (
        "participation.core.piccolo_app",
        "participation.accounts.piccolo_app",
        "participation.consultations.piccolo_app",
        "moderation.piccolo_app",
        "participation.discussion.piccolo_app",
        "proposals.piccolo_app",
        "participation.forums.piccolo_app",
        "participation.home.piccolo_app",
    )
    if _there(a)
)
