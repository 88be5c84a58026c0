"""Opening the ballots of a poll that has ended, in memory."""

from collections.abc import Sequence
from typing import Any

from polls import integrity, receipts, sealing
from polls.ballots.shape import from_text
from polls.queries import Poll
from polls.questionnaire.counting import makes_sense
from polls.questionnaire.rules import Part


def voter_of(vote: Any) -> int:
    """To whom a seal is bound: the id of a person, or of a code as a negative number."""
    voter: int = -vote["code"] if vote["code"] is not None else vote["person"]
    return voter


def open_and_report(
    found: Poll, votes: Sequence[Any], parts: Sequence[Part]
) -> tuple[list[tuple[str, str]], str]:
    """(receipt, ballot) of each, and the integrity report."""
    opened = open_all(found, votes, parts)
    pairs = [(receipt, one.text) for receipt, one in opened]
    if parts:
        return pairs, integrity.report_of_parts(parts, [one for _, one in opened])
    return pairs, integrity.report(found.kind, found.question, [one for _, one in opened])


def open_all(found: Poll, votes: Sequence[Any], parts: Sequence[Part]) -> list[tuple[str, integrity.Seen]]:
    """(receipt, ballot) of all that open and make sense; the others are counted as broken, not passed over."""
    line = found.line
    key = sealing.read_key(line.id, line.key_mark) if line.secret and votes else b""
    opened = []
    for vote in votes:
        try:
            receipt, ballot, mark = _open(key, line.id, vote)
            good = (
                makes_sense(parts, ballot)
                if parts
                else not found.kind.validate(from_text(ballot), found.question)
            )
            if good:
                seen = integrity.Seen(ballot, mark, fresh=vote["fresh"], unverified=vote["unverified"])
                opened.append((receipt, seen))
        except (sealing.BrokenSealError, ValueError):
            continue
    return opened


def _open(key: bytes, poll_id: int, vote: Any) -> tuple[str, str, str]:
    """Receipt, ballot, mark of the network."""
    if vote["sealed"] is None:
        text = receipts.together(vote["receipt"], vote["ballot"])
    else:
        text = sealing.unseal(key, poll_id, voter_of(vote), vote["sealed"])
    return *receipts.apart(text), receipts.mark_in(text)
