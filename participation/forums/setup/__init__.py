"""A forum in preparation: what editors set, its publication and cancellation, and the sections of its agenda."""
