"""Bundles of invented elections, signed with a key of their own."""

import csv
import io
import json
import random

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from polls import receipts, stating
from polls.ballots.registry import KINDS
from polls.ballots.shape import Question, to_text
from polls.bundling import pack
from polls.verifying.main import verify
from polls.verifying.reading import files_of_zip

OPTIONS = ("a", "b", "c", "d", "e")
SIGNER = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = SIGNER.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def question(**numbers):
    return Question(**{"options": OPTIONS, "seats": 2, "points": 20, "blank": True, "seed": "s", **numbers})


def random_ballot(kind, chance, asked):
    """Never mind which: valid ones are kept."""
    form = {}
    if kind in {"one-choice", "several", "approval"}:
        most = 1 if kind == "one-choice" else 3
        form = {"answer": chance.sample(OPTIONS, chance.randint(0, most))}
    elif kind == "open":
        form = {"answer": [chance.choice(["", "Mehr Bäume", "Ein „Platz“; für alle", "Zeile\nzwei", "=1+1"])]}
    elif kind in {"schulze", "run-off", "stv"}:
        chosen = chance.sample(OPTIONS, chance.randint(0, len(OPTIONS)))
        form = {f"answer-{one}": [str(place)] for place, one in enumerate(chosen, 1)}
        if asked.equal_ranks and len(chosen) > 1 and chance.random() < 0.3:
            form[f"answer-{chosen[-1]}"] = [str(len(chosen) - 1)]
    elif kind == "consent":
        words = ["consent", "consent", "concern", "abstention", "objection"]
        form = {f"answer-{one}": [chance.choice(words)] for one in OPTIONS if chance.random() < 0.8}
    else:
        high = 4 if kind == "points" else 10
        form = {f"answer-{one}": [str(chance.randint(0, high))] for one in OPTIONS if chance.random() < 0.7}
    return KINDS[kind].parse(form, asked)


def election(kind, seed, size, **numbers):
    """Question, result, ballots as text and their receipts."""
    chance, asked = random.Random(f"{kind} {seed}"), question(**numbers)
    found = [random_ballot(kind, chance, asked) for _ in range(size)]
    found = [ballot for ballot in found if not KINDS[kind].validate(ballot, asked)]
    texts = [to_text(ballot) for ballot in found]
    return asked, KINDS[kind].count(found, asked), texts, [receipts.draw() for _ in texts]


def describe(kind, asked, result, published, number):
    return {
        "kind": kind,
        "title": "Probe",
        "numbers": stating.numbers_of(asked),
        "options": [[key, key.upper()] for key in asked.options],
        "ballots": number,
        "counted": result.counted,
        "form": published.form,
        **published.more,
    }


def bundle(kind, seed=1, size=60, *, full=True, statement=None, sign=SIGNER.sign, **numbers):
    asked, result, texts, given = election(kind, seed, size, **numbers)
    published = stating.publish(
        result, full=full, ballots=list(zip(texts, given, strict=True)), receipts=given
    )
    return pack(
        describe(kind, asked, result, published, len(texts)),
        stating.state_result(result, full=full) if statement is None else statement(result),
        published.lists,
        readme="Probe",
        public_key=PUBLIC,
        sign=sign,
    )


def findings(content, city_key=PUBLIC):
    return [finding.say(english=True) for finding in verify(files_of_zip(content), city_key)[0].findings]


# --- tampering ----------------------------------------------------------------------------------------------


def rows_of(files, name):
    return list(csv.reader(io.StringIO(files[name].decode(), newline=""), delimiter=";"))


def write_rows(rows):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()


def repacked(files, name, lines, result=None, sign=None):
    """Whoever has no key of the city mends hashes and chain, and keeps the old signature."""
    lists = {one: [row[1:-1] for row in rows_of(files, one)[1:]] for one in files if one.endswith(".csv")}
    lists[name] = lines
    old = json.loads(files["poll.json"])
    old.pop("format")
    return pack(
        old,
        json.loads(files["result.json"]) if result is None else result,
        lists,
        readme=files["LIESMICH.txt"].decode(),
        public_key=PUBLIC,
        sign=sign or (lambda _: bytes.fromhex(files["signature.txt"].decode())),
    )
