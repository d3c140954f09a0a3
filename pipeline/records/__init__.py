"""What the stages hand on: small frozen records, with their units."""
