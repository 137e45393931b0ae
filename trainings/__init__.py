"""Trainings: catalogue, sessions, sign-ups."""
