"""One reader per kind of file: bytes → sheets of text cells."""
