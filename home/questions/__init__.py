"""Frequent questions and their answers, by category."""
