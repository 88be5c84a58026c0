"""Following: people choose a proposal or a consultation, and get at most one mail a day about what is new there."""
