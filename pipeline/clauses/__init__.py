"""Sentences as results and events read them: tokens, verbs, what governs a name."""
