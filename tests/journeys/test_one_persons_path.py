"""The path of a person through the whole product, over HTTP alone, against two processes."""

import re
import secrets
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.server import Person, Server, first_link, sign_in

pytestmark = pytest.mark.processes


def _new_person(city: Server, name: str) -> tuple[Person, str]:
    address = f"{name.lower()}.{secrets.token_hex(4)}@example.org"
    account = {"email": address, "password": "pferd lampe brunnen", "display_name": name, "rules": "1"}
    person = Person(city)
    person.submit("/register", "/register", account)
    link = first_link(city.mail_to(address))
    person.submit(link, link)
    person.submit("/login", "/login", account)
    return person, address


def _supports(person: Person, proposal: str) -> int:
    return int(re.search(r'data-supports="(\d+)"', person.get(proposal)).group(1))


def test_from_registering_to_a_restored_comment(city: Server):
    nina, nina_address = _new_person(city, "Nina")
    word = f"Murmelbahn{secrets.token_hex(3)}"
    proposal = nina.submit(
        "/consultations/stadtgruen/proposals/new",
        "/consultations/stadtgruen/proposals",
        {
            "title": f"Eine {word} im Nordpark",
            "body": "Die Kinder hätten **viel** davon.\n\n<script>alert(1)</script>",
        },
    )
    number = re.search(r"/proposals/(\d+)", proposal).group(1)
    proposal = f"/proposals/{number}"
    page = nina.get(proposal)
    assert f'id="proposal-{number}"' in page
    assert "<strong>viel</strong>" in page
    assert "<script>alert" not in page
    assert word in nina.get(f"/search?q={word}")

    bora = sign_in(city, "bora")
    form = bora.form(proposal, f"{proposal}/support")
    with ThreadPoolExecutor(20) as threads:
        answers = list(threads.map(lambda _: _once(bora, proposal, form), range(100)))
    assert set(answers) <= {303, 429}, answers
    assert answers.count(303) >= 1
    assert _supports(bora, proposal) == 1

    olaf, olaf_address = _new_person(city, "Olaf")
    olaf.submit(
        proposal,
        f"{proposal}/comments",
        {"body": f"Wer das will, ist dumm. {word}kommentar", "stance": "against"},
    )
    comment = re.search(r'id="comment-(\d+)"', olaf.get(proposal)).group(1)
    nina.submit(
        proposal, f"{proposal}/comments", {"body": f"Bitte freundlich, {word}antwort.", "parent": comment}
    )
    page = nina.get(proposal)
    assert f"{word}kommentar" in page
    assert f"{word}antwort" in page

    visitor = Person(city)
    reporting = f"/report?kind=comment&id={comment}"
    visitor.submit(
        reporting,
        "/report",
        {
            "reason": "insult",
            "text": "Das ist beleidigend.",
            "good_faith": "1",
            "email": "reporter@example.net",
            "name": "Rita Meldet",
        },
    )
    assert "reporter@example.net" in city.mail_to("reporter@example.net")

    carla = sign_in(city, "carla")
    case = _case_about(carla, f"{word}kommentar")
    rule = _first_rule(carla.get(case))
    bad = carla.post(
        f"{case}/decision",
        {**carla.form(case, f"{case}/decision"), "action": "hide", "rule": rule, "reason": ""},
    )
    assert bad.status_code == 422
    assert f"{word}kommentar" in visitor.get(proposal)
    carla.submit(
        case, f"{case}/decision", {"action": "hide", "rule": rule, "reason": "Das setzt andere herab."}
    )

    for url in (
        proposal,
        f"/search?q={word}kommentar",
        "/consultations/stadtgruen/proposals",
        "/",
        "/moderation",
    ):
        reader = carla if url == "/moderation" else visitor
        assert f"dumm. {word}kommentar" not in reader.get(url), url
    mail = city.mail_to(olaf_address, "/decisions/")
    assert "Rita" not in mail
    assert "reporter@example.net" not in mail
    decision = first_link(mail)
    assert decision.startswith("/decisions/")
    statement = visitor.get(decision)
    assert "Das setzt andere herab." in statement
    assert "Rita" not in statement
    assert Person(city).http.get(decision).headers["cache-control"] == "no-store"

    olaf.submit(decision, f"{decision}/appeal", {"text": "Ich meinte die Idee, nicht die Menschen."})
    again = carla.post(
        f"{case}/decision", {**_token(carla), "action": "keep", "rule": rule, "reason": "Doch gut."}
    )
    assert again.status_code in {403, 409}, "nobody decides about their own decision"
    cem = sign_in(city, "cem")
    cem.submit(
        case,
        f"{case}/decision",
        {"action": "keep", "rule": rule, "reason": "Die Idee war gemeint, nicht ein Mensch."},
    )
    page = visitor.get(proposal)
    assert f"{word}kommentar" in page
    assert f"{word}antwort" in page
    assert "Die Idee war gemeint" in city.mail_to(olaf_address, "Die Idee war gemeint")
    assert nina_address not in page
    assert city.command("audit", "verify").returncode == 0


def _once(person: Person, proposal: str, form: dict[str, str]) -> int:
    return person.post(f"{proposal}/support", form).status_code


def _token(person: Person) -> dict[str, str]:
    return {"_token": person.form("/account", "/logout")["_token"]}


def _case_about(moderator: Person, words: str) -> str:
    for page in range(1, 10):
        text = moderator.get(f"/moderation?sort=newest&page={page}")
        for case in dict.fromkeys(re.findall(r'href="(/moderation/cases/\d+)"', text)):
            if words in moderator.get(case):
                return case
    raise AssertionError("no case in the queue")


def _first_rule(page: str) -> str:
    options = re.search(r'<select[^>]*name="rule".*?</select>', page, re.DOTALL)
    if options:
        return next(v for v in re.findall(r'<option[^>]*value="([^"]*)"', options.group(0)) if v)
    return re.search(r'name="rule"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="rule"', page).group(1)


def test_fifty_people_supporting_and_withdrawing_at_once_are_counted_exactly(city: Server):
    """Each of 8 people sends 30 requests at random through both processes; the number equals the rows."""
    author = sign_in(city, "alma")
    proposal = (
        author.submit(
            "/consultations/stadtgruen/proposals/new",
            "/consultations/stadtgruen/proposals",
            {"title": f"Zählprobe {secrets.token_hex(4)}", "body": "Ein Brunnen."},
        )
        .split("?")[0]
        .split("#")[0]
    )
    people = [
        sign_in(city, name) for name in ("alma", "bora", "carla", "cem", "dirk", "edda", "konrad", "emin")
    ]
    forms = [p.form(proposal, f"{proposal}/support") for p in people]

    def act(index: int) -> int:
        person, form = people[index % 8], forms[index % 8]
        verb = "support" if (index // 8) % 3 else "support/withdraw"
        return person.post(f"{proposal}/{verb}", form).status_code

    with ThreadPoolExecutor(16) as threads:
        statuses = list(threads.map(act, range(200)))
    assert set(statuses) <= {303, 429}
    for person, form in zip(people, forms, strict=True):
        person.post(f"{proposal}/support", form)
    final = [
        person.post(f"{proposal}/support", form).status_code
        for person, form in zip(people, forms, strict=True)
    ]
    assert set(final) <= {303, 429}
    mine = sum("support/withdraw" in person.get(proposal) for person in people)
    assert _supports(author, proposal) == mine
