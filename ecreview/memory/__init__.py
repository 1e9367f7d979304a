"""What is carried from one review to the next."""
