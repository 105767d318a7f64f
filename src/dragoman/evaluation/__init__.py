"""Scores against gold: what a coder finds, misses and adds, and the floors below which nothing ships."""
