"""Several people write one proposal: invited by its author, asked for their yes, named beside it, free to leave."""
