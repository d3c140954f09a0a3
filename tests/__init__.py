"""The tests, in folders named like the packages that they test; `helpers` is what they share."""
