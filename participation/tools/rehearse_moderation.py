"""Pushes a file of statements through the queue: written, reported and decided by simulated people over HTTP."""

import csv
import json
import re
import secrets
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from participation.accounts.actions import create_person, open_session
from participation.app_parts import load_jobs
from participation.consultations.actions import ConsultationDraft, PhaseDraft, create_consultation
from participation.core import clock
from participation.core.db import execute, fetch, fetch_value
from participation.core.embedded import EmbeddedError
from participation.core.persisted import recall
from participation.settings import settings
from participation.tools.database import with_database
from participation.tools.rehearse_client import Client, Refusal

COLUMNS = ("comment-body", "moderated")
EACH = 4
"""Statements of one person: below the limit of a minute, so that nobody has to wait."""
MODERATORS = 4
HANDS = 8
RULE = "thema"
REASONS = {
    "keep": "Geprüft: Der Beitrag verstößt nicht gegen diese Regel.",
    "hide": "Der Beitrag passt nicht zum Thema dieser Beteiligung.",
}

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Statement:
    text: str
    action: str


@dataclass(frozen=True, slots=True)
class Stage:
    """What was made for this rehearsal alone."""

    consultation: int
    title: str
    proposal: int
    people: Sequence[int]
    writers: Sequence[str]
    moderators: Sequence[str]


def rehearse(path: Path, *, keep: bool) -> None:
    """The last line is JSON; exit 1 where a statement was lost, decided twice, or a request failed."""
    statements = read(path)
    stage = with_database(lambda: _set_up(len(statements)))
    say = _say if sys.stdout.isatty() else _quiet
    base = settings().base_url or f"http://{settings().host}:{settings().port}"
    play = _Play(base, stage, say)
    begin = time.monotonic()
    try:
        play.run(statements)
    finally:
        result = with_database(lambda: _settle(stage, statements, play.written, keep=keep))
    seconds = time.monotonic() - begin
    report = {**play.figures(), **result, "seconds": round(seconds, 1)}
    print(json.dumps(report))
    if report["lost"] or report["twice"] or report["errors"]:
        sys.exit(1)


def read(path: Path) -> list[Statement]:
    """EmbeddedError with one sentence where it is no such table."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise EmbeddedError(f"{path} cannot be read: {error}") from error
    missing = [name for name in COLUMNS if not rows or name not in rows[0]]
    if missing:
        raise EmbeddedError(f"{path} has no column {missing[0]}, or no rows.")
    found = {" ".join(row["comment-body"].split()): row["moderated"] for row in rows}
    return [
        Statement(text, "hide" if value.strip() == "-1" else "keep") for text, value in found.items() if text
    ]


# --- before and after, in the database ------------------------------------------------------------------------

_PROPOSAL = """
INSERT INTO proposal (consultation, title, body, body_html, renderer, teaser, created_at, published_at)
VALUES ($1, $2, '', '', 1, '', $3, $3) RETURNING id
"""


async def _set_up(statements: int) -> Stage:
    load_jobs()
    if await recall("demo") != "1":
        raise EmbeddedError("A rehearsal needs the database of the demo city: it makes people and cases.")
    moment, mark = clock.now(), secrets.token_hex(3)
    title = f"Probe der Moderation {mark}"
    draft = ConsultationDraft(f"probe-{mark}", title, phases=[PhaseDraft("collect", "Probe", moment)])
    consultation = await create_consultation(draft, published_at=moment)
    proposal: int = await fetch_value(_PROPOSAL, consultation, title, moment)
    people = [
        await create_person(None, None, f"Probe {number}", is_demo=True)
        for number in range(-(-statements // EACH))
    ]
    team = [
        await create_person(None, None, f"Moderation {number}", ("moderator",), is_demo=True)
        for number in range(MODERATORS)
    ]
    writers = [await open_session(person, "rehearsal") for person in people]
    moderators = [await open_session(person, "rehearsal") for person in team]
    return Stage(consultation, title, proposal, [*people, *team], writers, moderators)


_OUTCOME = """
SELECT c.content_id, d.action, count(*) AS count
FROM moderation_case c JOIN decision d ON d.case_id = c.id AND d.instance = 1
WHERE c.kind = 'comment' AND c.content_id = ANY($1::bigint[]) AND d.decided_by = ANY($2::bigint[]) GROUP BY 1, 2
"""
_COMMENTS = """
SELECT c.id FROM comment c JOIN thread t ON t.id = c.thread WHERE t.subject_kind = 'proposal' AND t.subject_id = $1
"""
_REMOVE = (
    "DELETE FROM moderation_case WHERE kind = 'comment' AND content_id = ANY($1::bigint[])",
    "DELETE FROM fingerprint WHERE kind = 'comment' AND content_id = ANY($1::bigint[])",
    "DELETE FROM comment WHERE id = ANY($1::bigint[])",
)


async def _settle(
    stage: Stage, statements: Sequence[Statement], written: dict[int, str], *, keep: bool
) -> dict[str, int]:
    comments = [row["id"] for row in await fetch(_COMMENTS, stage.proposal)]
    rows = await fetch(_OUTCOME, comments, list(stage.people))
    decided = {(row["content_id"], row["action"]): row["count"] for row in rows}
    delivered = sum(pair in decided for pair in written.items())
    twice = sum(count - 1 for count in decided.values())
    if not keep:
        for statement in _REMOVE:
            await execute(statement, comments)
        await execute(
            "DELETE FROM thread WHERE subject_kind = 'proposal' AND subject_id = $1", stage.proposal
        )
        await execute("DELETE FROM consultation WHERE id = $1", stage.consultation)
        await execute("DELETE FROM person WHERE id = ANY($1::bigint[])", list(stage.people))
    await execute("DELETE FROM session WHERE person = ANY($1::bigint[])", list(stage.people))
    return {"delivered": delivered, "lost": len(statements) - delivered, "twice": twice}


# --- the play, over HTTP --------------------------------------------------------------------------------------

_CASE = re.compile(r"/moderation/cases/(\d+)\"")
_COMMENT = re.compile(r"comment-(\d+)")
_PLACE = re.compile(r'href="/comments/(\d+)"')


class _Play:
    def __init__(self, base: str, stage: Stage, say: Callable[[str], None]) -> None:
        self.stage, self.say = stage, say
        self.writers = [Client(base, session, place) for place, session in enumerate(stage.writers)]
        self.team = [Client(base, session, place) for place, session in enumerate(stage.moderators)]
        self.errors: list[str] = []
        self.written: dict[int, str] = {}
        """Each comment with the decision that the file gives for it."""
        self.acts = 0

        self.decided: dict[int, int] = {}
        """The case of each comment. A check for duplicates may raise another one later: that is left to wait."""

    def run(self, statements: Sequence[Statement]) -> None:
        shares = [statements[place :: len(self.writers)] for place in range(len(self.writers))]
        written = self._together(self._write, zip(self.writers, shares, strict=True))
        comments = [comment for some in written for comment in some]
        self.say(f"{len(comments)} statements written")
        shifted = [*self.writers[1:], self.writers[0]]
        pieces = [comments[place :: len(shifted)] for place in range(len(shifted))]
        self._together(self._report, zip(shifted, pieces, strict=True))
        self.say("and reported")
        while cases := self._waiting():
            shares_of_team = [cases[place :: len(self.team)] for place in range(len(self.team))]
            before = len(self.decided)
            work = [(client, some) for client, some in zip(self.team, shares_of_team, strict=True)]
            self._together(self._decide, work)
            self.say(f"{len(self.decided)} decided")
            if len(self.decided) == before:
                break
        for client in (*self.writers, *self.team):
            client.close()

    def _together(self, act: Callable[..., R], work: Iterable[tuple[object, ...]]) -> list[R]:
        with ThreadPoolExecutor(HANDS) as hands:
            return [future.result() for future in [hands.submit(act, *one) for one in work]]

    def _write(self, client: Client, statements: Sequence[Statement]) -> list[int]:
        path, found = f"/proposals/{self.stage.proposal}/comments", []
        for statement in statements:
            place = self._try(client.post, path, {"body": statement.text})
            match = _COMMENT.search(place or "")
            if match:
                found.append(int(match[1]))
                self.written[found[-1]] = statement.action
        return found

    def _report(self, client: Client, comments: Sequence[int]) -> None:
        for comment in comments:
            fields = {"kind": "comment", "id": str(comment), "reason": "off-topic", "good_faith": "1"}
            self._try(client.post, "/report", fields)

    def _waiting(self) -> list[int]:
        """The cases of this rehearsal on the first page of the queue; the demo city's own are left alone."""
        page = self._try(self.team[0].get, f"/moderation?q={self.stage.title.replace(' ', '+')}")
        return list(dict.fromkeys(int(number) for number in _CASE.findall(page or "")))

    def _decide(self, client: Client, cases: Sequence[int]) -> None:
        for case in cases:
            page = self._try(client.get, f"/moderation/cases/{case}")
            place = _PLACE.search(page or "")
            if place is None:
                continue
            comment = int(place[1])
            if self.decided.setdefault(comment, case) != case:
                continue
            action = self.written.get(comment, "keep")
            fields = {"action": action, "rule": RULE, "reason": REASONS[action]}
            self._try(client.post, f"/moderation/cases/{case}/decision", fields)

    def _try(self, act: Callable[..., str], *arguments: object) -> str | None:
        try:
            result = act(*arguments)
        except (Refusal, OSError) as error:
            self.errors.append(str(error))
            return None
        self.acts += 1
        return result

    def figures(self) -> dict[str, object]:
        times = sorted(1000 * one for client in (*self.writers, *self.team) for one in client.seconds) or [
            0.0
        ]
        for error in sorted(set(self.errors))[:5]:
            print(error, file=sys.stderr)
        return {
            "people": len(self.stage.people),
            "sockets": 0,
            "acts": self.acts,
            "p50_ms": round(times[len(times) // 2], 1),
            "p99_ms": round(times[len(times) * 99 // 100], 1),
            "errors": len(self.errors),
        }


def _say(text: str) -> None:
    print(f"\r{text:<60}", end="", flush=True)


def _quiet(_: str) -> None:
    """Silent in a pipe; the last line alone is printed."""
