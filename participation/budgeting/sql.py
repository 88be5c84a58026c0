"""The statements of `queries.py`."""

_BUDGET = """
SELECT b.id, b.consultation, b.title, b.amount, b.method, b.most, b.points, b.rule, b.step, b.voters, b.paper, b.poll, b.created_at,
    COALESCE(d.name, '') AS district, c.slug, c.title AS consultation_title,
    c.published_at IS NOT NULL AND c.published_at <= $2 AS public,
    p.published_at, p.opens_at, p.closes_at, p.closed_at, p.counted_at,
    EXISTS (SELECT 1 FROM budget_result r WHERE r.budget = b.id) AS told
FROM budget b
JOIN consultation c ON c.id = b.consultation
LEFT JOIN district d ON d.id = b.district
LEFT JOIN poll p ON p.id = b.poll
"""
BUDGET = _BUDGET + "WHERE b.id = $1"
BUDGET_OF_POLL = _BUDGET + "WHERE b.poll = $1"
BUDGETS = _BUDGET + "WHERE b.consultation = $1 ORDER BY b.district IS NOT NULL, d.name_key, b.id"
PUBLIC = (
    _BUDGET
    + """WHERE b.id > $1 AND c.published_at <= $2 AND ($4::text IS NULL OR c.slug = $4) ORDER BY b.id LIMIT $3"""
)
COUNTS = "SELECT consultation, COUNT(*) AS number FROM budget WHERE consultation = ANY($1::bigint[]) GROUP BY consultation"

# Until its vote is made, a budget also shows proposals that nobody has looked at: those of its own district, and
# in the whole city those whose district has no pot of its own.
PROJECTS = """
SELECT p.id AS proposal, p.title, p.teaser, p.place, p.supports_count, p.hidden_at IS NOT NULL AS hidden,
    (p.withdrawn_at IS NOT NULL OR p.merged_into IS NOT NULL) AS withdrawn, COALESCE(d.name, '') AS district, j.id, COALESCE(j.key, '') AS key,
    COALESCE(j.office, '') AS office, COALESCE(j.state, 'open') AS state, j.cost, COALESCE(j.reason_html, '') AS reason_html,
    j.checked_at, j.assignee, COALESCE(a.display_name, '') AS assignee_name, COALESCE(j.reason, '') AS reason,
    (SELECT COUNT(*) FROM budget_milestone m WHERE m.project = j.id) AS milestones,
    (SELECT COUNT(*) FROM budget_milestone m WHERE m.project = j.id AND m.progress = 'done') AS milestones_done,
    (SELECT COUNT(*) FROM budget_milestone m
     WHERE m.project = j.id AND m.progress <> 'done' AND m.due_on < $2) AS milestones_late
FROM budget b
JOIN proposal p ON p.id IN (
    SELECT o.proposal FROM budget_project o WHERE o.budget = $1
    UNION ALL SELECT q.id FROM proposal q JOIN budget x ON x.consultation = q.consultation WHERE x.id = $1 AND x.poll IS NULL
)
LEFT JOIN budget_project j ON j.proposal = p.id
LEFT JOIN district d ON d.id = p.district
LEFT JOIN person a ON a.id = j.assignee
WHERE b.id = $1 AND (j.budget = b.id OR (
    j.id IS NULL AND b.poll IS NULL AND p.consultation = b.consultation AND p.hidden_at IS NULL
    AND p.withdrawn_at IS NULL AND p.merged_into IS NULL AND CASE WHEN b.district IS NOT NULL THEN p.district = b.district
        ELSE NOT EXISTS (SELECT 1 FROM budget o WHERE o.consultation = b.consultation AND o.district = p.district) END
))
ORDER BY p.id
"""
PROJECT_TEXT = "SELECT body_html FROM proposal WHERE id = $1 AND hidden_at IS NULL"
MILESTONES = """
SELECT m.id, m.title, m.owner, m.due_on, m.first_due_on, m.progress, m.note, m.done_on, m.changed_at
FROM budget_milestone m WHERE m.project = $1 ORDER BY m.due_on, m.id
"""
RESULTS = "SELECT rule, content FROM budget_result WHERE budget = $1"
BALLOTS = "SELECT ballot, COUNT(*) AS number FROM poll_ballot WHERE poll = $1 GROUP BY ballot ORDER BY ballot"
STAFF = """
SELECT p.id, p.display_name FROM person p JOIN role_grant g ON g.person = p.id
WHERE g.role = 'editor' AND p.deleted_at IS NULL GROUP BY p.id, p.display_name, p.name_key ORDER BY p.name_key
"""
DUE = """
SELECT b.id FROM budget b JOIN poll p ON p.id = b.poll
WHERE p.counted_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM budget_result r WHERE r.budget = b.id) ORDER BY b.id
"""

_STEPS = """
FROM budget_milestone m JOIN budget_project j ON j.id = m.project
JOIN budget b ON b.id = j.budget
JOIN consultation c ON c.id = b.consultation AND c.published_at <= $1
JOIN proposal p ON p.id = j.proposal AND p.hidden_at IS NULL AND p.withdrawn_at IS NULL AND p.merged_into IS NULL
"""
UNDER_WAY = (
    """
SELECT m.id, p.id AS proposal, p.title AS proposal_title, c.title AS consultation, m.title, m.owner, m.due_on,
    m.first_due_on, m.progress, m.note, m.done_on, b.id AS budget"""
    + _STEPS
    + """WHERE $2 = '' OR c.slug = $2 ORDER BY m.done_on DESC NULLS FIRST, m.due_on, p.id LIMIT $3"""
)
UNDER_WAY_IN = "SELECT DISTINCT c.slug, c.title" + _STEPS
