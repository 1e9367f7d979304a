"""Was the goal reached, and where the gap arose."""
