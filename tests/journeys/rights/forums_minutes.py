from tests.journeys.rights.roles import CHAIR, CLERK, EVERYBODY

READING: dict[str, set[str]] = {
    "/forums/{slug}/minutes.pdf": EVERYBODY,
    "/forums/{slug}/minutes/draft": CHAIR | CLERK,
    "/forums/{slug}/minutes/log": EVERYBODY,
    "/forums/{slug}/minutes/sentences/{key}": CLERK,
    "/forums/{slug}/minutes/versions/{number}": EVERYBODY,
    "/forums/{slug}/minutes/versions/{number}/changes": EVERYBODY,
    "/forums/{slug}/minutes/versions/{number}/text": EVERYBODY,
}
WRITING: dict[str, set[str]] = {
    "/forums/{slug}/minutes/head": CLERK,
    "/forums/{slug}/minutes/notes": CLERK,
    "/forums/{slug}/minutes/review": CLERK,
    "/forums/{slug}/minutes/sentences/{key}": CLERK,
    "/forums/{slug}/minutes/versions/{number}/publication": CHAIR | CLERK,
    "/forums/{slug}/minutes/versions/{number}/return": CHAIR | CLERK,
    "/forums/{slug}/minutes/versions/{number}/signature": CHAIR | CLERK,
}
NOT_TRIED = {
    "/forums/{slug}/minutes/head": "would empty the head of the demo city's draft",
    "/forums/{slug}/minutes/versions/{number}/signature": "whoever is let in still needs the right hand",
}
THINGS = {"key": "when"}
