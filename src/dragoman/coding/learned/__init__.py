"""The learned coder: one small multilingual encoder finds mentions, acts and roles in one pass."""
