"""Reading and writing of all files, and the facts of an edition."""
