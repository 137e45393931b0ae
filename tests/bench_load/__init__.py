"""``make bench-load``: a national installation under load, and how it grows from 2 to 46 to 200 tenants.

``seed`` fills a database as large as the installation will be one day, ``plan`` says what is asked, ``wrk`` asks,
``serving`` answers as production does, ``rush`` signs four hundred people up for thirty seats, ``report`` writes the
table. Everything runs on this machine, which asks and answers on the same processors: the figures are lower bounds.
"""
