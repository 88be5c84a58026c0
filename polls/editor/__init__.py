"""Making a poll: a draft that may be incomplete, what is missing in it, and its publication, after which nothing of the question changes."""
