"""Access requests: how a professional asks to come in, and what staff answer."""
