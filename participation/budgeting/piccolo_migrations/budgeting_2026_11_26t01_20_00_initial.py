from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from participation.core.db import execute_script

ID = "2026-11-26T01:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "budgets, their projects with costs, results, milestones"

# Amounts are cents. A project that goes to the vote has a cost, one that does not has a reason.
SQL = """
CREATE TABLE budget (
    id BIGSERIAL PRIMARY KEY,
    consultation BIGINT NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    district BIGINT REFERENCES district (id) ON DELETE SET NULL,
    title TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    method TEXT NOT NULL DEFAULT 'knapsack' CHECK (method IN ('approval', 'knapsack', 'points')),
    most INTEGER NOT NULL DEFAULT 0 CHECK (most >= 0),
    points INTEGER NOT NULL DEFAULT 10 CHECK (points > 0),
    rule TEXT NOT NULL DEFAULT 'equal-shares' CHECK (rule IN ('equal-shares', 'greedy')),
    step INTEGER NOT NULL DEFAULT 0 CHECK (step BETWEEN 0 AND 100),
    voters TEXT NOT NULL DEFAULT 'confirmed' CHECK (voters IN ('confirmed', 'verified', 'roll', 'codes')),
    poll BIGINT UNIQUE REFERENCES poll (id) ON DELETE SET NULL,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX budget_consultation ON budget (consultation);
CREATE TABLE budget_project (
    id BIGSERIAL PRIMARY KEY,
    budget BIGINT NOT NULL REFERENCES budget (id) ON DELETE CASCADE,
    proposal BIGINT NOT NULL UNIQUE REFERENCES proposal (id) ON DELETE CASCADE,
    key TEXT NOT NULL CHECK (key ~ '^[a-z0-9][a-z0-9-]{0,59}$'),
    office TEXT NOT NULL DEFAULT '',
    assignee BIGINT REFERENCES person (id) ON DELETE SET NULL,
    assigned_at TIMESTAMPTZ,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'refused')),
    cost BIGINT CHECK (cost >= 0),
    reason TEXT NOT NULL DEFAULT '',
    reason_html TEXT NOT NULL DEFAULT '',
    renderer INTEGER NOT NULL DEFAULT 0,
    checked_at TIMESTAMPTZ,
    checked_by BIGINT,
    UNIQUE (budget, key),
    CHECK (state <> 'accepted' OR cost IS NOT NULL),
    CHECK (state <> 'refused' OR reason <> '')
);
CREATE INDEX budget_project_assignee ON budget_project (assignee);
CREATE TABLE budget_result (
    id BIGSERIAL PRIMARY KEY,
    budget BIGINT NOT NULL REFERENCES budget (id) ON DELETE CASCADE,
    rule TEXT NOT NULL,
    content TEXT NOT NULL,
    counted_at TIMESTAMPTZ NOT NULL,
    UNIQUE (budget, rule)
);
CREATE TABLE budget_milestone (
    id BIGSERIAL PRIMARY KEY,
    project BIGINT NOT NULL REFERENCES budget_project (id) ON DELETE CASCADE,
    title TEXT NOT NULL,
    owner TEXT NOT NULL DEFAULT '',
    due_on DATE NOT NULL,
    first_due_on DATE NOT NULL,
    progress TEXT NOT NULL DEFAULT 'planned' CHECK (progress IN ('planned', 'running', 'done')),
    note TEXT NOT NULL DEFAULT '',
    done_on DATE,
    changed_at TIMESTAMPTZ NOT NULL,
    CHECK ((progress = 'done') = (done_on IS NOT NULL))
);
CREATE INDEX budget_milestone_project ON budget_milestone (project, due_on);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="budgeting", description=DESCRIPTION)

    async def run() -> None:
        await execute_script(SQL)

    manager.add_raw(run)
    return manager
