"""What amounts are to each other, whether they add up; results and events that the text states."""
