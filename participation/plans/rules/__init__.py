"""What holds of texts and plans, without a database."""
