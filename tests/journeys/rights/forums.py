from tests.journeys.rights.roles import ANSWERING, CHAIR, CLERK, EVERYBODY, MODERATORS, PEOPLE

READING: dict[str, set[str]] = {
    "/buergerforum": EVERYBODY,
    "/forums": EVERYBODY,
    "/forums/{slug}": EVERYBODY,
    "/forums/{slug}/chair": CHAIR,
    "/forums/{slug}/desk": CLERK,
    "/forums/{slug}/messages/{message_id}": EVERYBODY,
    "/forums/{slug}/minutes": EVERYBODY,
    "/forums/{slug}/questions": EVERYBODY,
    "/forums/{slug}/requests/mine": PEOPLE,
    "/forums/{slug}/screen": EVERYBODY,
}
WRITING: dict[str, set[str]] = {
    "/forums/{slug}/agenda/back": CHAIR,
    "/forums/{slug}/agenda/next": CHAIR,
    "/forums/{slug}/breaks": CHAIR,
    "/forums/{slug}/breaks/ending": CHAIR,
    "/forums/{slug}/chat-rule": CHAIR | CLERK | MODERATORS,
    "/forums/{slug}/closing": CHAIR,
    "/forums/{slug}/desk/presence": CLERK,
    "/forums/{slug}/desk/requests": CLERK,
    "/forums/{slug}/incidents": CHAIR | CLERK,
    "/forums/{slug}/incidents/{incident_id}/ending": CHAIR | CLERK,
    "/forums/{slug}/messages": PEOPLE,
    "/forums/{slug}/opening": CHAIR,
    "/forums/{slug}/questions": PEOPLE,
    "/forums/{slug}/questions/{question_id}/answer": ANSWERING,
    "/forums/{slug}/questions/{question_id}/owed": ANSWERING,
    "/forums/{slug}/questions/{question_id}/state": CHAIR | CLERK,
    "/forums/{slug}/questions/{question_id}/support": PEOPLE,
    "/forums/{slug}/questions/{question_id}/support/withdraw": PEOPLE,
    "/forums/{slug}/requests": PEOPLE,
    "/forums/{slug}/requests/{request_id}/withdrawal": PEOPLE,
    "/forums/{slug}/speaker-list": CHAIR,
    "/forums/{slug}/speaker-list/moves": CHAIR,
    "/forums/{slug}/speeches": CHAIR,
    "/forums/{slug}/speeches/{speech_id}/ending": CHAIR,
    "/forums/{slug}/speeches/{speech_id}/extension": CHAIR,
    "/forums/{slug}/speeches/{speech_id}/stop": CHAIR,
    "/forums/{slug}/speeches/{speech_id}/withdrawal": CHAIR,
}
NOT_TRIED = {
    "/forums/{slug}/agenda/back": "would move the evening for all tests",
    "/forums/{slug}/agenda/next": "would move the evening for all tests",
    "/forums/{slug}/closing": "would end the evening for all tests",
}
THINGS = {
    "incident_id": "999999",
    "question_id": "999999",
    "request_id": "999999",
    "speech_id": "999999",
}
