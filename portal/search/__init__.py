"""What can be found: the registry of sources, what is read of each, the search itself, what it did not answer.

What is found is in the apps above, which declare it (``registry``); the page of results is in ``home``.
"""
