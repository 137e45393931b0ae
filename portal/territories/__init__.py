"""Where: communes, intercommunalities, platforms, who covers what, and the finder.

The reference geography is the nation's and global; platforms and coverage belong to a tenant.
``finder`` is pure search: no request, no template; its pages are in ``home``.
"""
