"""What a voter does: cast a ballot with an account or a code, name a member number, ask for a reminder."""
