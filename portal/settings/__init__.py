"""Settings: ``base`` for all, then ``dev``, ``demo``, ``test`` or ``production``. Environment is read here only."""
