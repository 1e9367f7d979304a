"""What the data say: funnel, customers."""
