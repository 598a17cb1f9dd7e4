"""Before anything can be written, a page must be read: this package finds the story in it and accounts for the rest."""
