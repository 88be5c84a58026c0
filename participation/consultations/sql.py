"""The statements of `queries.py`, put together from the few pieces they share."""

HEAD = """
c.id, c.slug, c.title, c.kicker, c.lead, d.id, d.slug, d.name, c.priority, c.published_at, c.archived_at,
ARRAY(SELECT (p.kind, p.title, p.note, p.starts_at, p.ends_at, p.id) FROM phase p
      WHERE p.consultation = c.id ORDER BY p.position)
"""
HEAD_WIDTH = 12
"""Values of a head: what a statement asks besides comes behind them."""

_PIECES = {
    "<head>": HEAD,
    "<from>": "FROM consultation c LEFT JOIN district d ON d.id = c.district",
    "<public>": """WHERE c.published_at <= $1
                   ORDER BY c.priority DESC, c.published_at DESC, c.id DESC LIMIT $2""",
    "<event>": "(e.starts_at, e.title, e.text, e.place, c.title, c.slug, e.id, e.cancelled_at IS NOT NULL)",
    "<events>": "FROM event e JOIN consultation c ON c.id = e.consultation",
    "<outcome>": """(o.state, o.headline, o.quote, o.origin, o.text, o.link_url, o.reported_at,
                     c.title, c.slug)""",
    "<outcomes>": "FROM outcome o JOIN consultation c ON c.id = o.consultation",
}


def _whole(text: str) -> str:
    for name, piece in _PIECES.items():
        text = text.replace(name, piece)
    return text


BY_SLUG = _whole("""
SELECT <head>, c.body_html, c.plain_html, c.goals, c.open_points, c.fixed_points, c.decides_html, c.contact_name,
    c.contact_office, c.contact_phone, c.contact_mail, c.contact_hours, c.source_url, c.audience,
    ARRAY(SELECT (k.id, k.slug, k.title) FROM category k
          WHERE k.consultation = c.id ORDER BY k.position, k.id) AS categories
<from> WHERE c.slug = $1
""")

HEADS = _whole("SELECT <head> <from> WHERE c.id = ANY($1::bigint[])")

PUBLISHED = _whole("SELECT <head> <from> <public>")

AFTER = _whole("""
SELECT <head> <from> WHERE c.published_at <= $1 AND c.id > $2 ORDER BY c.id LIMIT $3
""")

FRONT = _whole("""
SELECT ARRAY(SELECT (<head>) <from> <public>) AS heads,
    ARRAY(SELECT <event> <events>
          WHERE e.starts_at > $1 AND c.published_at <= $1 AND e.cancelled_at IS NULL
          ORDER BY e.starts_at LIMIT 6) AS events,
    ARRAY(SELECT <outcome> <outcomes>
          WHERE o.reported_at <= $1 AND c.published_at <= $1 ORDER BY o.reported_at DESC LIMIT 12) AS outcomes,
    (SELECT COUNT(*) <outcomes> WHERE o.reported_at <= $1 AND c.published_at <= $1) AS reported,
    ARRAY(SELECT (d.id, d.slug, d.name) FROM district d ORDER BY d.name_key, d.id) AS districts
""")

DETAILS = _whole("""
SELECT ARRAY(SELECT (n.id, n.title, n.body_html, n.published_at) FROM news n
             WHERE n.consultation = $1 AND n.published_at <= $2 ORDER BY n.published_at DESC LIMIT 20) AS news,
    ARRAY(SELECT <event> <events>
          WHERE c.id = $1 AND e.starts_at > $2 ORDER BY e.starts_at LIMIT 10) AS events,
    ARRAY(SELECT <outcome> <outcomes>
          WHERE c.id = $1 AND o.reported_at <= $2
          ORDER BY o.position, o.reported_at DESC LIMIT 100) AS outcomes,
    ARRAY(SELECT (f.id, f.title, f.url, f.note) FROM consultation_document f
          WHERE f.consultation = $1 ORDER BY f.id LIMIT 50) AS documents
""")

DATES = """
SELECT e.uid, e.revision, date_trunc('second', e.changed_at) AS changed_at, e.title, e.text, e.place, e.starts_at,
    e.cancelled_at IS NOT NULL AS cancelled
FROM event e WHERE e.consultation = $1 AND e.starts_at > $2 ORDER BY e.starts_at, e.id LIMIT 200
"""

FEED = """
SELECT n.id, n.title, n.body_html, n.published_at FROM news n
WHERE n.consultation = $1 AND n.published_at <= $2 ORDER BY n.published_at DESC, n.id DESC LIMIT 50
"""

RESULTS = _whole("""
SELECT <outcome> AS entry, COUNT(*) OVER () AS total <outcomes>
WHERE o.reported_at <= $1 AND c.published_at <= $1 AND ($2 = '' OR o.state = $2)
ORDER BY o.reported_at DESC, o.id DESC LIMIT $3 OFFSET $4
""")

CATEGORIES = "SELECT id, slug, title FROM category WHERE consultation = $1 ORDER BY position, id"
DISTRICTS = "SELECT id, slug, name FROM district ORDER BY name_key, id"

SEARCH = """
SELECT c.id, ts_rank_cd(c.search, query) AS rank, c.title, c.lead AS teaser, '/consultations/' || c.slug AS url,
       c.kicker AS place, c.published_at AS created_at, NULL::text AS about_kind, NULL::bigint AS about_id,
       NULL::bigint AS looked_at
FROM consultation c, to_tsquery('german', $1) query
WHERE c.search @@ query AND c.published_at <= $3
ORDER BY rank DESC, c.published_at DESC, c.id DESC LIMIT $2
"""

CARDS = """
SELECT c.id, c.slug, c.title, c.lead, c.body_html, c.created_at, c.published_at
FROM consultation c WHERE c.id = ANY($1::bigint[])
"""
