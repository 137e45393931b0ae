"""Trainings, from the catalogue to the certificate: courses, their sessions, sign-ups, attendance, evaluation.

Seats are given by ``events.seats`` alone. May be imported by the members' space and by what stands above.
"""
