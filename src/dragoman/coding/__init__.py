"""The lexicon coder: what a reading reports as events, statements, conditions, links and agenda."""
