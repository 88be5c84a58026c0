from tests.journeys.rights.roles import EVERYBODY

READING: dict[str, set[str]] = {
    "/comments/{comment_id}": EVERYBODY,
}
