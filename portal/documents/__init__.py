"""Private files: versions, audience, checked serving, reading log, text of PDFs."""
