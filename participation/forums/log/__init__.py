"""What happened in a forum, by gap-free number, and the doorbell that says there is something new."""
