"""« Pour en savoir plus »: documents and links that the public may trust, by theme, each with its source."""
