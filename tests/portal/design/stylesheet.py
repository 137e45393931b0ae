"""Where the stylesheets are, and what their colours come to."""

from pathlib import Path

from portal.design.tokens import contrast, tokens

__all__ = ["CSS", "contrast", "tokens"]

CSS = Path(__file__).resolve().parents[3] / "portal/design/static/design/css"
