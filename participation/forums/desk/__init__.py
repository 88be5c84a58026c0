"""The desk in the hall: the clerk acts for people who have no device."""
