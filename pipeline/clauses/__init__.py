"""Parsed sentences: tokens, verbs, what governs a name, parties."""
