"""Anomalies, opportunities, risks."""
