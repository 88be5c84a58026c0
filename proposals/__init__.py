"""Ideas of citizens in a consultation: drafts, support, official answers."""
