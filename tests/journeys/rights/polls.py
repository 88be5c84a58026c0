from tests.journeys.rights.roles import EDITORS, EVERYBODY, PEOPLE

READING: dict[str, set[str]] = {
    "/consultations/{slug}/polls": EVERYBODY,
    "/polls": EVERYBODY,
    "/polls/{poll_id}": EVERYBODY,
    "/polls/{poll_id}/receipts": EVERYBODY,
    "/polls/{poll_id}/receipt": EVERYBODY,
    "/polls/{poll_id}/receipt.txt": EVERYBODY,
    "/polls/{poll_id}/recount": EVERYBODY,
    "/polls/{poll_id}/bundle.zip": EVERYBODY,
    "/polls/{poll_id}/integrity": EVERYBODY,
    "/polls/verify.py": EVERYBODY,
    "/polls/key": EVERYBODY,
    "/polls/{poll_id}/result.csv": EVERYBODY,
}
WRITING: dict[str, set[str]] = {
    "/polls/{poll_id}/ballot": PEOPLE,
    "/polls/{poll_id}/closing": EDITORS,
    "/polls/{poll_id}/check": EVERYBODY,
}
