"""Whether the data can be trusted."""
