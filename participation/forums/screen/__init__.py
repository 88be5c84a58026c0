"""What the projector in the hall shows."""
