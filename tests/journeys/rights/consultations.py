from tests.journeys.rights.roles import EDITORS, EVERYBODY

READING: dict[str, set[str]] = {
    "/districts.geojson": EVERYBODY,
    "/api/v1/consultations": EVERYBODY,
    "/api/v1/consultations/{slug}": EVERYBODY,
    "/beteiligungen": EVERYBODY,
    "/consultations": EVERYBODY,
    "/consultations/desk": EDITORS,
    "/consultations/desk/new": EDITORS,
    "/consultations/{slug}": EVERYBODY,
    "/consultations/{slug}/dates.ics": EVERYBODY,
    "/consultations/{slug}/edit": EDITORS,
    "/consultations/{slug}/edit/board": EDITORS,
    "/consultations/{slug}/edit/frame": EDITORS,
    "/consultations/{slug}/edit/phases": EDITORS,
    "/consultations/{slug}/news.atom": EVERYBODY,
    "/consultations/{slug}/poster": EVERYBODY,
}
WRITING: dict[str, set[str]] = {
    "/consultations": EDITORS,
    "/consultations/{slug}/edit": EDITORS,
    "/consultations/{slug}/edit/frame": EDITORS,
    "/consultations/{slug}/edit/phases": EDITORS,
    "/consultations/{slug}/edit/preview": EDITORS,
    "/consultations/{slug}/publication": EDITORS,
    "/consultations/{slug}/archival": EDITORS,
    "/consultations/{slug}/archival/withdraw": EDITORS,
    "/consultations/{slug}/deletion": EDITORS,
    "/consultations/{slug}/news": EDITORS,
    "/consultations/{slug}/news/{number}/removal": EDITORS,
    "/consultations/{slug}/dates": EDITORS,
    "/consultations/{slug}/dates/{number}/cancellation": EDITORS,
    "/consultations/{slug}/documents": EDITORS,
    "/consultations/{slug}/documents/{number}/removal": EDITORS,
}
NOT_TRIED = {
    "/consultations/{slug}/news/{number}/removal": "might take a news of the demo city",
    "/consultations/{slug}/dates/{number}/cancellation": "might cancel a date of the demo city",
    "/consultations/{slug}/documents/{number}/removal": "might take a document of the demo city",
    "/consultations/{slug}/edit/frame": "would empty the contact of the demo city",
    "/consultations/{slug}/edit/phases": "would take away what comes",
    "/consultations/{slug}/archival": "would close the consultation for all tests",
}
