"""Everything, sealed, out of the installation, and back: rows, public files and private ones, as of one moment.

``taking.take``, ``restoring.restore``, ``trial.try_restore`` and ``keeping.prune`` are what commands and jobs call;
``journal`` remembers, beside the backups, the tenants that were erased. The console shows ``state``.

Rows and files agree without stopping anybody, because a file is never written twice under one name: files are copied
first, then a snapshot of the rows is taken, then what this snapshot names and was not copied yet, then the rows as of
that snapshot. Each content is kept once, however many backups hold it.
"""
