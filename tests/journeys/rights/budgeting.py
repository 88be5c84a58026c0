from tests.journeys.rights.roles import EDITORS, EVERYBODY, PEOPLE

THINGS = {"budget_id": "1", "milestone_id": "1"}
"""The first budget of the demo city is over and being built, and so is its first project."""
READING: dict[str, set[str]] = {
    "/api/v1/budgets": EVERYBODY,
    "/api/v1/budgets/{budget_id}": EVERYBODY,
    "/budgets/{budget_id}": EVERYBODY,
    "/budgets/{budget_id}/check": EDITORS,
    "/budgets/{budget_id}/check/{project_id}": EDITORS,
    "/budgets/{budget_id}/projects/{project_id}": EVERYBODY,
    "/budgets/{budget_id}/result.csv": EVERYBODY,
    "/budgets/{budget_id}/result.pb": EVERYBODY,
    "/consultations/{slug}/budget": EVERYBODY,
    "/consultations/{slug}/budget/new": EDITORS,
}
WRITING: dict[str, set[str]] = {
    "/budgets/{budget_id}/ballot": PEOPLE,
    "/budgets/{budget_id}/check/{project_id}/assignment": EDITORS,
    "/budgets/{budget_id}/check/{project_id}/finding": EDITORS,
    "/budgets/{budget_id}/projects/{project_id}/milestones": EDITORS,
    "/budgets/{budget_id}/projects/{project_id}/milestones/{milestone_id}": EDITORS,
    "/budgets/{budget_id}/vote": EDITORS,
    "/consultations/{slug}/budget": EDITORS,
}
