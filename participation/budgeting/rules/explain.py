"""Why each project is built or not, as steps that `participation.budgeting.wording` puts into words."""

from participation.budgeting.rules.greedy import by_score
from participation.budgeting.rules.shape import BudgetResult, Verdict
from polls.ballots.shape import Step, Value


def explain(result: BudgetResult) -> list[Step]:
    """The whole count in its order: what there was, what was chosen when, what was not and why."""
    chosen = [result.verdicts[project] for project in result.winners]
    others = sorted((one for one in result.verdicts.values() if not one.place), key=by_score)
    rest = result.budget - sum(one.cost for one in chosen if one.by == "shares")
    steps = [_begin(result)]
    for one in chosen:
        if one.by == "rest" and steps[-1].key != "rest-chosen":
            steps.append(Step("rest-begins", {"rest": rest}))
        steps.append(_chosen(one))
    left = Step("left-over", {"spent": result.spent, "rest": result.budget - result.spent})
    return [*steps, left, *(_refused(result, one) for one in others)]


def why(result: BudgetResult, project: str) -> list[Step]:
    """For the page of one project: how many wanted it, and what followed."""
    one = result.verdicts[project]
    support = Step(
        "support", {"project": project, "supporters": one.supporters, "score": one.score, "cost": one.cost}
    )
    if one.by == "rest":
        return [support, _refusal(one), _chosen(one)]
    return [support, _chosen(one) if one.place else _refused(result, one)]


def _begin(result: BudgetResult) -> Step:
    if result.rule == "greedy":
        return Step("budget", {"budget": result.budget, "voters": result.voters})
    return Step("budget-shared", {"budget": result.budget, "voters": result.voters, "share": result.share})


def _chosen(one: Verdict) -> Step:
    if one.by == "shares":
        price: dict[str, Value] = {"price": one.price, "payers": one.payers, "supporters": one.supporters}
        return Step("bought", {"project": one.project, "cost": one.cost, **price})
    return Step(f"{one.by}-chosen", {"project": one.project, "score": one.score, "cost": one.cost})


def _refused(result: BudgetResult, one: Verdict) -> Step:
    if not one.supporters:
        return Step("nobody-wanted", {"project": one.project})
    if one.cost > result.budget:
        return Step("too-dear", {"project": one.project, "cost": one.cost, "budget": result.budget})
    if result.rule == "greedy":
        values = {"project": one.project, "cost": one.cost, "had": one.had, "missing": one.missing}
        return Step("no-room", {**values, "more": one.more or 0})
    return _refusal(one)


def _refusal(one: Verdict) -> Step:
    values = {"project": one.project, "cost": one.cost, "had": one.had, "missing": one.missing}
    return Step("not-enough", {**values, "more": one.more or 0})
