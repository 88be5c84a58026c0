"""The statements of `queries.py`."""

_LINE = """
SELECT p.id, p.title, p.lead, p.kind, p.secrecy, p.results, p.binding, p.quorum, p.eligible, p.opens_at,
    p.closes_at, p.published_at, p.closed_at, p.counted_at, p.ballots, p.broken, p.outcome, p.digest, p.body_html,
    p.settings, p.voters, p.needed, p.changeable, p.paper, p.paper_done_at, p.remind_days, p.part_of, p.position,
    p.required, p.only_if, p.only_option, p.home, p.receipts, p.key_mark, c.slug,
    c.title AS consultation_title, d.name AS district_name,
    (SELECT COUNT(*) FROM poll_vote v WHERE v.poll = p.id) AS votes,
    EXISTS (SELECT 1 FROM poll_vote v WHERE v.poll = p.id AND v.person = <person>) AS voted,
    EXISTS (SELECT 1 FROM poll_vote v WHERE v.poll = p.id AND v.person = <person> AND v.paper) AS voted_on_paper<more>
FROM poll p
LEFT JOIN consultation c ON c.id = p.consultation AND c.published_at <= <now>
LEFT JOIN district d ON d.id = p.district
"""
_OPTIONS = """,
    ARRAY(SELECT (o.key, o.title, o.text) FROM poll_option o
          WHERE o.poll = p.id ORDER BY o.position, o.id) AS options"""


def _lines(person: str, now: str, more: str = "") -> str:
    return _LINE.replace("<person>", person).replace("<now>", now).replace("<more>", more)


POLL = _lines("$2", "$3", _OPTIONS) + "WHERE p.id = $1"
PARTS = _lines("$2", "$3", _OPTIONS) + "WHERE p.part_of = $1 ORDER BY p.position, p.id"
POLLS = (
    _lines("$1", "$2")
    + """
WHERE p.published_at <= $2 AND p.part_of IS NULL AND p.home = '' AND ($3::bigint IS NULL OR p.consultation = $3)
ORDER BY p.closes_at DESC, p.id DESC LIMIT $4
"""
)
COUNTS = """
SELECT consultation, COUNT(*) AS number FROM poll
WHERE consultation = ANY($1::bigint[]) AND published_at <= $2 AND part_of IS NULL AND home = '' GROUP BY consultation
"""
BALLOTS = "SELECT ballot, COUNT(*) AS number FROM poll_ballot WHERE poll = $1 GROUP BY ballot"
VOTES = (
    "SELECT ballot, COUNT(*) AS number FROM poll_vote WHERE poll = $1 AND ballot IS NOT NULL GROUP BY ballot"
)
RECEIPTS = "SELECT receipt FROM poll_receipt WHERE poll = $1 ORDER BY receipt"
RECEIPT = "SELECT 1 FROM poll_receipt WHERE poll = $1 AND receipt = $2"

CARDS = "SELECT id, title, lead, body_html, opens_at, consultation, published_at FROM poll WHERE id = ANY($1::bigint[])"
SEARCH = """
SELECT p.id, ts_rank(p.search, query) AS rank, p.title, p.lead AS teaser, '/polls/' || p.id AS url, '' AS place,
       p.opens_at AS created_at, NULL::text AS about_kind, NULL::bigint AS about_id, NULL::bigint AS looked_at
FROM poll p, to_tsquery('german', $1) AS query
WHERE p.search @@ query AND p.published_at <= $3 AND p.part_of IS NULL AND p.home = '' ORDER BY rank DESC, p.id DESC LIMIT $2
"""
