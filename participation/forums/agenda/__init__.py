"""The agenda, and the acts of the chair: open, next item, back, close."""
