"""Committees: who sits there, their meetings, from the agenda to who came, and their papers.

An organisation sits (Member), by the persons to whom it gave a mandate (Mandate). The committee's circle has its
people, and its folder of the library its papers. Nobody above imports from here, but the demonstration.
"""
