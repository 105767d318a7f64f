"""Dragoman reads news about dealings between states into records that can be checked word by word."""
