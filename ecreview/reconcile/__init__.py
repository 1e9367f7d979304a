"""Pairs of tables against each other, to the cent; one file per pair."""
