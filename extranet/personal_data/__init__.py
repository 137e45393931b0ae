"""« Mes données »: what is known of me here, as a page and as a file, and leaving. It has no rows of its own."""
