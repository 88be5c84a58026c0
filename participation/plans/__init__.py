"""Texts and plans: paragraphs to discuss, other wordings, versions that stay as they were published."""
