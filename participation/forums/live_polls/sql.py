"""The statements of `queries.py`."""

_COLUMNS = """
SELECT l.id, l.poll, l.form, l.hands, l.opened_at, l.closed_at, l.withdrawn_at, p.title, p.binding, p.secrecy,
       p.closes_at, p.counted_at, p.held_at, p.eligible, p.settings,
       COALESCE(p.ballots, (SELECT count(*) FROM poll_vote v WHERE v.poll = p.id)) AS voters,
       (SELECT json_agg(json_build_array(o.key, o.title) ORDER BY o.position, o.id)
        FROM poll_option o WHERE o.poll = p.id) AS options,
       (SELECT COALESCE(json_agg(json_build_array(c.counted_by, c.numbers, c.phone) ORDER BY c.id), '[]')
        FROM hand_count c WHERE c.live_poll = l.id) AS counts,
       (SELECT COALESCE(json_agg(json_build_array(b.ballot, b.number)), '[]')
        FROM (SELECT ballot, count(*) AS number FROM poll_ballot WHERE poll = p.id GROUP BY ballot) b) AS ballots
FROM live_poll l JOIN poll p ON p.id = l.poll
"""
NOW = """
SELECT COALESCE((SELECT row_to_json(x) FROM (<columns>
WHERE l.forum = f.id AND l.withdrawn_at IS NULL AND (l.closed_at IS NULL OR l.item IS NOT DISTINCT FROM (
    SELECT a.id FROM agenda_item a WHERE a.forum = f.id AND a.started_at IS NOT NULL AND a.ended_at IS NULL))
ORDER BY l.id DESC LIMIT 1) x), 'null')
""".replace("<columns>", _COLUMNS)
ALL = """
SELECT row_to_json(x) AS found FROM (<columns> WHERE l.forum = $1 AND l.withdrawn_at IS NULL ORDER BY l.id) x
""".replace("<columns>", _COLUMNS)
MINE = """
SELECT EXISTS (SELECT 1 FROM poll_vote v WHERE v.poll = l.poll AND v.person = $2) AS voted
FROM live_poll l WHERE l.forum = $1 AND l.closed_at IS NULL
"""
LOCKED = """
SELECT id, poll, form, hands, opened_at, closed_at, told_at, withdrawn_at FROM live_poll WHERE id = $1 AND forum = $2 FOR UPDATE
"""
POLL_OF = "SELECT poll FROM live_poll WHERE id = $1 AND forum = $2 AND withdrawn_at IS NULL"
COUNTS = "SELECT counted_by, numbers FROM hand_count WHERE live_poll = $1 ORDER BY id"
DUE = """
SELECT l.id, l.forum FROM live_poll l JOIN poll p ON p.id = l.poll
WHERE l.told_at IS NULL AND l.withdrawn_at IS NULL AND p.held_at IS NULL
  AND (l.closed_at IS NOT NULL OR p.closes_at <= $1 OR p.closed_at IS NOT NULL) ORDER BY l.id
"""
HELD_OVER = """
SELECT l.poll FROM live_poll l JOIN poll p ON p.id = l.poll JOIN forum f ON f.id = l.forum
LEFT JOIN agenda_item a ON a.id = l.item
WHERE p.held_at IS NOT NULL AND (l.withdrawn_at < $1 OR f.closed_at < $1 OR a.ended_at < $1) ORDER BY l.id
"""
TURNOUT = """
SELECT l.forum, l.id, count(v.poll) AS voters FROM live_poll l LEFT JOIN poll_vote v ON v.poll = l.poll
WHERE l.forum = ANY($1::bigint[]) AND l.closed_at IS NULL GROUP BY l.forum, l.id
"""
