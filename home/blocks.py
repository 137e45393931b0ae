"""What the pages of the public face are made of: every page's blocks, and those that show the rows of its own apps."""

from home.figures.blocks import PortalFiguresBlock
from portal.pages.blocks import BODY_BLOCKS

HOME_BLOCKS = [*BODY_BLOCKS, ("portal_figures", PortalFiguresBlock())]
