"""Reports, decisions and appeals: what waits in the queue and what has been decided."""

from datetime import datetime
from functools import partial
from typing import Any

from moderation import actions, reports
from moderation.forms import DecisionDraft, ReportDraft
from moderation.handover import hand_over
from moderation.premoderation import CONSULTATION, set_place
from moderation.rules import Action, Finding, Reason
from moderation.watch_rules import save_watch
from moderation.watching import Watch
from participation.core import kinds
from participation.tools.demo.city import City
from participation.tools.demo.content import read
from proposals import actions as proposals
from proposals.forms import NewProposal


async def prepare(city: City) -> None:
    for row in read("moderation")["held"]:
        await city.prepare(row["body"])


def plan(city: City) -> None:
    content, note, ago = read("moderation"), city.diary.note, city.present.ago
    for row in content["first"]:
        note(ago(hours=row["hours"]), partial(_begin_reading, city, row))
    for row in content["held"]:
        note(ago(hours=row["hours"]), partial(_propose, city, row))
    for row in content["handover"]:
        note(ago(hours=row["hours"]), partial(_hand_over, city, row))
    for row in content["watch"]:
        note(ago(hours=0), partial(_watch, city, row))
    rule_for = {reason: rule["slug"] for rule in read("city")["rule"] for reason in rule["reasons"]}
    for case in read("moderation")["case"]:
        _Case(city, case, rule_for).plan()


async def _begin_reading(city: City, row: dict[str, Any]) -> None:
    person = city.people[row["by"]].id
    if "forum" in row:
        await set_place("forum", city.forums[row["forum"]], on=True, person=person)
    else:
        await set_place(CONSULTATION, city.consultations[row["consultation"]], on=True, person=person)


async def _propose(city: City, row: dict[str, Any]) -> None:
    sent = NewProposal(row["title"], row["body"], None, None, "")
    consultation = city.consultations[row["consultation"]]
    await proposals.create(city.people[row["author"]], consultation, sent, city.rendered(row["body"]))


async def _hand_over(city: City, row: dict[str, Any]) -> None:
    await hand_over(city.people[row["giver"]].id, city.people[row["taker"]].id, row["text"])


async def _watch(city: City, row: dict[str, Any]) -> None:
    watch = Watch(0, row["pattern"], row["is_link"], Reason(row["reason"]))
    await save_watch(watch, person=city.people[row["by"]].id)


class _Case:
    """One case with its id, which the first report brings."""

    def __init__(self, city: City, row: dict[str, Any], rule_for: dict[str, str]) -> None:
        self.city, self.row, self.id = city, row, 0
        decision = row.get("decision", {})
        self.rule: str = decision.get("rule") or rule_for[row["report"][0]["reason"]]

    def plan(self) -> None:
        note, row, ago = self.city.diary.note, self.row, self._ago
        for report in row["report"]:
            note(ago(report), partial(self._report, report))
        if row["state"] == "claimed":
            note(self.city.present.now, self._claim)
        if "decision" in row:
            action = Action(row["decision"]["action"])
            note(ago(row["decision"]), partial(self._decide, row["decision"], action))
        if "appeal" in row:
            note(ago(row["appeal"]), self._appeal)
        if "second" in row:
            note(ago(row["second"]), partial(self._decide, row["second"], Action.KEEP))

    async def _report(self, report: dict[str, Any]) -> None:
        card = await kinds.card(self.row["kind"], self._target())
        if card is None:
            raise LookupError(self.row["key"])
        reason, text = Reason(report["reason"]), self.city.present.dated(report.get("text", ""))
        if report["by"] == "system":
            if "about" in report:
                text = f"/proposals/{self.city.proposals[report['about']]}"
            filed = await reports.raise_case(card, reason, text, Finding(report["finding"]))
        else:
            reporter = self.city.people.get(report["by"])
            person = reporter.id if reporter else None
            draft = ReportDraft(reason, text, None, None)
            filed = await reports.report(card, draft, person=person, locale="de")
        self.id = filed.case_id

    def _target(self) -> int:
        kind, key, city = self.row["kind"], self.row["target"], self.city
        if kind == "profile":
            return city.people[key].id
        return {"proposal": city.proposals, "comment": city.comments, "message": city.messages}[kind][key]

    async def _claim(self) -> None:
        await actions.claim(self.id, self.city.people[self.row["claimed_by"]].id)

    async def _decide(self, decision: dict[str, Any], action: Action) -> None:
        draft = DecisionDraft(action, self.rule, decision["reason"])
        await actions.decide(self.id, draft, person=self.city.people[decision["by"]].id)

    async def _appeal(self) -> None:
        await actions.appeal(self.id, self.row["appeal"]["text"])

    def _ago(self, row: dict[str, Any]) -> datetime:
        return self.city.present.ago(hours=row.get("hours", 0), minutes=row.get("minutes", 0))
