"""What waits for me first, then what is coming, then what is new."""
