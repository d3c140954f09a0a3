"""Every file that is read or written, and the facts of an edition."""
