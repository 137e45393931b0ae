"""The glossary: the field’s own terms, listed on a page, and explained where a page first uses them."""
