"""Screens over organisations, people and circles: who does what, where."""
