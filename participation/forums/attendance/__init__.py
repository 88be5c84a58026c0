"""Who sits in a council meeting, in the hall or connected, with times; and what may not happen while anyone is remote."""
