"""Private files: versions, audience, checked serving, reading log, text of PDFs and office files.

Folders are the library's; a document without one belongs to whatever holds it (a meeting, a session).
"""
