"""What several tests share: paths, commands, readings, examples with their readers, browsers."""
