"""A report read: its language, sentences, times, mentions and damage."""
