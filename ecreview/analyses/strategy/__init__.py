"""Channels, products, prices, segments."""
