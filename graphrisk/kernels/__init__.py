"""Arrays in, arrays out: graph measures and peer statistics; no table, no file, no word of the domain."""
