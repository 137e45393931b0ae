"""The demonstration: two real authorities, fictitious people. Refuses to run in production."""
