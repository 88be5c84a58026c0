from tests.journeys.rights.roles import EVERYBODY

NOBODY_ELSE: set[str] = set()
"""Only who wrote the comment, and that is none of the cast that tries."""

READING: dict[str, set[str]] = {
    "/comments/{comment_id}": EVERYBODY,
    "/comments/{comment_id}/edit": NOBODY_ELSE,
}
WRITING: dict[str, set[str]] = {
    "/comments/{comment_id}/edit": NOBODY_ELSE,
}
