"""Money roles and relations, checks of stated totals, results and events."""
