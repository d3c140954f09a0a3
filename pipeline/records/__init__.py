"""What one stage passes to the next: small frozen records, with their units."""
