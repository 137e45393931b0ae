"""Everything a tenant owns, out of an installation, into another, or gone for good.

What it owns is what the database's wall shows to it: a new app's table is covered without anyone thinking of it.
``exporting.export``, ``checking.check``, ``importing.import_``, and ``deletion``'s verbs are for the console and the
commands; ``exports`` and ``imports`` do the same by tasks, for the console's screens. Nobody else imports this.
"""
