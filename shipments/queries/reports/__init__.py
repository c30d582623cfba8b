"""What came of it: what expediting gained, what promises were worth, how long flags waited."""
