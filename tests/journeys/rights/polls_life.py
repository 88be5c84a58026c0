from tests.journeys.rights.roles import ADMINISTRATORS, CLERK, EDITORS, PEOPLE

READING: dict[str, set[str]] = {
    "/polls/manage": EDITORS,
    "/polls/new": EDITORS,
    "/polls/{poll_id}/codes": EDITORS,
    "/polls/{poll_id}/edit": EDITORS,
    "/polls/{poll_id}/paper": CLERK | EDITORS,
    "/polls/{poll_id}/paper/ballots": CLERK | EDITORS,
    "/polls/{poll_id}/questions/{number}": PEOPLE,
    "/polls/{poll_id}/review": PEOPLE,
    "/polls/{poll_id}/roll": EDITORS,
    "/verifications": CLERK | ADMINISTRATORS,
}
WRITING: dict[str, set[str]] = {
    "/polls": EDITORS,
    "/polls/{poll_id}/codes": EDITORS,
    "/polls/{poll_id}/codes/void": EDITORS,
    "/polls/{poll_id}/deletion": EDITORS,
    "/polls/{poll_id}/edit": EDITORS,
    "/polls/{poll_id}/membership": PEOPLE,
    "/polls/{poll_id}/outcome": EDITORS,
    "/polls/{poll_id}/paper/completion": CLERK | EDITORS,
    "/polls/{poll_id}/paper/sheets": CLERK | EDITORS,
    "/polls/{poll_id}/paper/voters": CLERK | EDITORS,
    "/polls/{poll_id}/paper/voters/withdrawal": CLERK | EDITORS,
    "/polls/{poll_id}/publication": EDITORS,
    "/polls/{poll_id}/publication/withdraw": EDITORS,
    "/polls/{poll_id}/answers": PEOPLE,
    "/polls/{poll_id}/questions": EDITORS,
    "/polls/{poll_id}/questions/{number}": PEOPLE,
    "/polls/{poll_id}/reminder": PEOPLE,
    "/polls/{poll_id}/reminder/withdraw": PEOPLE,
    "/polls/{poll_id}/roll": EDITORS,
    "/polls/{poll_id}/roll/clearing": EDITORS,
    "/verifications": CLERK | ADMINISTRATORS,
    "/verifications/{verification_id}/withdraw": CLERK | ADMINISTRATORS,
}
THINGS = {"verification_id": "999999"}
