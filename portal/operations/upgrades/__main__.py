"""``make lint`` and CI: says nothing when there is nothing to say."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
django.setup()

from portal.operations.upgrades.lint import main  # noqa: E402 (the apps come first)

sys.exit(main())
