"""Nodes, times and hand-offs."""
