"""The things that the walk asks for: in each phase and each state one, made once."""

from dataclasses import dataclass
from datetime import timedelta

from participation.consultations.actions import ConsultationDraft, PhaseDraft, create_consultation
from participation.core.clock import now, today
from participation.core.db import execute, fetch_value
from participation.core.kinds import Tombstone
from participation.discussion.actions import subject_hidden
from proposals import actions
from tests.people import Cast
from tests.proposals.factories import proposal

PHASES = ("before", "during", "after")
PROPOSAL_STATES = ("published", "draft", "held", "hidden", "withdrawn", "merged")
"""`draft`: the consultation is not published yet. What a person has not published is in their own form alone."""
CONSULTATION_STATES = ("published", "draft")
COMMENT_STATES = (
    "published", "held", "hidden", "below-held", "below-hidden", "below-withdrawn", "below-merged", "below-draft",
)  # fmt: skip
"""The last five: a comment that all could read, under a proposal in that state."""
PICTURE_STATES = (*PROPOSAL_STATES, "struck", "unsent")
"""`struck`: the picture alone is hidden; `unsent`: it waits in the draft of a person."""
NAMES = {
    "visitor": "visitor",
    "author": "alma",
    "helper": "bora",
    "citizen": "nora",
    "moderator": "carla",
    "clerk": "dirk",
    "chair": "edda",
    "council": "konrad",
    "editor": "emin",
    "administrator": "ada",
}
"""The roles, in the order of the columns: `helper` writes along with the author, `citizen` was asked to."""
SECRET = "Quittenhain"
"""Stands in title, text and comments of whatever is made here."""

_SPAN = {
    "before": (timedelta(days=1), timedelta(days=9)),
    "during": (timedelta(days=-1), timedelta(days=9)),
    "after": (timedelta(days=-9), timedelta(days=-1)),
}
_COMMENT = """
INSERT INTO comment (thread, author, body, body_html, renderer, created_at)
VALUES ($1, $2, $3, $3, 1, now()) RETURNING id
"""
_THREAD = """
INSERT INTO thread (subject_kind, subject_id) VALUES ('proposal', $1)
ON CONFLICT (subject_kind, subject_id) DO UPDATE SET subject_id = excluded.subject_id RETURNING id
"""
_PICTURE = """
INSERT INTO proposal_image (proposal, draft, person, name, alt, width, height, large, small, created_at)
VALUES ($1, $2, $3, $4, 'Ein Baum', 8, 8, '\\x00', '\\x00', now())
"""
_HELD = "SET hidden_at = now(), hidden_rule = '', hidden_rule_slug = 'held' WHERE id = $1"
_HIDDEN = "SET hidden_at = now(), hidden_rule = 'Regel', hidden_rule_slug = 'rule' WHERE id = $1"


@dataclass(frozen=True, slots=True)
class Place:
    """One consultation: its address, its proposals, comments and pictures by state, and the number of an invitation."""

    slug: str
    proposals: dict[str, int]
    comments: dict[str, int]
    pictures: dict[str, str]
    invitations: dict[str, int]
    twin: int
    """Another proposal, which one may go into."""


async def build(people: Cast) -> dict[tuple[str, str], Place]:
    """By phase, and by whether the consultation is `published` or a `draft`."""
    cast = {role: await people.person(name) for role, name in NAMES.items()}
    ids = {role: one.id for role, one in cast.items()}
    return {
        (phase, state): await _place(ids, phase, state) for phase in PHASES for state in CONSULTATION_STATES
    }


async def _place(ids: dict[str, int], phase: str, state: str) -> Place:
    slug = f"{phase}-{state}"
    begins, ends = _SPAN[phase]
    number = await create_consultation(
        ConsultationDraft(
            slug,
            "Die Streuobstwiese",
            phases=[PhaseDraft("collect", "Sammeln", now() + begins, now() + ends)],
        ),
        published_at=now() - timedelta(days=20) if state == "published" else None,
    )
    place = Place(slug, {}, {}, {}, {}, await proposal(number, "Ein anderer Vorschlag", "Bänke."))
    for one in PROPOSAL_STATES:
        if (one == "draft") == (state == "draft"):
            await _proposal(place, number, ids, one)
    await execute(
        "INSERT INTO proposal_draft (person, consultation, title, body, category, district, place, saved_at)"
        " VALUES ($1, $2, $3, $3, '', '', '', now())",
        ids["author"],
        number,
        SECRET,
    )
    draft = await fetch_value("SELECT id FROM proposal_draft WHERE consultation = $1", number)
    place.pictures["unsent"] = await _picture(ids, None, draft, f"{slug}-unsent")
    return place


async def _proposal(place: Place, consultation: int, ids: dict[str, int], state: str) -> None:
    number = await proposal(consultation, f"{SECRET} {state}", f"{SECRET} am Bach.", author=ids["author"])
    place.proposals[state] = number
    await execute(
        "INSERT INTO proposal_pen (proposal, person, joined_at) VALUES ($1, $2, now())", number, ids["helper"]
    )
    await execute(
        "INSERT INTO paper_entry (proposal, channel, received_on, entered_at, form_key)"
        " VALUES ($1, 'paper', $2, now(), $3)",
        number,
        today(),
        f"key-{number}",
    )
    place.invitations[state] = await fetch_value(
        "INSERT INTO proposal_invitation (proposal, typed, typed_key, person, invited_at)"
        " VALUES ($1, 'Nora', 'nora', $2, now()) RETURNING id",
        number,
        ids["citizen"],
    )
    place.pictures[state] = await _picture(ids, number, None, f"{place.slug}-{state}")
    thread = await fetch_value(_THREAD, number)
    comments = ("published", "held", "hidden") if state == "published" else (f"below-{state}",)
    for one in comments:
        place.comments[one] = await fetch_value(_COMMENT, thread, ids["author"], SECRET)
    await execute("UPDATE thread SET comments_count = 1 WHERE id = $1", thread)
    if state == "published":
        place.pictures["struck"] = await _picture(ids, number, None, f"{place.slug}-struck")
        await execute(f"UPDATE comment {_HELD}", place.comments["held"])
        await execute(f"UPDATE comment {_HIDDEN}", place.comments["hidden"])
        await execute(
            "UPDATE proposal_image SET hidden_at = now(), hidden_rule = '', hidden_rule_slug = '' WHERE name = $1",
            place.pictures["struck"],
        )
    elif state == "held":
        await execute(f"UPDATE proposal {_HELD}", number)
        await subject_hidden("proposal", number, now())
    elif state == "hidden":
        await actions.hide(number, Tombstone("Regel", "rule", now()))
    elif state == "withdrawn":
        await execute("UPDATE proposal SET withdrawn_at = now() WHERE id = $1", number)
        await subject_hidden("proposal", number, now())
    elif state == "merged":
        await execute("UPDATE proposal SET merged_into = $2 WHERE id = $1", number, place.twin)
        await execute(
            "INSERT INTO proposal_merge (source, target, merged_at) VALUES ($1, $2, now())",
            number,
            place.twin,
        )


async def _picture(ids: dict[str, int], proposal_id: int | None, draft: int | None, name: str) -> str:
    await execute(_PICTURE, proposal_id, draft, ids["author"], name)
    return name
