"""The journal of people's decisions: its lines, its files, what follows from a corrected cell."""
