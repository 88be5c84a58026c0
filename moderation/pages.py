"""All pages of moderation, by whom they are for."""

from moderation import (
    bulk_pages,
    case_pages,
    decision_pages,
    look_pages,
    public_pages,
    report_pages,
    rules_pages,
    shift_pages,
    watch_pages,
    work_pages,
)

ROUTES = [
    *report_pages.ROUTES,
    *rules_pages.ROUTES,
    *case_pages.ROUTES,
    *work_pages.ROUTES,
    *shift_pages.ROUTES,
    *look_pages.ROUTES,
    *bulk_pages.ROUTES,
    *watch_pages.ROUTES,
    *decision_pages.ROUTES,
    *public_pages.ROUTES,
]
