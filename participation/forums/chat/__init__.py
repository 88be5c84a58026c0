"""The chat beside the forum: lines of plain text, hidden by moderation for everybody at once."""
