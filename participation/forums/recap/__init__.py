"""The evening so far, for whoever comes late: a few lines, told by the log alone."""
