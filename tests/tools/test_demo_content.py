"""The texts of the demo city hold together: the loader trusts every reference they make."""

import itertools
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from participation.plans.rules.texts import blocks

CONTENT = Path(__file__).parents[2] / "participation" / "tools" / "demo" / "content"
REASONS = {
    "illegal",
    "insult",
    "hate",
    "personal-data",
    "spam",
    "off-topic",
    "duplicate",
    "child-abuse",
    "other",
}
STATUSES = {"received", "examined", "answered", "accepted", "building", "done", "refused"}
LOGINS = {
    "alma": "citizen", "bora": "citizen", "carla": "moderator", "cem": "moderator", "dirk": "clerk",
    "edda": "chair", "konrad": "council", "emin": "editor", "ada": "administrator",
}  # fmt: skip
FILES = sorted(path.stem for path in CONTENT.glob("*.toml"))


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((CONTENT / f"{name}.toml").read_text(encoding="utf-8"))


def rows(name: str, table: str) -> list[dict[str, Any]]:
    return read(name)[table]


def keyed(name: str, table: str, key: str = "key") -> dict[str, dict[str, Any]]:
    found = rows(name, table)
    assert not [key for key, n in Counter(row[key] for row in found).items() if n > 1]
    return {row[key]: row for row in found}


def strings(value: Any, path: str = "") -> list[tuple[str, str]]:
    if isinstance(value, str):
        return [(path, value)]
    if isinstance(value, dict):
        return [found for key, inner in value.items() for found in strings(inner, f"{path}.{key}")]
    return [found for inner in value for found in strings(inner, path)] if isinstance(value, list) else []


PEOPLE = keyed("people", "person")
DISTRICTS = keyed("city", "district", "slug")
OFFICES = keyed("city", "office", "slug")
RULES = keyed("city", "rule", "slug")
CONSULTATIONS = keyed("consultations", "consultation", "slug")
PROPOSALS = keyed("proposals", "proposal")
COMMENTS = keyed("comments", "comment")
FORUMS = keyed("forums", "forum", "slug")
CASES = keyed("moderation", "case")
MESSAGES = {m["key"]: m for m in FORUMS["demo"]["message"] if "key" in m}


def test_all_files_are_there():
    assert {
        "budgets",
        "city",
        "comments",
        "consultations",
        "council",
        "forums",
        "moderation",
        "outcomes",
        "people",
        "plans",
        "polls",
        "proposals",
        "questionnaires",
    } == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_texts_use_the_quotation_marks_of_their_language(name):
    for path, text in strings(read(name)):
        opening, closing = ("“", "”") if path.endswith("_en") else ("„", "“")
        assert '"' not in text, (path, text)
        assert text.count(opening) == text.count(closing), (path, text)
        assert "'" not in text, (path, text)
        assert text.strip(), path
        assert all(re.fullmatch(r"\{day:-?\d+\}", found) for found in re.findall(r"\{[^}]*\}?", text)), (
            path,
            text,
        )


def test_the_nine_logins_have_their_roles():
    for key, role in LOGINS.items():
        assert PEOPLE[key]["email"] == f"{key}@example.org"
        assert PEOPLE[key]["roles"] == [role]
    assert {key for key, person in PEOPLE.items() if "email" in person} == set(LOGINS)


def test_people_live_and_work_somewhere():
    assert len(PEOPLE) >= 49
    assert not [name for name, n in Counter(p["name"] for p in PEOPLE.values()).items() if n > 1]
    for person in PEOPLE.values():
        assert person["district"] in DISTRICTS
        assert person.get("office", "beteiligung") in OFFICES


def test_the_city_is_complete():
    assert len(DISTRICTS) >= 6
    assert [rule["number"] for rule in RULES.values()] == list(range(1, len(RULES) + 1))
    assert sorted(reason for rule in RULES.values() for reason in rule["reasons"]) == sorted(REASONS)
    assert set(keyed("city", "page", "slug")) == {
        "imprint",
        "privacy",
        "accessibility",
        "contact",
        "rules",
        "help",
    }
    for row in [*RULES.values(), *rows("city", "step")]:
        assert row["title_en"]
        assert row["text_en"]


def test_phases_follow_each_other_and_never_overlap():
    for consultation in CONSULTATIONS.values():
        phases = consultation["phase"]
        assert {phase["kind"] for phase in phases} <= {
            "inform",
            "collect",
            "examine",
            "decide",
            "implement",
            "closed",
        }
        for before, after in itertools.pairwise(phases):
            assert before["start"] <= before["end"], consultation["slug"]
            assert after["start"] > before["end"], consultation["slug"]


def test_consultations_stand_where_they_were_promised():
    def today(slug: str) -> str | None:
        phases = CONSULTATIONS[slug]["phase"]
        return next((p["kind"] for p in phases if p["start"] <= 0 <= p.get("end", 0)), None)

    assert today("stadtgruen") == "collect"
    assert today("mobilitaet") == "examine"
    assert today("gueterbahnhof") is None
    assert CONSULTATIONS["gueterbahnhof"]["phase"][0]["start"] > 0
    assert today("spielplaetze") == "closed"


def test_consultations_name_known_places_people_and_proposals():
    for consultation in CONSULTATIONS.values():
        assert consultation["contact"] in OFFICES
        assert consultation["author"] in PEOPLE
        assert consultation.get("district", "nordstadt") in DISTRICTS
        for outcome in consultation.get("outcome", []):
            assert outcome["state"] in {"done", "building", "refused"}
            assert PROPOSALS[outcome["proposal"]]["supports"] == outcome["supporters"]
            assert PROPOSALS[outcome["proposal"]]["status"] == outcome["state"]


def test_proposals_are_many_and_refer_to_what_exists():
    counts = Counter(proposal["consultation"] for proposal in PROPOSALS.values())
    assert counts["stadtgruen"] >= 34
    assert counts["mobilitaet"] >= 18
    assert counts["spielplaetze"] >= 14
    assert len({proposal["title"] for proposal in PROPOSALS.values()}) == len(PROPOSALS)
    for proposal in PROPOSALS.values():
        categories = {row["slug"] for row in CONSULTATIONS[proposal["consultation"]]["category"]}
        assert proposal["category"] in categories, proposal["key"]
        assert proposal["district"] in DISTRICTS
        assert proposal["status"] in STATUSES
        assert len(proposal["title"]) <= 120
        assert 0 <= proposal["supports"] <= read("people")["crowd"]["count"]
        assert PEOPLE[proposal["author"]]["day"] <= proposal["day"] < 0


def test_proposals_were_made_while_proposals_were_taken():
    for proposal in PROPOSALS.values():
        phases = CONSULTATIONS[proposal["consultation"]]["phase"]
        collect = next(phase for phase in phases if phase["kind"] == "collect")
        assert collect["start"] <= proposal["day"] <= collect["end"], proposal["key"]


def test_answers_come_from_the_office_after_the_proposal():
    answered = [proposal for proposal in PROPOSALS.values() if "answer" in proposal]
    assert {p["key"] for p in answered} == {
        key for key, p in PROPOSALS.items() if p["status"] not in {"received", "examined"}
    }
    for proposal in answered:
        answer = proposal["answer"]
        assert PEOPLE[answer["person"]]["office"] == answer["office"]
        assert proposal["day"] < answer["day"] < 0


def test_comments_have_two_levels_and_the_right_order():
    assert len(COMMENTS) >= 170
    assert Counter(comment["proposal"] for comment in COMMENTS.values())["haltestelle"] >= 24
    for comment in COMMENTS.values():
        assert comment["stance"] in {"for", "against", "neutral", "none"}
        assert PEOPLE[comment["author"]]["day"] <= comment["day"] < 0
        assert PROPOSALS[comment["proposal"]]["day"] < comment["day"], comment["key"]
        if "parent" in comment:
            parent = COMMENTS[comment["parent"]]
            assert "parent" not in parent
            assert parent["proposal"] == comment["proposal"]
            assert (parent["day"], parent["time"]) < (comment["day"], comment["time"]), comment["key"]
        if comment.get("official"):
            assert PEOPLE[comment["author"]]["office"] in OFFICES


def test_the_live_forum_is_in_the_middle_of_its_evening():
    forum = FORUMS["demo"]
    assert forum["state"] == "live"
    assert [item["state"] for item in forum["item"]] == [
        "done",
        "done",
        "current",
        "open",
        "open",
        "open",
        "open",
    ]
    assert len(forum["message"]) >= 40
    ages = [message["ago"] for message in forum["message"]]
    assert ages == sorted(ages, reverse=True)
    assert forum["started"] > ages[0]
    assert {message["author"] for message in forum["message"]} <= set(PEOPLE)


def test_forums_refer_to_what_exists():
    assert {forum["state"] for forum in FORUMS.values()} == {"past", "live", "upcoming"}
    for forum in FORUMS.values():
        numbers = [item["number"] for item in forum["item"]]
        assert len(numbers) == len(set(numbers))
        assert forum["district"] in DISTRICTS
        assert forum.get("consultation", "stadtgruen") in CONSULTATIONS
        assert {forum["chair"], forum["clerk"]} <= set(PEOPLE)
        assert {item["proposal"] for item in forum["item"] if "proposal" in item} <= set(PROPOSALS)
        for promise in forum.get("promise", []):
            assert promise["item"] in numbers
            assert promise["office"] in OFFICES
            assert ("done" in promise) == (promise["state"] == "done")


def test_the_past_forum_has_what_its_minutes_are_made_of():
    for forum in FORUMS.values():
        if forum["state"] == "past":
            assert forum["highlights"]
            assert all(item["said"] for item in forum["item"])


def test_polls_run_and_have_ended():
    polls = keyed("polls", "poll", "slug")
    assert {(poll["kind"], poll["state"]) for poll in polls.values()} >= {
        ("choice", "running"), ("mood", "running"), ("choice", "closed"),
    }  # fmt: skip
    for poll in polls.values():
        assert sum(option["votes"] for option in poll["option"]) <= poll["eligible"]
        assert ("result" in poll) == (poll["state"] == "closed")
        assert poll["district"] in DISTRICTS
        assert poll.get("forum", "demo") in FORUMS


def test_budgets_name_known_people_offices_and_places():
    for budget in rows("budgets", "budget"):
        days = [budget[phase] for phase in ("collect", "examine", "vote", "result", "implement")]
        assert days == sorted(set(days))
        assert budget.get("district", "nordstadt") in DISTRICTS
        titles = [project["title"] for project in budget["project"]]
        assert len(titles) == len(set(titles))
        for number, project in enumerate(budget["project"]):
            assert PEOPLE[project["author"]]["day"] <= budget["collect"], project["author"]
            assert number + 2 < budget["examine"] - budget["collect"]
            assert project["office"] in OFFICES
            assert project.get("district", "nordstadt") in DISTRICTS
            assert len(project["title"]) <= 120
            assert ("cost" in project) != ("refused" in project)
            assert project.get("taste", 0) < budget["tastes"]


def target_age_in_days(case: dict[str, Any]) -> int:
    if case["kind"] == "message":
        return 1
    places = {"proposal": PROPOSALS, "comment": COMMENTS, "profile": PEOPLE}
    return -int(places[case["kind"]][case["target"]]["day"])


def test_cases_point_to_content_that_is_older():
    for case in CASES.values():
        assert case["kind"] in {"proposal", "comment", "message", "profile"}
        if case["kind"] == "message":
            assert case["minutes"] <= MESSAGES[case["target"]]["ago"]
        else:
            assert case["hours"] <= 24 * (target_age_in_days(case) - 1), case["key"]
        for report in case["report"]:
            assert report["reason"] in REASONS
            assert report["by"] in {"visitor", "system", *PEOPLE}
            unit = "minutes" if "minutes" in case else "hours"
            assert report[unit] <= case[unit]


def test_the_queue_has_every_kind_and_the_decided_cases():
    waiting = [case for case in CASES.values() if case["state"] != "decided"]
    assert len(waiting) >= 16
    assert {case["kind"] for case in waiting} == {"proposal", "comment", "message", "profile"}
    assert len({case["target"] for case in CASES.values()}) == len(CASES)
    assert {report["reason"] for case in waiting for report in case["report"]} >= REASONS - {"child-abuse"}


def test_decisions_name_rule_reason_and_a_second_person():
    decided = [case for case in CASES.values() if case["state"] == "decided"]
    assert sorted(case["decision"]["action"] for case in decided) == ["hide", "hide", "hide", "keep", "lock"]
    assert sorted(case["appeal"]["state"] for case in decided if "appeal" in case) == ["granted", "open"]
    for case in decided:
        decision = case["decision"]
        assert decision["reason"]
        assert ("rule" in decision) == (decision["action"] in {"hide", "lock"})
        assert decision.get("rule", "thema") in RULES
        assert "moderator" in PEOPLE[decision["by"]]["roles"]
        assert decision["hours"] < case["hours"]
        if "second" in case:
            assert case["second"]["by"] != decision["by"]
            assert case["second"]["hours"] < case["appeal"]["hours"] < decision["hours"]


def test_texts_name_known_people_offices_and_paragraphs():
    for row in rows("plans", "text"):
        assert row["contact"] in OFFICES
        assert row.get("district", "nordstadt") in DISTRICTS
        assert all(version["reason"].strip() for version in row["version"][1:])
        paragraphs = {part.number for part in blocks(row["version"][-1]["source"]) if not part.heading}
        for said in (*row.get("comment", []), *row.get("wording", [])):
            assert {said["author"], *said.get("supporters", [])} <= set(PEOPLE)
            assert said["paragraph"] in paragraphs
            assert row["phase"][0]["start"] <= said["day"] < 0
