"""The packages with tables, lowest first: migrations run in this order."""

APPS = (
    "participation.core.piccolo_app",
    "participation.accounts.piccolo_app",
    "participation.notifications.piccolo_app",
    "participation.consultations.piccolo_app",
    "moderation.piccolo_app",
    "participation.discussion.piccolo_app",
    "proposals.piccolo_app",
    "polls.piccolo_app",
    "participation.plans.piccolo_app",
    "participation.budgeting.piccolo_app",
    "participation.forums.piccolo_app",
    "participation.home.piccolo_app",
)
