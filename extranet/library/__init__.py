"""Folders of private documents, for reading and for keeping them."""
