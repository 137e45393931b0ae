"""The blocks of public pages: the editors' own, and those that show what lies above ``portal.pages``."""

from portal.pages.blocks import BODY_BLOCKS

__all__ = ["HOME_BLOCKS"]

HOME_BLOCKS = [
    *BODY_BLOCKS,
]
