"""The isolation sweep: every address, asked by everyone, with the neighbour's ids, must show and change nothing of it.

``world`` fills both tenants with marked rows, ``addresses`` and ``arguments`` make the requests, ``roles`` says
who sends them, ``judge`` reads what comes back and ``rows`` what was written, ``walls`` takes walls away, and
``walk`` runs it all. Only the tests of this folder import it.
"""
