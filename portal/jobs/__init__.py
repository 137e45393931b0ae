"""Work done outside a request: tasks that carry who asked for them, the scheduler, and the health of both.

A task runs for the tenant (or the platform) that enqueued it; a periodic job is declared by its app in
``<app>/jobs.py``, imported by ``ready()``. What a task or a job does belongs to the app it is about.
"""
