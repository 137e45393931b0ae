"""PostgreSQL: which tenant is asking (context), how the server learns it (engine), and the embedded server.

Lives here: nothing that knows a model. Everyone may import it; it imports nothing of the project.
"""
