from tests.journeys.rights.roles import EVERYBODY

READING: dict[str, set[str]] = {
    "/api/v1/consultations": EVERYBODY,
    "/api/v1/consultations/{slug}": EVERYBODY,
    "/beteiligungen": EVERYBODY,
    "/consultations": EVERYBODY,
    "/consultations/{slug}": EVERYBODY,
}
