"""Solicitations: a partner brings a situation that names nobody, the platform studies it and always answers.

From a request (Solicitation) to a support with its referent, and what is kept of both: a journal that nothing changes,
and an end to every text. Never a social file: the State's SI SIAO holds that. Off until the authority has recorded its
impact assessment.
"""
