"""Partners' agendas: an address that staff give, fetched by a task, read apart, shown beside ours and never sent on.

From outside to inside, no step trusting what the one before brought: ``addresses`` (where one may connect),
``fetching`` (how much, how long), ``reading`` (what the file says, in a process of its own), ``words`` (plain text and
links), then ``services`` (rows). Shown by ``entries``, through the registry of ``events.dated``.
"""
