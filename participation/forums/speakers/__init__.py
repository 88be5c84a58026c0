"""The speaker list: one for hall, home and telephone, in an order that follows published rules."""
