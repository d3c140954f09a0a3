// Deciding in the file.
