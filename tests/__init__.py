"""The tests mirror the source. World and people are the demonstration's own (portal.demo.people)."""
