"""What `make evaluate`, `make bench…` and `make mutations` run: measurements, not tests."""
