from tests.journeys.rights.roles import CLERK, EDITORS, EVERYBODY, PEOPLE

HANDLING = CLERK | EDITORS
READING: dict[str, set[str]] = {
    "/competence": EVERYBODY,
    "/districts/{district}/forums.ics": EVERYBODY,
    "/forums.ics": EVERYBODY,
    "/forums/new": EDITORS,
    "/forums/{slug}/agenda": EVERYBODY,
    "/forums/{slug}/calendar.ics": EVERYBODY,
    "/forums/{slug}/setup": EDITORS,
    "/forums/{slug}/topics": EVERYBODY,
    "/forums/{slug}/topics/new": PEOPLE,
    "/forums/{slug}/topics/rules": EDITORS,
    "/forums/{slug}/topics/work": HANDLING,
    "/topics/{topic_id}": EVERYBODY,
    "/topics/{topic_id}/work": HANDLING,
}
WRITING: dict[str, set[str]] = {
    "/competence": EDITORS,
    "/competence/{body_id}/removal": EDITORS,
    "/forums": EDITORS,
    "/forums/{slug}/agenda/publication": EDITORS,
    "/forums/{slug}/cancellation": EDITORS,
    "/forums/{slug}/cancellation/withdrawal": EDITORS,
    "/forums/{slug}/publication": EDITORS,
    "/forums/{slug}/sections": EDITORS,
    "/forums/{slug}/sections/{section_id}/move": EDITORS,
    "/forums/{slug}/sections/{section_id}/removal": EDITORS,
    "/forums/{slug}/setup": EDITORS,
    "/forums/{slug}/topics": PEOPLE,
    "/forums/{slug}/topics/entries": HANDLING,
    "/forums/{slug}/topics/rules": EDITORS,
    "/topics/{topic_id}/acceptance": HANDLING,
    "/topics/{topic_id}/merging": HANDLING,
    "/topics/{topic_id}/move": HANDLING,
    "/topics/{topic_id}/refusal": HANDLING,
    "/topics/{topic_id}/reopening": HANDLING,
    "/topics/{topic_id}/same-matter": HANDLING,
    "/topics/{topic_id}/statement": HANDLING,
    "/topics/{topic_id}/wish": PEOPLE,
    "/topics/{topic_id}/withdrawal": PEOPLE,
}
THINGS = {"body_id": "999999", "district": "nordstadt", "section_id": "999999", "topic_id": "1"}
