"""Writing to the authority: the form, whom it reaches, what becomes of a message. The rows are in home.models."""
