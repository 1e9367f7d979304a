"""From bytes to canonical tables: nothing lost, every row in one class."""
