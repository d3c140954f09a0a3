"""The journal of people's decisions: its lines, its files, and cells that follow a correction."""
